package isthmus.core.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.south.mock.MockPlatform;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random operations on a few related address spaces, compared with a model that knows one byte of each page: its
 * content if it is private, or which page of which object it shows.
 */
class AddressSpaceModelTest {
    private static final int PAGES = 80;
    private static final long BASE = 0x5000_0000L;
    private static final int OBJECT_PAGES = 40;
    private static final int SIGNAL = -1;

    /** One page of the model. */
    private static final class Page {
        boolean mapped;
        int protection;
        boolean shared;
        /** Index of the object or -1. */
        int object = -1;

        int objectPage;
        /** For pages of an object in private mappings: whether it has been written since. */
        boolean own;

        byte value;

        Page copy() {
            Page copy = new Page();
            copy.mapped = mapped;
            copy.protection = protection;
            copy.shared = shared;
            copy.object = object;
            copy.objectPage = objectPage;
            copy.own = own;
            copy.value = value;
            return copy;
        }
    }

    private static final class Process {
        Guest guest;
        Page[] pages = new Page[PAGES];
    }

    private Random random;
    private MockPlatform platform;
    private PhysicalMemory physical;
    private final List<Process> processes = new ArrayList<>();
    /** The contents of the objects: 0 is a file that never changes, the others are shared memory. */
    private final byte[][] contents = new byte[3][OBJECT_PAGES];

    private final MemoryObject[] objects = new MemoryObject[3];
    private boolean aligned;

