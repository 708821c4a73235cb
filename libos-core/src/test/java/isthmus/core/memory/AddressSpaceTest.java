package isthmus.core.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.south.mock.MockPlatform;
import isthmus.core.south.mock.MockProcess.AccessFault;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One behaviour of address spaces each, with either mapping granularity. */
class AddressSpaceTest {
    private static final int ANON = MapFlags.MAP_PRIVATE | MapFlags.MAP_ANONYMOUS;
    private static final int FIXED = MapFlags.MAP_FIXED;
    private static final int RW = 3;
    private static final long BASE = 0x5000_0000L;

    private MockPlatform platform;
    private PhysicalMemory physical;
    private Guest guest;

    private void open(int granularity) {
        platform = new MockPlatform(granularity);
        physical = new PhysicalMemory(platform, 4L << 30);
        guest = new Guest(platform, physical);
    }

    @AfterEach
    void nothingIsLeft() {
        guest.close();
        assertEquals(0, physical.blocksInUse());
        platform.close();
    }

    private static void assertErrno(Errno expected, Runnable action) {
        assertEquals(expected, assertThrows(ErrnoException.class, action::run).errno());
    }

    private void assertSignal(FaultResult expected, Runnable access) {
        assertEquals(expected, assertThrows(Guest.Signal.class, access::run).result);
    }

