package isthmus.core.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.patch.EagerPatcher;
import isthmus.core.south.Protection;
import isthmus.core.south.mock.MockPlatform;
import isthmus.core.south.mock.MockProcess.AccessFault;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What runs in place and what as a copy, where the host cannot trap foreign calls. */
class CodeGateTest {
    private static final int RW = Protection.READ | Protection.WRITE;
    private static final int RX = Protection.READ | Protection.EXEC;
    private static final int PAGE = Pages.PAGE;
    private static final long BASE = 0x10_0000;
    private static final int PRIVATE = MapFlags.MAP_PRIVATE | MapFlags.MAP_ANONYMOUS | MapFlags.MAP_FIXED;
    /** The byte that is no instruction. */
    private static final byte TRAP = 6;
    /** {@code MADV_DONTNEED}. */
    private static final int DONTNEED = 4;

    /** {@code mov $0x050f,%eax; ret}. */
    private static final int[] WITH_PAIR = {0xb8, 0x0f, 0x05, 0, 0, 0xc3};

    private final MockPlatform platform = new MockPlatform(PAGE, false);
    private final Guest guest = new Guest(platform, new PhysicalMemory(platform, 1 << 30));

    private final List<Integer> taken = new ArrayList<>();

    @AfterEach
    void close() {
        guest.close();
        platform.close();
    }

    private void write(long address, int... code) {
        for (int i = 0; i < code.length; i++) {
            guest.store(address + i, code[i]);
        }
    }

    /** Where the guest goes on that jumps to an address. */
    private long execute(long address) {
        long rip = address;
        for (int faults = 0; faults < 4; faults++) {
            guest.process.applyQueue();
            try {
                guest.process.fetch(rip);
                return rip;
            } catch (AccessFault fault) {
                FaultResult result = guest.space.handle(fault.fault(), rip);
                assertTrue(result.resolved(), result::toString);
                rip = result.goOnAt() != 0 ? result.goOnAt() : rip;
            }
        }
        throw new AssertionError("faults for ever");
    }

    @Test
    void aPageThatBecomesCleanRunsInPlace() {
        long first = BASE + 15 * PAGE; // the two are in two blocks
        long second = first + PAGE;
        guest.map(first, 2 * PAGE, RW, PRIVATE);
        write(second - 1, 0x0f, 0x05);
        guest.space.mprotect(first, 2 * PAGE, RX);
        assertEquals(first, execute(first));
        assertNotEquals(second, execute(second));
        guest.space.munmap(first, PAGE);
        assertEquals(second, execute(second));
    }

    @Test
    void whoeverIsInACopyHearsOfAPageThatCanBeWrittenAgain() {
        guest.map(BASE, 2 * PAGE, RW | Protection.EXEC, PRIVATE);
        write(BASE, WITH_PAIR);
        write(BASE + PAGE, WITH_PAIR);
        try (Guest child = guest.fork(platform)) {
            long copy = execute(BASE);
            assertNotEquals(BASE, copy);
            assertNotEquals(TRAP, guest.load(copy));
            guest.store(BASE + PAGE, 0xb8); // copies the block, which is the child's too
            assertEquals(TRAP, guest.load(copy));
            assertEquals(copy, execute(BASE));
            guest.space.mprotect(BASE, PAGE, RW);
            assertEquals(TRAP, guest.load(copy));
            assertEquals(5, child.load(BASE + 2));
        }
    }

    /** Takes all memory that there is, but for so many blocks; the guest's next ones are ENOMEM. */
    private void takeAllBut(int free) {
        platform.setMostSegments(platform.segmentCount());
        try {
            while (true) {
                taken.add(guest.physical.allocate(1));
            }
        } catch (ErrnoException e) {
            assertEquals(Errno.ENOMEM, e.errno());
        }
        for (int i = 0; i < free; i++) {
            guest.physical.release(taken.removeLast(), 1);
        }
    }

    private void giveAllBack() {
        taken.forEach(block -> guest.physical.release(block, 1));
        taken.clear();
    }