    @ParameterizedTest
    @CsvSource({"4096,1", "4096,2", "4096,3", "4096,4", "65536,1", "65536,2", "65536,3"})
    void randomOperations(int granularity, long seed) {
        aligned = granularity > 4096;
        randomOperations(new MockPlatform(granularity), seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void randomOperationsWithSinglePages(long seed) {
        randomOperations(MockPlatform.withSinglePages(), seed);
    }

    private void randomOperations(MockPlatform host, long seed) {
        random = new Random(seed);
        platform = host;
        physical = new PhysicalMemory(platform, Long.MAX_VALUE);
        random.nextBytes(contents[0]);
        objects[0] = new MemoryObject(physical, (offset, target) -> fill(offset, target), null, OBJECT_PAGES * 4096L);
        for (int i = 1; i < objects.length; i++) {
            objects[i] = new MemoryObject(physical, OBJECT_PAGES * 4096L);
        }
        Process first = new Process();
        first.guest = new Guest(platform, physical);
        Arrays.setAll(first.pages, i -> new Page());
        processes.add(first);
        for (int step = 0; step < 3000; step++) {
            try {
                step();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("step " + step, e);
            }
        }
        held.forEach(process -> process.guest.space.release());
        processes.forEach(process -> process.guest.close());
        for (MemoryObject object : objects) {
            object.release();
        }
        assertEquals(0, physical.blocksInUse());
        platform.close();
    }

    private void fill(long offset, java.nio.ByteBuffer target) {
        for (int i = 0; i < target.capacity() / 4096; i++) {
            int page = (int) (offset / 4096) + i;
            if (page < OBJECT_PAGES) {
                target.put(i * 4096 + 5, contents[0][page]);
            }
        }
    }

    private void step() {
        Process process = processes.get(random.nextInt(processes.size()));
        int first = random.nextInt(PAGES);
        int count = 1 + random.nextInt(Math.min(PAGES - first, random.nextBoolean() ? 4 : 40));
        switch (random.nextInt(20)) {
            case 0, 1 -> mapAnonymous(process, first, count);
            case 2, 3 -> mapObject(process, first, count);
            case 4 -> unmap(process, first, count);
            case 5, 6 -> protect(process, first, count);
            case 7 -> discard(process, first, count);
            case 8 -> remap(process, first, count);
            case 9 -> forkOrExit(process);
            case 10 -> holdOrNot(process);
            case 11, 12, 13 -> kernelAccess(process, random.nextInt(PAGES));
            default -> guestAccess(process, random.nextInt(PAGES));
        }
    }

    private static long address(int page) {
        return BASE + page * 4096L;
    }

    private int anyProtection() {
        int[] all = {0, 1, 3, 3, 3, 5, 7, 2};
        return all[random.nextInt(all.length)];
    }

    private void mapAnonymous(Process process, int first, int count) {
        int protection = anyProtection();
        try {
            process.guest.map(address(first), count * 4096L, protection, MapFlags.MAP_PRIVATE | MapFlags.MAP_FIXED);
        } catch (ErrnoException e) {
            allowOnlyAligned(e);
            return;
        }
        for (int i = first; i < first + count; i++) {
            process.pages[i] = new Page();
            process.pages[i].mapped = true;
            process.pages[i].protection = protection;
        }
    }

    private void mapObject(Process process, int first, int count) {
        int object = random.nextInt(objects.length);
        int objectFirst = random.nextInt(OBJECT_PAGES - Math.min(count, OBJECT_PAGES - 1));
        boolean shared = object != 0;
        int protection = anyProtection();
        int flags = (shared ? MapFlags.MAP_SHARED : MapFlags.MAP_PRIVATE) | MapFlags.MAP_FIXED;
        try {
            process.guest.space.mmap(
                    address(first), count * 4096L, protection, flags, objects[object], objectFirst * 4096L, null);
        } catch (ErrnoException e) {
            allowOnlyAligned(e);
            return;
        }
        for (int i = 0; i < count; i++) {
            Page page = new Page();
            page.mapped = true;
            page.protection = protection;
            page.shared = shared;
            page.object = object;
            page.objectPage = objectFirst + i;
            process.pages[first + i] = page;
        }
    }

    /** With a coarse granularity, some mappings cannot be. */
    private void allowOnlyAligned(ErrnoException e) {
        if (!aligned || e.errno() != Errno.ENOMEM) {
            throw e;
        }
    }

    private void unmap(Process process, int first, int count) {
        process.guest.space.munmap(address(first), count * 4096L);
        for (int i = first; i < first + count; i++) {
            process.pages[i] = new Page();
        }
    }

    private void protect(Process process, int first, int count) {
        int protection = anyProtection();
        boolean complete = true;
        for (int i = first; i < first + count && complete; i++) {
            complete = process.pages[i].mapped;
            if (complete) {
                process.pages[i].protection = protection;
            }
        }
        try {
            process.guest.space.mprotect(address(first), count * 4096L, protection);
            assertEquals(true, complete);
        } catch (ErrnoException e) {
            assertEquals(false, complete);
        }
    }

    private void discard(Process process, int first, int count) {
        try {
            process.guest.space.madvise(address(first), count * 4096L, 4);
        } catch (ErrnoException e) {
            assertEquals(Errno.ENOMEM, e.errno());
        }
        for (int i = first; i < first + count; i++) {
            Page page = process.pages[i];
            if (page.mapped && !page.shared) {
                page.own = false;
                page.value = 0;
            }
        }
    }

    private void remap(Process process, int first, int count) {
        int to = random.nextInt(PAGES - count + 1);
        boolean overlaps = to < first + count && first < to + count;
        if (overlaps || !isOneMapping(process, first, count)) {
            return;
        }
        int flags = MapFlags.MREMAP_MAYMOVE | MapFlags.MREMAP_FIXED;
        try {
            process.guest.space.mremap(address(first), count * 4096L, count * 4096L, flags, address(to));
        } catch (ErrnoException e) {
            allowOnlyAligned(e);
            return;
        }
        for (int i = 0; i < count; i++) {
            process.pages[to + i] = process.pages[first + i];
            process.pages[first + i] = new Page();
        }
    }

    private boolean isOneMapping(Process process, int first, int count) {
        Vma vma = process.guest.space.pages().vmas.find(address(first));
        return vma != null && vma.end >= address(first + count);
    }

    private void forkOrExit(Process process) {
        if (processes.size() < 4 && random.nextInt(3) != 0) {
            Process child = new Process();
            child.guest = process.guest.fork(platform);
            Arrays.setAll(child.pages, i -> process.pages[i].copy());
            processes.add(child);
        } else if (processes.size() > 1 && !held.contains(process)) {
            process.guest.close();
            processes.remove(process);
        }
    }

    private final List<Process> held = new ArrayList<>();

    /** With a second holder, changes must take effect at once. */
    private void holdOrNot(Process process) {
        if (held.remove(process)) {
            process.guest.space.release();
        } else {
            held.add(process);
            process.guest.space.retain();
            process.guest.process.applyQueue(); // the guest ran since its last call
        }
    }

    private void guestAccess(Process process, int page) {
        boolean write = random.nextBoolean();
        byte value = (byte) random.nextInt();
        int result;
        try {
            if (write) {
                process.guest.store(address(page) + 5, value);
                result = value;
            } else {
                result = process.guest.load(address(page) + 5);
            }
        } catch (Guest.Signal e) {
            result = SIGNAL * 1000;
        }
        compare(process, page, write, value, result);
    }

    private void kernelAccess(Process process, int page) {
        boolean write = random.nextBoolean();
        byte value = (byte) random.nextInt();
        int result = value;
        try {
            if (write) {
                process.guest.space.memory().writeByte(address(page) + 5, value);
            } else {
                result = process.guest.space.memory().readByte(address(page) + 5);
            }
        } catch (ErrnoException e) {
            result = SIGNAL * 1000;
        }
        compare(process, page, write, value, result);
        if (held.contains(process) && result != SIGNAL * 1000 && process.guest.process.page(address(page)) != null) {
            MockByte.check(process.guest.process, address(page) + 5, (byte) result);
        }
    }

    private void compare(Process process, int number, boolean write, byte value, int result) {
        Page page = process.pages[number];
        boolean allowed = page.mapped && (write ? (page.protection & 2) != 0 : page.protection != 0);
        if (!allowed) {
            assertEquals(SIGNAL * 1000, result);
        } else if (write) {
            assertEquals(value, result);
            if (page.shared) {
                contents[page.object][page.objectPage] = value;
            } else {
                page.own = true;
                page.value = value;
            }
        } else {
            boolean fromObject = page.object >= 0 && (page.shared || !page.own);
            assertEquals(fromObject ? contents[page.object][page.objectPage] : page.value, result);
        }
    }
}
