package isthmus.core.patch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.south.Registers;
import isthmus.core.south.mock.ArrayRegisters;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A page that is executed and changed in turn, as those of a just-in-time compiler. */
class ChangingCodeTest {
    private static final long PAGE = 0x10000, HIDDEN = 0x100000;
    private static final int SIZE = 4096, MOST_HIDDEN = 1 << 22;
    /** What one area of code of ours and the table of {@link Lookup} take. */
    private static final int ONE_AREA = (1 << 16) + Lookup.TABLE_BYTES;

    private final byte[] page = new byte[SIZE];
    private final ArrayRegion.Hidden hidden = new ArrayRegion.Hidden(HIDDEN, MOST_HIDDEN);
    private final ArrayRegion memory = new ArrayRegion(PAGE, page, hidden);
    private final EagerPatcher patcher = new EagerPatcher(0x7000_0000_0000L);

    /** A function that has a call of the host in a constant: mov $0x050f,%eax; call the function at the end; ret. */
    private void writeFunction() {
        int[] code = {0xb8, 0x0f, 0x05, 0, 0, 0xe8, 0x00, 0x01, 0, 0, 0xc3};
        for (int i = 0; i < code.length; i++) {
            page[i] = (byte) code[i];
        }
    }

    /** Where the guest goes on that comes to the function. */
    private long execute() {
        patcher.stands(memory);
        return patcher.translateChanging(memory, PAGE);
    }

    @Test
    void bytesThatAreThereAgainNeedNoNewCopy() {
        writeFunction();
        long first = execute();
        byte[] made = hidden.at(first, 64);
        patcher.changes(memory, PAGE);
        assertFalse(Arrays.equals(made, hidden.at(first, 64)), "whoever stands there traps");

        page[2000] = 1; // another function
        assertEquals(first, execute());
        assertArrayEquals(made, hidden.at(first, 64));

        patcher.changes(memory, PAGE);
        page[3] = 1; // this one
        assertNotEquals(first, execute());
    }

    @Test
    void aCompilerThatWritesForLongTakesLittleMemory() {
        writeFunction();
        for (int i = 0; i < 100_000; i++) {
            patcher.changes(memory, PAGE);
            page[2000] = (byte) i;
            assertNotEquals(0, execute(), "no room");
        }
        assertEquals(ONE_AREA, hidden.allocated());
    }

    @Test
    void aTrapFromBeforeGoesOnInTheGuest() throws InvalidAccess {
        writeFunction();
        long copy = execute();
        Registers registers = new ArrayRegisters();
        registers.set(Registers.RIP, copy);
        assertFalse(patcher.emulate(registers, null), "no trap of ours");
        patcher.changes(memory, PAGE);
        assertEquals(copy, execute());
        for (int times = 0; times < 5000; times++) { // one that was late, or an instruction that traps by itself
            registers.set(Registers.RIP, copy);
            assertTrue(patcher.emulate(registers, null));
            assertEquals(PAGE, registers.get(Registers.RIP));
            long single = execute();
            assertNotEquals(copy, single);
            registers.set(Registers.RIP, single);
            assertFalse(patcher.emulate(registers, null), "its own doing");
            assertEquals(copy, execute());
        }
        assertEquals(ONE_AREA, hidden.allocated());
    }

    /** An operand relative to itself that is too wide for any place, in 32-bit addresses: lea 0(%eip),%eax. */
    @Test
    void whatCannotBeCopiedTakesNoMemory() {
        int[] code = {0x67, 0x8d, 0x05, 0, 0, 0, 0, 0xc3};
        for (int i = 0; i < 1000; i++) {
            for (int k = 0; k < code.length; k++) {
                page[2 * i + k] = (byte) code[k];
            }
            assertEquals(0, patcher.translate(memory, PAGE + 2L * i));
        }
        assertEquals(ONE_AREA, hidden.allocated());
    }
}
