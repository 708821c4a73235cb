package isthmus.core.patch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Where windows lie. */
class SitePlanTest {
    private static final long BASE = 0x10_0000, HIDDEN = 0x20_0000, SECOND = BASE + 4096;
    private static final int JUMP = 0xe9, TRAP = 6;

    private final byte[] memory = new byte[2 * 4096];
    private final ArrayRegion.Hidden hidden = new ArrayRegion.Hidden(HIDDEN, 4 << 20);
    private final EagerPatcher patcher = new EagerPatcher(0x7fff_1234_0000L);
    private long functionStart;
    private long functionEnd;

    SitePlanTest() {
        Arrays.fill(memory, (byte) 0x90);
    }

    /** Pages of a file in which one function is known. */
    private final class Region extends ArrayRegion {
        Region(long start, long end) {
            super(BASE, memory, SitePlanTest.this.hidden, start, end);
        }

        @Override
        public long[] function(long address) {
            return address >= functionStart && address < functionEnd ? new long[] {functionStart, functionEnd} : null;
        }
    }

    private void put(long address, int... code) {
        for (int i = 0; i < code.length; i++) {
            memory[(int) (address - BASE) + i] = (byte) code[i];
        }
    }

    private void function(long address, int... code) {
        put(address, code);
        functionStart = address;
        functionEnd = address + code.length;
    }

    private int at(long address) {
        return memory[(int) (address - BASE)] & 0xff;
    }

    private boolean[] prepare(long start, long end) {
        return patcher.prepare(new Region(start, end));
    }

    // --- exits of copies
    // ----------------------------------------------------------------------------------------------

    /** xor eax, eax; syscall; mov edx, eax; ret: a window of the first three if nobody comes to the others. */
    private void callBetween() {
        function(SECOND, 0x31, 0xc0, 0x0f, 0x05, 0x89, 0xc2, 0xc3);
    }

    private long translateUpToTheCall() {
        long rip = SECOND - (Translation.LONGEST - 1);
        return patcher.translate(new Region(BASE, SECOND), rip);
    }

    @Test
    void aWindowHidesWhatNobodyComesTo() {
        callBetween();
        assertFalse(prepare(SECOND, SECOND + 4096)[0]);
        assertEquals(JUMP, at(SECOND));
    }

    @Test
    void aWindowDoesNotHideWhereACopyEnds() {
        callBetween();
        assertNotEquals(0, translateUpToTheCall());
        assertFalse(prepare(SECOND, SECOND + 4096)[0]);
        assertEquals(0x31, at(SECOND));
        assertEquals(TRAP, at(SECOND + 2));
    }

    @Test
    void aCopyDoesNotEndWhereAWindowHidesIt() {
        callBetween();
        assertFalse(prepare(SECOND, SECOND + 4096)[0]);
        long copy = translateUpToTheCall();
        int end = (int) (copy - HIDDEN) + Translation.LONGEST - 1;
        ByteBuffer code = hidden.buffer();
        assertEquals(JUMP, code.get(end) & 0xff);
        int jump = end + 5 + code.getInt(end + 1);
        assertEquals(0x25ff, code.getShort(jump));
        assertEquals(patcher.toHost(SECOND), code.getLong(jump + 6 + code.getInt(jump + 2)));
    }

    @Test
    void aWindowKeepsItsOwnCopyWhenAnotherGoes() {
        long call = SECOND - 32;
        put(BASE + 8, 0x0f, 0x05); // of which nothing is known, so that the page does not run in place
        function(call, 0xb8, 39, 0, 0, 0, 0x0f, 0x05);
        assertTrue(prepare(BASE, SECOND)[0]);
        assertEquals(JUMP, at(call));
        long own = patcher.toHost(call + 5);
        assertNotEquals(call + 5, own);
        assertNotEquals(0, patcher.translate(new Region(BASE, SECOND), call - 8)); // far into the second page
        patcher.revert(new Region(SECOND, SECOND + 4096), SECOND, SECOND + 4096);
        assertEquals(own, patcher.toHost(call + 5));
        assertEquals(call - 8, patcher.toHost(call - 8));
    }

    // --- what is moved
    // -----------------------------------------------------------------------------------------------

    @Test
    void whatFollowsTheEndOfTheProgramIsATarget() {
        int[] beginning = {0x31, 0xc0, 0x0f, 0x0b}; // xor eax, eax; ud2
        function(BASE, 0x31, 0xc0, 0x0f, 0x0b, 0x0f, 0x05, 0x89, 0xc2, 0x89, 0xd0, 0xc3);
        assertFalse(prepare(BASE, SECOND)[0]);
        for (int i = 0; i < beginning.length; i++) {
            assertEquals(beginning[i], at(BASE + i));
        }
        assertEquals(JUMP, at(BASE + 4));
    }

    @Test
    void whatFollowsPaddingBehindAJumpIsATarget() {
        function(BASE, 0xeb, 9, 0x90, 0x66, 0x90, 0x0f, 0x05, 0x89, 0xc2, 0x89, 0xd0, 0xc3);
        byte[] beginning = Arrays.copyOf(memory, 5);
        assertFalse(prepare(BASE, SECOND)[0]);
        assertArrayEquals(beginning, Arrays.copyOf(memory, 5));
        assertEquals(JUMP, at(BASE + 5));
    }

    @Test
    void aConditionalJumpMovesToo() {
        function(BASE, 0x0f, 0x05, 0x85, 0xc0, 0x78, 1, 0xc3, 0xc3); // syscall; test eax, eax; js
        assertFalse(prepare(BASE, SECOND)[0]);
        assertEquals(JUMP, at(BASE));
        assertEquals(TRAP, at(BASE + 5));
        assertEquals(0xc3, at(BASE + 6));
    }

    // --- targets
    // ------------------------------------------------------------------------------------------------------

    @Test
    void branchesBetweenExecutablePartsAreSeen() {
        byte[] file = new byte[0x2100];
        ByteBuffer elf = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        elf.putInt(0, 0x464c457f).put(4, (byte) 2).putShort(18, (short) 62);
        elf.putLong(32, 64).putShort(54, (short) 56).putShort(56, (short) 2);
        for (int i = 0; i < 2; i++) {
            int at = 64 + 56 * i;
            elf.putInt(at, 1).putInt(at + 4, 5);
            elf.putLong(at + 8, 0x1000 + 0x1000L * i).putLong(at + 16, 0x1000 + 0x3000L * i);
            elf.putLong(at + 32, 0x100);
        }
        elf.put(0x1010, (byte) 0xe8).putInt(0x1011, 0x4020 - 0x1015);
        elf.put(0x2010, (byte) 0xe8).putInt(0x2011, 0x40 - 0x15);
        elf.put(0x2050, (byte) 0xe9).putInt(0x2051, 0x1080 - 0x4055);
        ElfCode code = ElfFiles.read(file);
        for (long target : new long[] {0x1080, 0x2020, 0x2040}) {
            assertTrue(code.mayBeTarget(target), Long.toHexString(target));
        }
        for (long other : new long[] {0x1020, 0x1040, 0x2080}) {
            assertFalse(code.mayBeTarget(other), Long.toHexString(other));
        }
    }
}
