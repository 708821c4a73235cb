package isthmus.core.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.south.Protection;
import isthmus.core.south.mock.MockPlatform;
import isthmus.core.south.mock.MockProcess.AccessFault;
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

    /** {@code mov $0x050f,%eax; ret}. */
    private static final int[] WITH_PAIR = {0xb8, 0x0f, 0x05, 0, 0, 0xc3};

    private final MockPlatform platform = new MockPlatform(PAGE, false);
    private final Guest guest = new Guest(platform, new PhysicalMemory(platform, 1 << 30));

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
}