    @Test
    void aPageThatChangesNeedsNoMemoryForItsCopies() {
        guest.map(BASE, PAGE, RW, PRIVATE);
        write(BASE, WITH_PAIR);
        guest.space.mprotect(BASE, PAGE, RX);
        long copy = execute(BASE);
        try (Guest child = guest.fork(platform)) {
            assertEquals(5, child.load(BASE + 2)); // it shares the copies' memory
            takeAllBut(0);
            guest.space.mprotect(BASE, PAGE, RW);
            giveAllBack();
            assertEquals(TRAP, guest.load(copy));
            guest.store(BASE + 2, 6);
            guest.space.mprotect(BASE, PAGE, RX);
            assertEquals(BASE, execute(BASE));
        }
    }

    @Test
    void hiddenMemoryThatCannotBeHadLeavesNoMapping() {
        guest.map(BASE, PAGE, RW, PRIVATE);
        guest.store(BASE, 1);
        int before = guest.space.pages().vmas.count();
        takeAllBut(0);
        for (int i = 0; i < 3; i++) {
            assertThrows(ErrnoException.class, () -> guest.space.mapHidden(BASE, 1 << 16, RX));
        }
        giveAllBack();
        assertEquals(before, guest.space.pages().vmas.count());
    }

    @Test
    void discardedPagesAreLookedAtAnew() {
        guest.map(BASE, PAGE, RW | Protection.EXEC, PRIVATE);
        write(BASE, WITH_PAIR);
        long copy = execute(BASE);
        assertNotEquals(BASE, copy);
        guest.space.madvise(BASE, PAGE, DONTNEED);
        assertEquals(0, guest.load(BASE));
        assertEquals(TRAP, guest.load(copy));
        assertEquals(BASE, execute(BASE));
    }

    /** Code of a file is found by jumps in copies from the second time on that somebody comes to it. */
    @Test
    void copiesOfFilesAreFound() {
        MemoryObject file = new MemoryObject(guest.physical, PAGE);
        guest.space.mmap(BASE, PAGE, RW, MapFlags.MAP_PRIVATE | MapFlags.MAP_FIXED, file, 0, null);
        file.release();
        write(BASE, WITH_PAIR);
        guest.space.mprotect(BASE, PAGE, RX);
        long copy = execute(BASE);
        assertNotEquals(BASE, copy);
        assertEquals(0, record());
        assertEquals(copy, execute(BASE));
        assertEquals(copy, guest.space.memory().readLong(record() + Long.BYTES));
        try (Guest child = guest.fork(platform)) {
            assertEquals(copy, child.space.memory().readLong(record() + Long.BYTES));
        }
    }

    /** The record of {@link #BASE}, whose slot is the table's first; 0 if it is in no table. */
    private long record() {
        EagerPatcher patcher = guest.space.gate().patcher();
        for (long block : patcher.hiddenBlocks()) {
            long first = guest.space.memory().readLong(block << 16);
            boolean ours = patcher.hiddenBlocks().contains(first >>> 16);
            if (ours && guest.space.memory().readLong(first) == -BASE) {
                return first;
            }
        }
        return 0;
    }

    @Test
    void nothingWritesACallIntoCodeThatRuns() {
        guest.map(BASE, PAGE, RW | Protection.EXEC, PRIVATE);
        write(BASE, WITH_PAIR);
        long copy = execute(BASE);
        byte[] call = {0x0f, 0x05};
        CodeGate gate = guest.space.gate();
        assertThrows(IllegalStateException.class, () -> gate.checkNoPair(copy, call));
        byte first = guest.load(copy + 1);
        assertThrows(IllegalStateException.class, () -> gate.checkNoPair(copy + 1, new byte[] {first, 0x0f, 0x05}));
        gate.checkNoPair(copy, new byte[] {TRAP});
        gate.checkNoPair(copy & -0x10000L, call); // data
        gate.checkNoPair((copy & -PAGE) - call.length, call); // the last of the data, beside code
    }
}
