package isthmus.core.patch;

import isthmus.core.asm.decode.Instruction;
import isthmus.core.asm.decode.InstructionDecoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Decides how a call site that has trapped (and is thereby proved to be code) can be replaced by a jump of five bytes.
 *
 * <ol>
 *   <li>{@code mov $number,%eax; syscall}: the mov is replaced; the syscall stays, for those who jump straight to it.
 *   <li>Otherwise the syscall and whole ordinary instructions behind it, if these do not depend on where they stand and
 *       nothing near could be a branch into them.
 * </ol>
 */
final class SitePlanner {
    static final int JUMP_BYTES = 5;
    private static final int MOV_EAX = 0xb8, MOV_BYTES = 5, SYSCALL_BYTES = 2;
    private static final int MAX_INSTRUCTION = 15;
    /** How far around a window bytes that could be branches into it are looked for. */
    private static final int NEIGHBOURHOOD = 1 << 15;

    /**
     * What to do.
     *
     * @param window the first byte to replace
     * @param length bytes to replace
     * @param expected what stands there, up to the end of the call at least
     * @param before code to run before the call
     * @param after code to run after it, empty if nothing was moved from there
     */
    record Plan(long window, int length, byte[] expected, byte[] before, byte[] after) {
        /** What is replaced. */
        byte[] original() {
            return Arrays.copyOf(expected, length);
        }
    }

    private SitePlanner() {}

    /**
     * Null if the site has to stay as it is. What is replaced and the call lie in one page, and so change and go together.
     *
     * @param alone whether nobody else is underway: else what follows must not move
     */
    static Plan plan(CodeSpace space, long site, int number, boolean alone) {
        byte[] mov = new byte[MOV_BYTES + SYSCALL_BYTES];
        if (space.readCode(site - MOV_BYTES, mov) == mov.length
                && (mov[0] & 0xff) == MOV_EAX
                && ByteBuffer.wrap(mov).order(ByteOrder.LITTLE_ENDIAN).getInt(1) == number
                && isSyscall(mov, MOV_BYTES)
                && isInPage(site - MOV_BYTES, mov.length)) {
            return new Plan(site - MOV_BYTES, MOV_BYTES, mov, Arrays.copyOf(mov, MOV_BYTES), new byte[0]);
        }
        return alone ? planFollowing(space, site) : null;
    }

    private static boolean isInPage(long address, int bytes) {
        return (address & -4096) == (address + bytes - 1 & -4096);
    }

    private static boolean isSyscall(byte[] code, int at) {
        return code[at] == 0x0f && code[at + 1] == 0x05;
    }

    private static Plan planFollowing(CodeSpace space, long site) {
        byte[] code = new byte[SYSCALL_BYTES + 2 * MAX_INSTRUCTION];
        int readable = space.readCode(site, code);
        if (readable < JUMP_BYTES || !isSyscall(code, 0)) {
            return null;
        }
        int end = SYSCALL_BYTES;
        while (end < JUMP_BYTES) {
            Instruction next = InstructionDecoder.decode(code, end, readable);
            if (next.kind() != Instruction.Kind.ORDINARY || next.ripRelative()) {
                return null;
            }
            end += next.length();
        }
        if (!isInPage(site, end) || mayBeBranchedInto(space, site, end)) {
            return null;
        }
        return new Plan(site, end, Arrays.copyOf(code, end), new byte[0], Arrays.copyOfRange(code, SYSCALL_BYTES, end));
    }

    /** Whether any bytes near could be a relative branch to a place after the window's first byte. Errs on the safe side. */
    private static boolean mayBeBranchedInto(CodeSpace space, long site, int length) {
        long start = Math.max(0, site - NEIGHBOURHOOD);
        byte[] code = new byte[2 * NEIGHBOURHOOD];
        int readable = space.readCode(start, code);
        while (readable == 0 && start < site) { // the mapping begins later
            start = Math.min(site, (start | 4095) + 1);
            readable = space.readCode(start, code);
        }
        ByteBuffer bytes = ByteBuffer.wrap(code).order(ByteOrder.LITTLE_ENDIAN);
        int at = (int) (site - start);
        for (int i = 0; i + 1 < readable; i++) {
            int opcode = code[i] & 0xff;
            int target = -1;
            if (opcode >= 0x70 && opcode <= 0x7f || opcode == 0xeb || opcode >= 0xe0 && opcode <= 0xe3) {
                target = i + 2 + code[i + 1];
            } else if ((opcode == 0xe8
                            || opcode == 0xe9
                            || opcode >= 0x80 && opcode <= 0x8f && i > 0 && code[i - 1] == 0x0f)
                    && i + 5 <= readable) {
                target = i + 5 + bytes.getInt(i + 1);
            }
            boolean inside = i >= at && i < at + length;
            if (target > at && target < at + length && !inside) {
                return true;
            }
        }
        return false;
    }
}
