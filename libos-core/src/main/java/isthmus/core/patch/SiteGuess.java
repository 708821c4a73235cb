package isthmus.core.patch;

import isthmus.core.asm.decode.Instruction;
import isthmus.core.asm.decode.Instruction.Kind;
import isthmus.core.asm.decode.InstructionDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether a pair in a file is a system call where nobody says where functions start. It is taken for one if decoding
 * from many places before it comes to it, all in the same steps in the end, and something there sets rax. A wrong guess
 * would change a file's data, which the program then reads; it could not let a call out.
 */
final class SiteGuess {
    /** Bytes that are looked at before and behind the call. */
    static final int BEFORE = 160, BEHIND = 160;

    private static final int MAX_INSTRUCTION = 15;
    private static final int STARTS = 64, ENOUGH = 16;
    /** So many instructions before the call must be the same from all places. */
    private static final int SAME = 4;
    /** How far before the call rax may be set. */
    private static final int SETTERS = 16;

    private final byte[] code;
    private final int limit;
    private final int call;
    private List<Instruction> path = List.of();
    private int pathStart;

    /**
     * @param limit how many bytes there are
     * @param call where the pair lies
     */
    SiteGuess(byte[] code, int limit, int call) {
        this.code = code;
        this.limit = limit;
        this.call = call;
    }

    boolean isCall() {
        if (call + 2 > limit || code[call] != 0x0f || code[call + 1] != 0x05) {
            return false;
        }
        int starts = Math.min(STARTS, call);
        int reached = 0;
        Set<Integer> ends = new HashSet<>();
        for (int i = 0; i < starts; i++) {
            List<Instruction> found = decodeTo(i);
            if (found != null) {
                reached++;
                path = found;
                pathStart = i;
                ends.add(tail(found));
            }
        }
        boolean agreed = ends.size() == 1 && reached >= Math.min(ENOUGH, Math.max(1, starts / 4));
        return agreed && setsRax();
    }

    private List<Instruction> decodeTo(int from) {
        List<Instruction> found = new ArrayList<>();
        int at = from;
        while (at < call) {
            Instruction next = InstructionDecoder.decode(code, at, Math.min(limit, at + MAX_INSTRUCTION));
            if (!next.isValid()) {
                return null;
            }
            found.add(next);
            at += next.length();
        }
        return at == call ? found : null;
    }

    private static int tail(List<Instruction> path) {
        int lengths = 0;
        for (int i = Math.max(0, path.size() - SAME); i < path.size(); i++) {
            lengths = lengths << 4 | path.get(i).length();
        }
        return lengths;
    }

    private boolean setsRax() {
        int at = call;
        for (int i = path.size() - 1; i >= 0 && path.size() - i <= SETTERS; i--) {
            Instruction next = path.get(i);
            at -= next.length();
            if (next.kind() == Kind.RETURN || next.kind() == Kind.JUMP || next.kind() == Kind.INDIRECT_JUMP) {
                return false;
            }
            if (setsRax(Arrays.copyOfRange(code, at, at + next.length()), next)) {
                return true;
            }
        }
        return false;
    }

    /** The instructions with which compilers put a number into rax. */
    private static boolean setsRax(byte[] bytes, Instruction shape) {
        int at = (bytes[0] & 0xf0) == 0x40 ? 1 : 0;
        boolean extended = at == 1 && (bytes[0] & 5) != 0;
        int opcode = at < bytes.length ? bytes[at] & 0xff : 0;
        if (opcode == 0xb8 || opcode == 0x58) {
            return at == 0 || (bytes[0] & 1) == 0;
        }
        MemoryOperand operand = MemoryOperand.of(bytes, shape);
        if (operand == null || operand.opcode().length > 1) {
            return operand != null && operand.register() == 0 && (operand.opcode()[1] & 0xf6) == 0xb6;
        }
        return switch (opcode) {
            case 0x8b, 0x8d -> operand.register() == 0;
            case 0x89 -> operand.isRegister() && operand.base() == 0;
            case 0x31, 0x33, 0x29, 0x2b ->
                operand.isRegister() && operand.base() == 0 && operand.register() == 0 && !extended;
            case 0xc7 -> operand.isRegister() && operand.base() == 0;
            case 0x83 -> operand.isRegister() && operand.base() == 0 && operand.reg() == 1;
            default -> false;
        };
    }

    /** Where {@link #instructions()} start. */
    int start() {
        return pathStart;
    }

    /** What comes before the call, the call, and what follows it. */
    List<Instruction> instructions() {
        List<Instruction> all = new ArrayList<>(path);
        int at = call;
        while (at < limit) {
            Instruction next = InstructionDecoder.decode(code, at, Math.min(limit, at + MAX_INSTRUCTION));
            if (!next.isValid()) {
                break;
            }
            all.add(next);
            at += next.length();
        }
        return all;
    }

    boolean hasIndirectJump() {
        return instructions().stream().anyMatch(next -> next.kind() == Kind.INDIRECT_JUMP && !next.ripRelative());
    }

    /** Where any bytes around could be short branches to. */
    Set<Integer> shortTargets() {
        Set<Integer> targets = new HashSet<>();
        for (int i = 0; i + 1 < limit; i++) {
            int opcode = code[i] & 0xff;
            if ((opcode & 0xf0) == 0x70 || opcode == 0xeb || (opcode & 0xfc) == 0xe0) {
                targets.add(i + 2 + code[i + 1]);
            }
        }
        return targets;
    }
}
