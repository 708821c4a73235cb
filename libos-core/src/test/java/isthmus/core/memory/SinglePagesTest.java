package isthmus.core.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.south.mock.MockPlatform;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An address space on a host that maps blocks of 64 KiB, and single pages where those will not do. */
class SinglePagesTest {
    private static final int PRIVATE = MapFlags.MAP_PRIVATE | MapFlags.MAP_FIXED;
    private static final int SHARED = MapFlags.MAP_SHARED | MapFlags.MAP_FIXED;
    private static final int PAGE = 4096, RW = 3;
    private static final long BASE = 0x20_0000_0000L, BLOCK = 65536;

    private final MockPlatform platform = MockPlatform.withSinglePages();
    private final PhysicalMemory physical = new PhysicalMemory(platform, 1L << 40);
    private final Guest guest = new Guest(platform, physical);
    private MemoryObject object;

    @BeforeEach
    void makeObject() {
        object = new MemoryObject(physical, 4 * BLOCK);
    }

    @AfterEach
    void nothingIsLeft() {
        guest.close();
        object.release();
        assertEquals(0, physical.blocksInUse());
        platform.close();
    }

    private void map(long address, long bytes, int flags, long offset) {
        assertEquals(address, guest.space.mmap(address, bytes, RW, flags, object, offset, null));
    }

    /** From how many blocks of memory a block's pages come. */
    private long blocksShownAt(long address) {
        guest.process.applyQueue();
        return IntStream.range(0, 16)
                .mapToObj(i -> guest.process.page(address + (long) i * PAGE))
                .filter(page -> page != null)
                .map(page -> page.segment().hashCode() + ":" + page.offset() / BLOCK)
                .distinct()
                .count();
    }

    @Test
    void privatePagesAreCopiedTogether() {
        map(BASE, BLOCK, PRIVATE, 0);
        guest.load(BASE);
        guest.store(BASE + 3 * PAGE, (byte) 1);
        assertEquals(1, blocksShownAt(BASE));
        map(BASE + BLOCK, BLOCK, PRIVATE, PAGE);
        guest.load(BASE + BLOCK);
        assertEquals(1, blocksShownAt(BASE + BLOCK));
    }

    @Test
    void sharedPagesLieAsTheyAreWanted() {
        map(BASE, 2 * BLOCK, SHARED, 0);
        guest.store(BASE + 5 * PAGE, (byte) 1);
        assertEquals(1, blocksShownAt(BASE));
        map(BASE + 8 * PAGE, PAGE, SHARED, 5 * PAGE);
        guest.store(BASE + 8 * PAGE, (byte) 2);
        assertEquals(2, guest.load(BASE + 5 * PAGE));
        map(BASE + 9 * PAGE, PAGE, PRIVATE, 5 * PAGE);
        guest.store(BASE + 9 * PAGE, (byte) 3);
        assertEquals(2, guest.load(BASE + 5 * PAGE));
        assertNotEquals(1, blocksShownAt(BASE));
    }

    /** As Linux has it, though another place would be cheaper. */
    @Test
    void aHintIsTaken() {
        long hint = BASE + PAGE;
        assertEquals(hint, guest.space.mmap(hint, PAGE, RW, MapFlags.MAP_SHARED, object, 0, null));
        long next = hint + PAGE;
        assertEquals(next, guest.map(next, PAGE, RW, MapFlags.MAP_PRIVATE | MapFlags.MAP_ANONYMOUS));
    }

    @Test
    void whatLiesApartGrowsInPlace() {
        map(BASE + PAGE, PAGE, SHARED, 0);
        int flags = MapFlags.MREMAP_MAYMOVE;
        assertEquals(BASE + PAGE, guest.space.mremap(BASE + PAGE, PAGE, 2 * PAGE, flags, 0));
    }

    /** Else a program could fill the kernel's memory with what it takes to know them. */
    @Test
    void thereIsAnEndToThem() {
        long most = 4L << 30;
        map(BASE + PAGE, most - BLOCK, SHARED, 0);
        ErrnoException refusal =
                assertThrows(ErrnoException.class, () -> map(BASE + 2 * most + PAGE, BLOCK, SHARED, 0));
        assertEquals(Errno.ENOMEM, refusal.errno());
        map(BASE + 2 * most, BLOCK, SHARED, 0);
        guest.space.munmap(BASE, BLOCK);
        map(BASE + 2 * most + BLOCK + PAGE, PAGE, SHARED, 0);
    }
}
