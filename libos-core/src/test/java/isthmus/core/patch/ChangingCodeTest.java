package isthmus.core.patch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.south.Registers;
import isthmus.core.south.mock.ArrayRegisters;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A page that is executed and changed in turn, as those of a just-in-time compiler. */
class ChangingCodeTest {
    private static final long PAGE = 0x10000, HIDDEN = 0x100000;
    private static final int SIZE = 4096, MOST_HIDDEN = 1 << 22;
    /** What one area of code of ours and the table of {@link Lookup} take. */
    private static final int ONE_AREA = (1 << 16) + Lookup.TABLE_BYTES;

    /** Guest memory: one page, and what is allocated for code of ours. */
    private static final class Memory implements CodeRegion {
        final byte[] page = new byte[SIZE];
        final byte[] hidden = new byte[MOST_HIDDEN];
        int allocated;

        @Override
        public long start() {
            return PAGE;
        }

        @Override
        public long end() {
            return PAGE + SIZE;
        }

        @Override
        public byte[] bytes() {
            return page.clone();
        }

        @Override
        public int read(long address, byte[] target) {
            int count = (int) Math.min(target.length, PAGE + SIZE - address);
            System.arraycopy(page, (int) (address - PAGE), target, 0, count);
            return count;
        }

        @Override
        public boolean isExecutable(long address) {
            return false;
        }

        @Override
        public void write(long address, byte[] code) {
            System.arraycopy(code, 0, page, (int) (address - PAGE), code.length);
        }

        @Override
        public boolean isFile() {
            return false;
        }

        @Override
        public long[] function(long address) {
            return null;
        }

        @Override
        public boolean mayBeTarget(long address) {
            return true;
        }

        @Override
        public long allocateHidden(long near, long count) {
            long start = HIDDEN + allocated;
            allocated += (int) count;
            return allocated <= MOST_HIDDEN ? start : 0;
        }

        @Override
        public void writeCell(long address, long value) {
            ByteBuffer.wrap(hidden).order(ByteOrder.LITTLE_ENDIAN).putLong((int) (address - HIDDEN), value);
        }

        @Override
        public void writeHidden(long address, byte[] code) {
            System.arraycopy(code, 0, hidden, (int) (address - HIDDEN), code.length);
        }

        byte[] hiddenAt(long address, int count) {
            int from = (int) (address - HIDDEN);
            return Arrays.copyOfRange(hidden, from, from + count);
        }
    }

    private final Memory memory = new Memory();
    private final EagerPatcher patcher = new EagerPatcher(0x7000_0000_0000L);

    /** A function that has a call of the host in a constant: mov $0x050f,%eax; call the function at the end; ret. */
    private void writeFunction() {
        int[] code = {0xb8, 0x0f, 0x05, 0, 0, 0xe8, 0x00, 0x01, 0, 0, 0xc3};
        for (int i = 0; i < code.length; i++) {
            memory.page[i] = (byte) code[i];
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
        byte[] made = memory.hiddenAt(first, 64);
        patcher.changes(memory, PAGE);
        assertFalse(Arrays.equals(made, memory.hiddenAt(first, 64)), "whoever stands there traps");

        memory.page[2000] = 1; // another function
        assertEquals(first, execute());
        assertArrayEquals(made, memory.hiddenAt(first, 64));

        patcher.changes(memory, PAGE);
        memory.page[3] = 1; // this one
        assertNotEquals(first, execute());
    }

    @Test
    void aCompilerThatWritesForLongTakesLittleMemory() {
        writeFunction();
        for (int i = 0; i < 100_000; i++) {
            patcher.changes(memory, PAGE);
            memory.page[2000] = (byte) i;
            assertNotEquals(0, execute(), "no room");
        }
        assertEquals(ONE_AREA, memory.allocated);
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
        assertEquals(ONE_AREA, memory.allocated);
    }

    /** An operand relative to itself that is too wide for any place, in 32-bit addresses: lea 0(%eip),%eax. */
    @Test
    void whatCannotBeCopiedTakesNoMemory() {
        int[] code = {0x67, 0x8d, 0x05, 0, 0, 0, 0, 0xc3};
        for (int i = 0; i < 1000; i++) {
            for (int k = 0; k < code.length; k++) {
                memory.page[2 * i + k] = (byte) code[k];
            }
            assertEquals(0, patcher.translate(memory, PAGE + 2L * i));
        }
        assertEquals(ONE_AREA, memory.allocated);
    }
}