    // --- reservations and population
    // ----------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(ints = {4096, 65536})
    void aHugeReservationCostsNothing(int granularity) {
        open(granularity);
        long bytes = 1L << 40;
        long address = guest.map(0, bytes, 0, ANON | MapFlags.MAP_NORESERVE);
        assertEquals(0, guest.process.operations());
        assertSignal(FaultResult.NOT_ALLOWED, () -> guest.load(address));
        guest.space.mprotect(address + (bytes >> 1), 4096, RW);
        guest.store(address + (bytes >> 1), 7);
        assertEquals(7, guest.space.memory().readByte(address + (bytes >> 1)));
        assertTrue(physical.blocksInUse() <= 1);
        guest.space.munmap(address, bytes);
        assertSignal(FaultResult.NOT_MAPPED, () -> guest.load(address + (bytes >> 1)));
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 65536})
    void aLargeMappingIsPopulatedBitByBit(int granularity) {
        open(granularity);
        long address = guest.map(0, 2L << 30, RW, ANON);
        assertEquals(0, physical.blocksInUse());
        guest.store(address + (1L << 30), 1);
        assertTrue(physical.blocksInUse() <= 256, "one window");
        assertEquals(0, guest.load(address + (1L << 30) + 4096));
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 65536})
    void aSmallMappingNeedsOneHostMappingAndNoFault(int granularity) {
        open(granularity);
        int before = guest.process.operations();
        long address = guest.map(0, 8 << 20, RW, ANON);
        guest.process.applyQueue();
        guest.process.store(address + 5_000_000, (byte) 1); // throws if it is not mapped
        assertEquals(1, guest.process.operations() - before);
        assertEquals(0, guest.process.flushes(), "the guest is not running");
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 65536})
    void memoryThatComesAgainIsZero(int granularity) {
        open(granularity);
        for (int round = 0; round < 20; round++) {
            long address = guest.map(0, 300 << 10, RW, ANON);
            for (int i = 0; i < 300 << 10; i += 4096) {
                assertEquals(0, guest.load(address + i));
                guest.store(address + i, 0x55);
            }
            guest.space.munmap(address, 300 << 10);
        }
    }

    // --- placement
    // ------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(ints = {4096, 65536})
    void hintsAndFixedPlaces(int granularity) {
        open(granularity);
        assertEquals(BASE, guest.map(BASE, 4096, RW, ANON));
        assertNotEquals(BASE, guest.map(BASE, 4096, RW, ANON));
        assertEquals(BASE + 12288, guest.map(BASE + 12345, 4096, RW, ANON));
        assertEquals(BASE, guest.map(BASE, 4096, RW, ANON | FIXED));
        assertErrno(Errno.EEXIST, () -> guest.map(BASE, 4096, RW, ANON | MapFlags.MAP_FIXED_NOREPLACE));
        assertErrno(Errno.EINVAL, () -> guest.map(BASE + 1, 4096, RW, ANON | FIXED));
        assertErrno(Errno.EPERM, () -> guest.map(0x1000, 4096, RW, ANON | FIXED));
        assertErrno(Errno.ENOMEM, () -> guest.map(0x7fff_ffff_f000L, 8192, RW, ANON | FIXED));
        assertErrno(Errno.EINVAL, () -> guest.map(0, 0, RW, ANON));
        assertErrno(Errno.ENOMEM, () -> guest.map(0, -4096, RW, ANON));
        assertErrno(Errno.EINVAL, () -> guest.map(0, 4096, RW, 0));
        assertErrno(Errno.ENOMEM, () -> guest.map(0, 4096, RW, ANON | MapFlags.MAP_HUGETLB));
        long low = guest.map(0, 4096, RW, ANON | MapFlags.MAP_32BIT);
        assertTrue(low > 0 && low < 1L << 31);
    }

    @Test
    void whatTheHostKeepsIsNobodys() {
        open(65536);
        long hole = platform.hostAddresses();
        assertErrno(Errno.ENOMEM, () -> guest.map(hole - 65536, 2 * 65536, RW, ANON | FIXED));
        assertTrue(guest.map(hole, 65536, RW, ANON) >= platform.hostAddressesEnd(), "a hint is not taken");
        assertTrue(guest.map(0, 65536, RW, ANON | MapFlags.MAP_32BIT) < hole);
        assertEquals(hole - 65536, guest.map(hole - 65536, 65536, RW, ANON | FIXED));
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 65536})
    void roomIsFoundAgain(int granularity) {
        open(granularity);
        List<Long> places = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            places.add(guest.map(0, 65536L * (1 + i % 5), RW, ANON));
        }
        for (int i = 0; i < 40; i += 2) {
            guest.space.munmap(places.get(i), 65536L * (1 + i % 5));
        }
        long lowest = places.stream().mapToLong(Long::longValue).min().orElseThrow();
        for (int i = 0; i < 20; i++) {
            assertTrue(guest.map(0, 65536, RW, ANON) >= lowest, "holes are used first");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 65536})
    void neighboursMergeAndSplit(int granularity) {
        open(granularity);
        guest.map(BASE, 65536, RW, ANON | FIXED);
        guest.map(BASE + 65536, 65536, RW, ANON | FIXED);
        assertEquals(1, guest.space.view().mappings().size());
        guest.space.mprotect(BASE + 4096, 4096, 1);
        assertEquals(3, guest.space.view().mappings().size());
        guest.space.mprotect(BASE + 4096, 4096, RW);
        assertEquals(1, guest.space.view().mappings().size());
        guest.space.munmap(BASE + 65536, 4096);
        assertEquals(2, guest.space.view().mappings().size());
    }

    // --- heap and stack
    // -------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(ints = {4096, 65536})
    void brk(int granularity) {
        open(granularity);
        guest.space.setHeapStart(BASE + 0x123);
        assertEquals(BASE + 0x123, guest.space.brk(0));
        assertEquals(BASE + 0x5000, guest.space.brk(BASE + 0x5000));
        guest.store(BASE + 0x4fff, 3);
        assertEquals(BASE + 0x21000, guest.space.brk(BASE + 0x21000));
        assertEquals(3, guest.load(BASE + 0x4fff));
        assertEquals(BASE + 0x2000, guest.space.brk(BASE + 0x2000));
        assertSignal(FaultResult.NOT_MAPPED, () -> guest.load(BASE + 0x4fff));
        guest.map(BASE + 0x10000, 4096, RW, ANON | FIXED);
        assertEquals(BASE + 0x2000, guest.space.brk(BASE + 0x12000), "something is in the way");
        assertEquals(BASE + 0x5000, guest.space.brk(BASE + 0x5000));
        assertEquals(0, guest.load(BASE + 0x4fff));
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 65536})
    void theStackGrowsToItsLimitAndKeepsAGap(int granularity) {
        open(granularity);
        long top = BASE + (64L << 20);
        guest.map(top - 65536, 65536, RW, ANON | FIXED | MapFlags.MAP_GROWSDOWN);
        guest.store(top - (1 << 20), 9);
        assertEquals(0, guest.load(top - (1 << 20) + 4096));
        guest.space.memory().writeByte(top - (2 << 20), (byte) 8);
        assertEquals(8, guest.load(top - (2 << 20)));
        assertSignal(FaultResult.NOT_MAPPED, () -> guest.store(top - (8 << 20) - 1, 9));
        guest.map(top - (5 << 20), 4096, RW, ANON | FIXED);
        long lowest = top - (5 << 20) + 4096 + FaultHandler.STACK_GAP;
        guest.store(lowest, 1);
        assertSignal(FaultResult.NOT_MAPPED, () -> guest.store(lowest - 1, 1));
    }

    // --- objects
    // --------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(ints = {4096, 65536})
    void sharedMappingsAreOneMemory(int granularity) {
        open(granularity);
        MemoryObject object = new MemoryObject(physical, 100_000);
        long one = guest.space.mmap(0, 100_000, RW, MapFlags.MAP_SHARED, object, 0, null);
        long two = guest.space.mmap(0, 65536, 1, MapFlags.MAP_SHARED, object, 0, null);
        Guest child = guest.fork(platform);
        child.store(one + 70_000, 5);
        guest.store(one + 10, 6);
        assertEquals(5, guest.load(one + 70_000));
        assertEquals(6, child.load(two + 10));
        ByteBuffer bytes = ByteBuffer.allocate(1);
        object.read(70_000, bytes);
        assertEquals(5, bytes.get(0));
        object.write(10, ByteBuffer.wrap(new byte[] {77}));
        assertEquals(77, guest.load(two + 10));
        child.close();
        object.release();
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 65536})
    void whatIsCutOffAFileIsGoneForAll(int granularity) {
        open(granularity);
        MemoryObject object = new MemoryObject(physical, 40 * 4096);
        long shared = guest.space.mmap(0, 40 * 4096, RW, MapFlags.MAP_SHARED, object, 0, null);
        long copied = guest.space.mmap(0, 40 * 4096, RW, MapFlags.MAP_PRIVATE, object, 0, null);
        guest.space.retain(); // someone else: changes take effect at once
        guest.process.applyQueue();
        guest.store(shared + 30 * 4096, 1);
        guest.store(copied + 31 * 4096, 2);
        guest.store(shared + 5 * 4096 + 100, 3);
        guest.store(shared + 5 * 4096 + 101, 4);
        object.truncate(5 * 4096 + 101);
        assertSignal(FaultResult.BEHIND_END, () -> guest.load(shared + 30 * 4096));
        assertSignal(FaultResult.BEHIND_END, () -> guest.load(copied + 31 * 4096));
        assertErrno(Errno.EFAULT, () -> guest.space.memory().readByte(shared + 6 * 4096));
        assertEquals(3, guest.load(shared + 5 * 4096 + 100));
        object.truncate(40 * 4096);
        assertEquals(0, guest.load(shared + 5 * 4096 + 101));
        assertEquals(0, guest.load(shared + 30 * 4096));
        assertEquals(0, guest.load(copied + 31 * 4096));
        guest.space.release();
        object.release();
    }

    /** What the host has still mapped is somebody else's memory after it was cut off. */
    @ParameterizedTest
    @ValueSource(ints = {4096, 65536})
    void truncationReachesWhoIsJustUnmapping(int granularity) {
        open(granularity);
        MemoryObject object = new MemoryObject(physical, 65536);
        long address = guest.space.mmap(0, 65536, RW, MapFlags.MAP_SHARED, object, 0, null);
        guest.store(address, 1);
        guest.space.munmap(address, 65536);
        assertFalse(object.isMapped());
        assertNotNull(guest.process.page(address), "its only thread does not run, so that nothing is urgent");
        object.truncate(0);
        assertNull(guest.process.page(address));
        guest.space.release();
        object.release();
    }

    @ParameterizedTest
    @ValueSource(ints = {MapFlags.MAP_PRIVATE, MapFlags.MAP_SHARED})
    void whoUnmapsAFileOfTheHostLetsGoOfItAtOnce(int flags) {
        open(4096);
        MemoryObject object = new MemoryObject(physical, (offset, target) -> {}, (offset, source) -> {}, 4096);
        long address = guest.space.mmap(0, 4096, RW, flags, object, 0, null);
        guest.store(address, 1);
        assertTrue(object.isHeldByOthers());
        guest.space.munmap(address, 4096);
        assertFalse(object.isHeldByOthers());
        assertFalse(object.isWritten());
        guest.space.release();
        object.release();
    }

    @Test
    void oneFileThatCannotBeWrittenKeepsNoOtherFromIt() {
        open(4096);
        MemoryObject full = new MemoryObject(
                physical,
                (offset, target) -> {},
                (offset, source) -> {
                    throw Errno.ENOSPC.exception();
                },
                4096);
        byte[] file = new byte[4096];
        MemoryObject other =
                new MemoryObject(physical, (offset, target) -> {}, (offset, source) -> source.get(file), file.length);
        long address = guest.space.mmap(0, 8192, RW, MapFlags.MAP_PRIVATE, null, 0, null);
        int flags = MapFlags.MAP_SHARED | MapFlags.MAP_FIXED;
        guest.space.mmap(address, 4096, RW, flags, full, 0, null);
        guest.space.mmap(address + 4096, 4096, RW, flags, other, 0, null);
        guest.store(address, 1);
        guest.store(address + 4096, 2);
        assertErrno(Errno.ENOSPC, () -> guest.space.munmap(address, 8192));
        assertEquals(2, file[0]);
        guest.space.release();
        full.release();
        other.release();
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 65536})
    void storesThroughMappingsAreWrittenBack(int granularity) {
        open(granularity);
        byte[] file = new byte[3 * 65536 + 10];
        file[70_000] = 9;
        MemoryObject object = new MemoryObject(
                physical,
                (offset, target) ->
                        target.put(file, (int) offset, Math.min(target.remaining(), file.length - (int) offset)),
                (offset, source) -> source.get(file, (int) offset, source.remaining()),
                file.length);
        long address = guest.space.mmap(0, file.length, RW, MapFlags.MAP_SHARED, object, 0, null);
        assertEquals(9, guest.load(address + 70_000));
        guest.store(address + 70_001, 10);
        guest.space.memory().writeByte(address + 3 * 65536 + 9, (byte) 11);
        assertEquals(0, file[70_001]);
        guest.space.view().msync(address, file.length, 4);
        assertEquals(10, file[70_001]);
        assertEquals(11, file[3 * 65536 + 9]);
        guest.store(address + 5, 12);
        guest.space.munmap(address, file.length);
        assertEquals(12, file[5]);
        object.release();
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 65536})
    void anAnonymousSharedMappingOutlivesItsMaker(int granularity) {
        open(granularity);
        long address = guest.map(BASE + 4096, 8192, RW, MapFlags.MAP_SHARED | FIXED);
        Guest child = guest.fork(platform);
        guest.store(address, 4);
        guest.close();
        assertEquals(4, child.load(address));
        guest = child;
    }

    // --- fork
    // -----------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(ints = {4096, 65536})
    void forkWipesAndLeavesOut(int granularity) {
        open(granularity);
        guest.map(BASE, 3 * 65536, RW, ANON | FIXED);
        for (int i = 0; i < 3; i++) {
            guest.store(BASE + i * 65536L, 1 + i);
        }
        guest.space.madvise(BASE, 65536, 10);
        guest.space.madvise(BASE + 65536, 4096, 18);
        Guest child = guest.fork(platform);
        assertSignal(FaultResult.NOT_MAPPED, () -> child.load(BASE));
        assertEquals(0, child.load(BASE + 65536));
        assertEquals(3, child.load(BASE + 2 * 65536));
        assertEquals(1, guest.load(BASE));
        assertEquals(2, guest.load(BASE + 65536));
        child.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 65536})
    void whatOneChildWroteToTheNextGetsAtOnce(int granularity) {
        open(granularity);
        guest.map(BASE, 2 * 65536, RW, ANON | FIXED);
        guest.map(BASE + 4096, 4096, 1, ANON | FIXED); // two mappings in one block
        guest.store(BASE, 1);
        guest.store(BASE + 65536, 2);
        Guest first = guest.fork(platform);
        first.store(BASE, 3);
        first.close();
        guest.store(BASE, 1);
        Guest second = guest.fork(platform);
        second.process.applyQueue();
        guest.process.applyQueue();
        second.process.store(BASE, (byte) 4); // without a fault, for the parent too
        guest.process.store(BASE, (byte) 5);
        assertThrows(AccessFault.class, () -> second.process.store(BASE + 65536, (byte) 6));
        assertEquals(4, second.load(BASE));
        assertEquals(5, guest.load(BASE));
        assertEquals(0, second.load(BASE + 4096));
        second.store(BASE + 65536, 6);
        assertEquals(2, guest.load(BASE + 65536));
        second.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 65536})
    void whatAChildDidNotInheritNeverShowsUp(int granularity) {
        open(granularity);
        guest.map(BASE, 65536, RW, ANON | FIXED);
        guest.store(BASE, 1);
        guest.store(BASE + 8192, 2);
        guest.space.madvise(BASE, 4096, 10);
        Guest child = guest.fork(platform);
        guest.close(); // the child is the only holder of the block now
        child.map(BASE, 4096, RW, ANON | FIXED);
        assertEquals(0, child.load(BASE));
        assertEquals(2, child.load(BASE + 8192));
        child.store(BASE, 5);
        assertEquals(5, child.load(BASE));
        guest = child;
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 65536})
    void theLastHolderTakesManyBlocksAtOnce(int granularity) {
        open(granularity);
        guest.map(BASE, 2 << 20, RW, ANON | FIXED);
        guest.space.memory().write(BASE, new byte[2 << 20]);
        guest.fork(platform).close();
        int before = guest.process.operations();
        for (int i = 0; i < 2 << 20; i += 4096) {
            guest.store(BASE + i, 1);
        }
        assertTrue(guest.process.operations() - before <= 3, "few host operations");
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 65536})
    void copiesOfNeighboursLieTogether(int granularity) {
        open(granularity);
        guest.map(BASE, 2 << 20, RW, ANON | FIXED);
        for (int i = 0; i < 2 << 20; i += 4096) {
            guest.store(BASE + i, 1);
        }
        Guest child = guest.fork(platform);
        for (int i = 0; i < 2 << 20; i += 65536) {
            child.store(BASE + i, 2);
        }
        Span span = child.space.looking(() -> child.space.lookup().span(BASE, 2 << 20, 2));
        assertEquals(2 << 20, span.bytes());
        assertEquals(1, guest.load(BASE));
        child.close();
    }

    // --- replaced call sites
    // ----------------------------------------------------------------------------------------------------------

    /** syscall; cmp $-4095,%rax; ret: what follows the call moves. */
    private static final byte[] CALL = {0x0f, 0x05, 0x48, 0x3d, 0x01, (byte) 0xf0, (byte) 0xff, (byte) 0xff, (byte) 0xc3
    };

    /** Maps a page at {@code BASE} with a call that is replaced. */
    private void mapReplacedCall() {
        guest.map(BASE, 4096, RW, ANON | FIXED);
        guest.space.memory().write(BASE, CALL);
        guest.space.mprotect(BASE, 4096, 5);
        for (int i = 0; i < 12; i++) {
            guest.space.trapped(BASE, 39);
        }
        assertNotEquals(BASE + 2, guest.space.patcher().toHost(BASE + 2));
        assertEquals(0xe9, guest.space.memory().readByte(BASE) & 0xff);
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 65536})
    void codeThatChangesIsTheGuestsOwn(int granularity) {
        open(granularity);
        for (int way = 0; way < 5; way++) {
            mapReplacedCall();
            long now = BASE;
            switch (way) {
                case 0 -> guest.space.mprotect(BASE, 4096, RW);
                case 1 -> guest.space.mprotect(BASE, 4096, 7);
                case 2 -> guest.space.mprotect(BASE, 4096, 1);
                case 3 -> now = guest.space.mremap(BASE, 4096, 4096, 3, BASE + 65536);
                default -> guest.space.writeCode(BASE + 4000, new byte[] {42});
            }
            assertArrayEquals(CALL, guest.space.memory().readBytes(now, CALL.length), "way " + way);
            assertEquals(BASE + 2, guest.space.patcher().toHost(BASE + 2), "way " + way);
            assertEquals(CALL[0], guest.load(now), "way " + way);
            guest.space.munmap(now, 4096);
        }
    }

    @Test
    void codeThatAChildChangesIsTheParentsStill() {
        open(4096);
        mapReplacedCall();
        Guest child = guest.fork(platform);
        child.space.retain(); // as if it had two threads
        child.space.mprotect(BASE, 4096, 7);
        assertArrayEquals(CALL, child.space.memory().readBytes(BASE, CALL.length));
        assertEquals(0xe9, guest.space.memory().readByte(BASE) & 0xff);
        assertNotEquals(BASE + 2, guest.space.patcher().toHost(BASE + 2));
        guest.space.mprotect(BASE, 4096, RW);
        assertArrayEquals(CALL, guest.space.memory().readBytes(BASE, CALL.length));
        child.space.release();
        child.close();
    }

    @Test
    void whatAChildDoesNotInheritIsNotPutBack() {
        open(4096);
        mapReplacedCall();
        guest.space.madvise(BASE, 4096, 18); // MADV_WIPEONFORK
        Guest child = guest.fork(platform);
        child.space.mprotect(BASE, 4096, RW);
        assertEquals(0, child.load(BASE));
        assertEquals(BASE + 2, child.space.patcher().toHost(BASE + 2));
        child.close();
    }

    /** What was replaced is known no more when the code is gone. */
    @ParameterizedTest
    @ValueSource(ints = {4096, 65536})
    void codeThatIsGoneRunsNowhereElse(int granularity) {
        open(granularity);
        for (int way = 0; way < 3; way++) {
            mapReplacedCall();
            switch (way) {
                case 0 -> guest.space.munmap(BASE, 4096);
                case 1 -> guest.map(BASE, 4096, RW, ANON | FIXED);
                default -> guest.space.madvise(BASE, 4096, 4); // MADV_DONTNEED
            }
            assertEquals(BASE + 2, guest.space.patcher().toHost(BASE + 2));
        }
    }

    // --- the kernel's own accesses
    // ------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(ints = {4096, 65536})
    void transfersStopAtBadMemory(int granularity) {
        open(granularity);
        guest.map(BASE, 3 * 65536, RW, ANON | FIXED);
        guest.space.mprotect(BASE + 2 * 65536, 4096, 1);
        GuestMemory memory = guest.space.memory();
        long moved = memory.transfer(BASE + 100, 3 * 65536, true, piece -> {
            while (piece.hasRemaining()) {
                piece.put((byte) 7);
            }
        });
        assertEquals(2 * 65536 - 100, moved);
        assertEquals(7, guest.load(BASE + 2 * 65536 - 1));
        assertErrno(Errno.EFAULT, () -> memory.transfer(BASE + 2 * 65536, 1, true, piece -> piece.put((byte) 1)));
        assertEquals(5, memory.transfer(BASE, 3 * 65536, false, piece -> piece.position(5)));
        assertErrno(
                Errno.EAGAIN,
                () -> memory.transfer(BASE, 10, false, piece -> {
                    throw Errno.EAGAIN.exception();
                }));
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 65536})
    void readsAndWritesAcrossPages(int granularity) {
        open(granularity);
        guest.map(BASE, 65536, RW, ANON | FIXED);
        guest.space.mprotect(BASE + 4096, 4096, 1);
        guest.space.mprotect(BASE + 4096, 4096, RW);
        GuestMemory memory = guest.space.memory();
        for (int shift = -9; shift <= 0; shift++) {
            memory.writeLong(BASE + 4096 + shift, 0x1122334455667788L);
            assertEquals(0x1122334455667788L, memory.readLong(BASE + 4096 + shift));
            assertEquals((byte) 0x88, guest.load(BASE + 4096 + shift));
            memory.writeInt(BASE + 4096 + shift, 0x0badcafe);
            assertEquals(0x0badcafe, memory.readInt(BASE + 4096 + shift));
            memory.writeShort(BASE + 4096 + shift, (short) 0x1234);
            assertEquals(0x1234, memory.readShort(BASE + 4096 + shift));
        }
        assertErrno(Errno.EFAULT, () -> memory.readLong(BASE + 65536 - 4));
        assertErrno(Errno.EFAULT, () -> memory.readLong(-8));
        assertErrno(Errno.EFAULT, () -> memory.readByte(0));
        assertErrno(Errno.EFAULT, () -> memory.readByte(Long.MIN_VALUE));
        assertErrno(Errno.EINVAL, () -> memory.compareAndExchangeInt(BASE + 1, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 65536})
    void strings(int granularity) {
        open(granularity);
        guest.map(BASE, 2 * 4096, RW, ANON | FIXED);
        GuestMemory memory = guest.space.memory();
        byte[] text = "a name \u00e4".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        memory.write(BASE + 4092, text);
        assertEquals("a name \u00e4", memory.readPath(BASE + 4092));
        byte[] letters = new byte[5000];
        java.util.Arrays.fill(letters, (byte) 'x');
        memory.write(BASE, letters);
        assertErrno(Errno.ENAMETOOLONG, () -> memory.readPath(BASE));
        assertEquals(5000, memory.readString(BASE, 6000, Errno.E2BIG).length());
        memory.write(BASE + 8192 - 10, letters, 0, 10);
        assertErrno(Errno.EFAULT, () -> memory.readPath(BASE + 8192 - 10));
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 65536})
    void futexKeys(int granularity) {
        open(granularity);
        MemoryObject object = new MemoryObject(physical, 65536);
        long one = guest.space.mmap(0, 65536, RW, MapFlags.MAP_SHARED, object, 0, null);
        long two = guest.space.mmap(0, 65536, RW, MapFlags.MAP_SHARED, object, 0, null);
        long own = guest.map(0, 4096, RW, ANON);
        assertEquals(guest.space.futexKey(one + 8, true), guest.space.futexKey(two + 8, true));
        assertNotEquals(guest.space.futexKey(one + 8, false), guest.space.futexKey(two + 8, false));
        assertEquals(guest.space.futexKey(own, true), guest.space.futexKey(own, false));
        assertErrno(Errno.EFAULT, () -> guest.space.futexKey(8, true));
        object.release();
    }

    // --- code
    // -----------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(ints = {4096, 65536})
    void codeIsPatchedInPrivateOnly(int granularity) {
        open(granularity);
        MemoryObject object = new MemoryObject(physical, (offset, target) -> target.put(10, (byte) 3), null, 65536);
        long text = guest.space.mmap(0, 65536, 5, MapFlags.MAP_PRIVATE, object, 0, null);
        assertEquals(3, guest.load(text + 10));
        Guest child = guest.fork(platform);
        child.space.retain();
        child.process.applyQueue();
        assertTrue(child.space.patchCode(text + 4090, new byte[] {1, 2, 3, 4, 5, 6, 7, 8}));
        byte[] seen = child.space.memory().readBytes(text + 4090, 8);
        assertArrayEquals(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, seen);
        assertEquals(8, child.process.load(text + 4097), "without another call");
        assertEquals(0, guest.load(text + 4097));
        assertTrue(child.space.patchCode(text + 10, new byte[] {9}));
        assertEquals(9, child.load(text + 10));
        assertEquals(3, guest.load(text + 10));
        long shared = guest.space.mmap(0, 65536, 5, MapFlags.MAP_SHARED, object, 0, null);
        assertFalse(guest.space.patchCode(shared, new byte[1]));
        assertFalse(guest.space.patchCode(0x1000, new byte[1]));
        child.space.release();
        child.close();
        object.release();
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 65536})
    void hiddenMemoryStays(int granularity) {
        open(granularity);
        guest.map(BASE, 65536, RW, ANON | FIXED);
        long hidden = guest.space.mapHidden(BASE + 100, 5000, 5);
        assertTrue(Math.abs(hidden - BASE) < 1L << 31);
        assertTrue(guest.space.patchCode(hidden, new byte[] {42}));
        assertEquals(1, guest.space.view().mappings().size());
        guest.space.munmap(0x10000, 1L << 32);
        assertEquals(0, guest.space.view().mappings().size());
        assertEquals(42, guest.load(hidden));
        assertErrno(Errno.ENOMEM, () -> guest.map(hidden, 4096, RW, ANON | FIXED));
        assertErrno(Errno.ENOMEM, () -> guest.space.mprotect(hidden, 4096, RW));
        guest.map(BASE, 65536, RW, ANON | FIXED);
        assertErrno(
                Errno.ENOMEM,
                () -> guest.space.mremap(BASE, 4096, 4096, MapFlags.MREMAP_MAYMOVE | MapFlags.MREMAP_FIXED, hidden));
        assertFalse(guest.space.writeCode(hidden, new byte[] {43}), "not through /proc/PID/mem either");
        assertEquals(42, guest.load(hidden));
        Guest child = guest.fork(platform);
        assertEquals(42, child.load(hidden));
        child.close();
    }

    /** It is not in the way of a heap, which begins behind a program. */
    @ParameterizedTest
    @ValueSource(ints = {4096, 65536})
    void hiddenMemoryIsNotWhereAHeapGrows(int granularity) {
        open(granularity);
        long lowest = 0x10000;
        guest.map(lowest, 65536, RW, ANON | FIXED);
        guest.space.setHeapStart(lowest + 65536);
        long hidden = guest.space.mapHidden(lowest + 100, 5000, 5);
        assertTrue(hidden - lowest > 1L << 30, Long.toHexString(hidden));
        assertTrue(hidden - lowest < (1L << 31) - (1 << 24), Long.toHexString(hidden));
        assertEquals(lowest + (1L << 30), guest.space.brk(lowest + (1L << 30)));
    }

    /** What lies below may be a mapping that grows downwards. */
    @Test
    void hiddenMemoryIsAsNearAsCanBe() {
        open(65536);
        guest.space.setHeapStart(0x100_0000);
        guest.map(BASE - 0x50_0000, 0x50_0000, RW, ANON | FIXED);
        guest.map(BASE, 0x10_0000, RW, ANON | FIXED);
        assertEquals(BASE + 0x10_0000, guest.space.mapHidden(BASE + 100, 5000, 5));
    }

    // --- limits and numbers
    // -------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(ints = {4096, 65536})
    void limits(int granularity) {
        open(granularity);
        AddressSpace small = new AddressSpace(physical, platform.spawn(), new MemoryLimits() {
            @Override
            public long addressSpace() {
                return 1 << 20;
            }

            @Override
            public long data() {
                return 300 << 10;
            }

            @Override
            public long lockedMemory() {
                return 8192;
            }
        });
        long place = small.mmap(0, 256 << 10, RW, ANON, null, 0, null);
        assertErrno(Errno.ENOMEM, () -> small.mmap(0, 100 << 10, RW, ANON, null, 0, null));
        small.mmap(0, 700 << 10, 1, ANON, null, 0, null);
        assertErrno(Errno.ENOMEM, () -> small.mmap(0, 100 << 10, 1, ANON, null, 0, null));
        assertErrno(Errno.ENOMEM, () -> small.mremap(place, 256 << 10, 400 << 10, 1, 0));
        small.locks().mlock(place, 8192, true);
        assertErrno(Errno.ENOMEM, () -> small.locks().mlock(place + 65536, 4096, true));
        assertErrno(Errno.EAGAIN, () -> small.mmap(0, 4096, RW, ANON | MapFlags.MAP_LOCKED, null, 0, null));
        small.locks().munlock(place, 8192);
        small.locks().mlock(place + 65536, 4096, true);
        small.release();
        assertErrno(Errno.ENOMEM, () -> guest.map(0, 8L << 30, RW, ANON));
        guest.map(0, 8L << 30, RW, ANON | MapFlags.MAP_NORESERVE);
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 65536})
    void whatIsResident(int granularity) {
        open(granularity);
        guest.map(BASE, 1 << 20, RW, ANON | FIXED);
        guest.store(BASE + 4096, 1);
        guest.store(BASE + 500_000, 1);
        byte[] state = guest.space.view().mincore(BASE, 256);
        for (int i = 0; i < 256; i++) {
            assertEquals(i == 1 || i == 500_000 / 4096 ? 1 : 0, state[i]);
        }
        MemoryUsage usage = guest.space.view().usage();
        assertEquals(8192, usage.resident());
        assertEquals(1 << 20, usage.total());
        guest.space.madvise(BASE, 65536, 4);
        assertEquals(4096, guest.space.view().usage(BASE, BASE + (1 << 20)).residentAnonymous());
        assertErrno(Errno.ENOMEM, () -> guest.space.view().mincore(BASE + (1 << 20), 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 65536})
    void mremapMovesWholeBlocks(int granularity) {
        open(granularity);
        long old = guest.map(0, 1 << 20, RW, ANON);
        for (int i = 0; i < 1 << 20; i += 4096) {
            guest.store(old + i, i >> 12);
        }
        guest.map(old + (1 << 20), 4096, RW, ANON | FIXED);
        int blocks = physical.blocksInUse();
        long moved = guest.space.mremap(old, 1 << 20, 3 << 20, MapFlags.MREMAP_MAYMOVE, 0);
        assertNotEquals(old, moved);
        assertTrue(physical.blocksInUse() <= blocks + 32);
        for (int i = 0; i < 1 << 20; i += 4096) {
            assertEquals((byte) (i >> 12), guest.load(moved + i));
        }
        assertEquals(0, guest.load(moved + (2 << 20)));
        assertErrno(Errno.EFAULT, () -> guest.space.mremap(old, 4096, 8192, 1, 0));
    }
}
