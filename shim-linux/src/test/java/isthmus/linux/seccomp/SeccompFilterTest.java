package isthmus.linux.seccomp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.ErrnoException;
import isthmus.linux.calls.Args;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class SeccompFilterTest {
    private static final int LD_ABS = 0x20,
            JEQ = 0x15,
            RET = 0x06,
            RET_A = 0x16,
            AND = 0x54,
            TAX = 0x07,
            ADD_X = 0x0c,
            ST = 0x02,
            LD_MEM = 0x60;

    private static byte[] program(int[]... rows) {
        ByteBuffer b = ByteBuffer.allocate(8 * rows.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int[] row : rows) {
            b.putShort((short) row[0]).put((byte) row[1]).put((byte) row[2]).putInt(row[3]);
        }
        return b.array();
    }

    private static int[] row(int code, int constant) {
        return new int[] {code, 0, 0, constant};
    }

    private static int judge(SeccompFilter filter, long number, long... values) {
        Args args = new Args();
        for (int i = 0; i < values.length; i++) {
            args.set(i, values[i]);
        }
        return filter.judge(number, 0x1234, args);
    }

    /** Fails call number 39 with an errno. */
    private static SeccompFilter refuse39(SeccompFilter older) {
        return SeccompFilter.add(
                program(
                        row(LD_ABS, 0),
                        new int[] {JEQ, 0, 1, 39},
                        row(RET, SeccompFilter.ERRNO | 7),
                        row(RET, SeccompFilter.ALLOW)),
                older);
    }

    @Test
    void runsAProgram() {
        SeccompFilter filter = refuse39(null);
        assertEquals(SeccompFilter.ERRNO | 7, judge(filter, 39));
        assertEquals(SeccompFilter.ALLOW, judge(filter, 40));
        assertEquals(2, filter.mode());
        assertEquals(1, filter.count());
    }

    @Test
    void seesBothHalvesOfAnArgument() {
        SeccompFilter filter = SeccompFilter.add(
                program(row(LD_ABS, 20), row(TAX, 0), row(LD_ABS, 16), row(ADD_X, 0), row(AND, 0xffff), row(RET_A, 0)),
                null);
        assertEquals(3, judge(filter, 1, 0x2_0000_0001L));
    }

    @Test
    void theStrictestAnswerCounts() {
        SeccompFilter kills = SeccompFilter.add(program(row(RET, SeccompFilter.KILL_PROCESS)), refuse39(null));
        assertEquals(SeccompFilter.KILL_PROCESS, judge(kills, 39));
        SeccompFilter allows = SeccompFilter.add(program(row(RET, SeccompFilter.ALLOW)), refuse39(null));
        assertEquals(SeccompFilter.ERRNO | 7, judge(allows, 39));
        SeccompFilter trap = SeccompFilter.add(program(row(RET, SeccompFilter.TRAP | 1)), refuse39(null));
        assertEquals(SeccompFilter.TRAP | 1, judge(trap, 39));
    }

    @Test
    void scratchMemoryMustBeWrittenBeforeItIsRead() {
        assertThrows(ErrnoException.class, () -> SeccompFilter.add(program(row(LD_MEM, 3), row(RET_A, 0)), null));
        SeccompFilter filter =
                SeccompFilter.add(program(row(LD_ABS, 0), row(ST, 3), row(LD_MEM, 3), row(RET_A, 0)), null);
        assertEquals(77, judge(filter, 77));
    }

    @Test
    void refusesWhatCouldNotRun() {
        assertThrows(ErrnoException.class, () -> SeccompFilter.add(program(row(LD_ABS, 0)), null)); // no end
        assertThrows(ErrnoException.class, () -> SeccompFilter.add(program(row(LD_ABS, 64), row(RET, 0)), null));
        assertThrows(ErrnoException.class, () -> SeccompFilter.add(program(row(LD_ABS, 2), row(RET, 0)), null));
        assertThrows(
                ErrnoException.class,
                () -> SeccompFilter.add(program(new int[] {JEQ, 1, 0, 0}, row(RET, 0)), null)); // jumps out
        assertThrows(
                ErrnoException.class, () -> SeccompFilter.add(program(row(0x34, 0), row(RET, 0)), null)); // by zero
        assertThrows(ErrnoException.class, () -> SeccompFilter.add(new byte[0], null));
    }

    @Test
    void strictModeLetsFourCallsThrough() {
        SeccompFilter strict = SeccompFilter.strict();
        assertEquals(SeccompFilter.ALLOW, judge(strict, 0));
        assertEquals(SeccompFilter.ALLOW, judge(strict, 60));
        assertEquals(SeccompFilter.KILL_THREAD, judge(strict, 231));
    }

    @Test
    void knowsWhatItDescendsFrom() {
        SeccompFilter first = refuse39(null);
        SeccompFilter second = refuse39(first);
        assertTrue(second.descendsFrom(first));
        assertFalse(first.descendsFrom(second));
        assertFalse(refuse39(null).descendsFrom(first));
    }
}
