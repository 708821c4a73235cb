package isthmus.core.patch;

import isthmus.core.asm.decode.Instruction;
import isthmus.core.asm.decode.InstructionDecoder;
import java.util.ArrayList;
import java.util.List;

/**
 * Says in other bytes what an instruction does whose own bytes contain a pair of {@link HostCallBytes}: by another encoding
 * of the same, by loading an immediate value from memory, or by moving a register of the address there and back. Flags and memory are
 * as the instruction leaves them.
 */
final class PairRemover {
    /** How far a register is moved: the first of these that leaves no pair. */
    static final int[] MOVES = {1, 0x11, 0x111, -0x11111, 0x1111111};

    /**
     * One instruction of the replacement.
     *
     * @param constant what the RIP-relative operand must find, if {@code hasConstant}
     * @param register the register that is off before it, or {@link CodeCopy#NOTHING}
     * @param amount what must be added to it
     * @param isDone whether the original has been done before it
     */
    record Step(
            byte[] bytes,
            Instruction shape,
            boolean hasConstant,
            long constant,
            int register,
            int amount,
            boolean isDone) {}

    private PairRemover() {}

    /** Empty if nothing is known. */
    static List<Step> rewrite(byte[] bytes, Instruction shape) {
        MemoryOperand operand = MemoryOperand.of(bytes, shape);
        if (operand != null && isHint(operand)) {
            return List.of(plain(new byte[] {(byte) 0x90}));
        }
        if (operand != null && !operand.isRegister() && operand.base() >= 0) {
            MemoryOperand[] others = {
                operand.swapped(), operand.mod() == 0 ? operand.withZero() : null, operand.widened()
            };
            for (MemoryOperand other : others) {
                if (other != null && isFree(other.encode())) {
                    return List.of(plain(other.encode()));
                }
            }
        }
        List<Step> immediate = ImmediatePairs.rewrite(bytes, operand);
        if (!immediate.isEmpty()) {
            return immediate;
        }
        return operand == null ? VectorPairs.rewrite(bytes) : moved(operand);
    }

    /** Prefetches and the long forms of nop, which do nothing and cannot fault. */
    private static boolean isHint(MemoryOperand operand) {
        byte[] opcode = operand.opcode();
        return opcode.length == 2
                && opcode[0] == 0x0f
                && opcode[1] >= 0x18
                && opcode[1] <= 0x1f
                && !operand.isRegister();
    }

    static boolean isFree(byte[] bytes) {
        return HostCallBytes.find(bytes, 0, bytes.length) < 0;
    }

    static Step plain(byte[] bytes) {
        return new Step(bytes, decode(bytes), false, 0, CodeCopy.NOTHING, 0, false);
    }

    static Instruction decode(byte[] bytes) {
        return InstructionDecoder.decode(bytes, 0, bytes.length);
    }

    static byte[] join(byte[]... parts) {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream(16);
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    // --- displacements
    // ------------------------------------------------------------------------------------------------

    /**
     * The base register, or the index where there is no base, moved by a little, the same with another displacement, and moved
     * back if it was not overwritten.
     */
    private static List<Step> moved(MemoryOperand operand) {
        boolean hasBase = operand.base() >= 0;
        int register = hasBase ? operand.base() : operand.index();
        if (operand.isRegister() || register < 0 || hasBase && operand.index() == register || !isMovable(operand)) {
            return List.of();
        }
        boolean overwritten = isLoad(operand) && operand.register() == register;
        if (!overwritten && isGeneral(operand) && generalRegister(operand) == register) {
            return List.of();
        }
        for (int move : MOVES) {
            long displacement = operand.displacement() - ((long) move << (hasBase ? 0 : operand.sib() >> 6));
            if (displacement != (int) displacement) {
                continue;
            }
            byte[] changed = operand.withDisplacement((int) displacement).encode();
            List<Step> steps = thereAndBack(register, move, changed, !overwritten);
            if (!steps.isEmpty()) {
                return steps;
            }
        }
        return List.of();
    }

    /** A register moved, an instruction, and the register moved back, if it is to; empty if there is a pair. */
    static List<Step> thereAndBack(int register, int move, byte[] changed, boolean goesBack) {
        byte[] there = lea(register, move);
        byte[] back = lea(register, -move);
        if (!isFree(there) || !isFree(changed) || !isFree(back)) {
            return List.of();
        }
        List<Step> steps = new ArrayList<>();
        steps.add(plain(there));
        steps.add(new Step(changed, decode(changed), false, 0, register, -move, false));
        if (goesBack) {
            steps.add(new Step(back, decode(back), false, 0, register, -move, true));
        }
        return steps;
    }

    /**
     * How {@code jmp [index * scale + table]} goes, by way of the stack below what the guest uses: the index is moved, the
     * target pushed, the index moved back. Each step says by how much the index is off before it.
     *
     * @return empty if that is no such jump
     */
    static List<Step> throughTable(MemoryOperand jump) {
        int index = jump.index();
        if (jump.isRegister() || jump.base() >= 0 || index < 0) {
            return List.of();
        }
        for (int move : MOVES) {
            long displacement = jump.displacement() - ((long) move << (jump.sib() >> 6));
            byte[] there = lea(index, move);
            byte[] push =
                    jump.withExtension(6).withDisplacement((int) displacement).encode();
            byte[] back = lea(index, -move);
            if (displacement == (int) displacement && isFree(there) && isFree(push) && isFree(back)) {
                return List.of(
                        plain(there),
                        new Step(push, decode(push), false, 0, index, -move, false),
                        new Step(back, decode(back), false, 0, index, -move, false));
            }
        }
        return List.of();
    }

    static byte[] lea(int register, int distance) {
        int low = register & 7;
        byte[] start = {(byte) (register >= 8 ? 0x4d : 0x48), (byte) 0x8d, (byte) (0x80 | low << 3 | low)};
        byte[] sib = low == 4 ? new byte[] {0x24} : new byte[0];
        byte[] last = {(byte) distance, (byte) (distance >> 8), (byte) (distance >> 16), (byte) (distance >> 24)};
        return join(start, sib, last);
    }

    /** Loads that overwrite a whole register. */
    private static boolean isLoad(MemoryOperand operand) {
        if (operand.hasPrefix(0x66)) {
            return false;
        }
        int last = operand.opcode()[operand.opcode().length - 1] & 0xff;
        return operand.opcode().length == 1
                ? last == 0x8b || last == 0x8d || last == 0x63
                : last == 0xb6 || last == 0xb7 || last == 0xbe || last == 0xbf;
    }

    /** Whether the reg field names a general register. */
    private static boolean isGeneral(MemoryOperand operand) {
        int first = operand.opcode()[0] & 0xff;
        if (first == 0x0f) {
            int second = operand.opcode()[1] & 0xff;
            return second >= 0x40 && second < 0x50 || second == 0xaf || second >= 0xb6 && second <= 0xbf;
        }
        return first != 0x80 && first != 0x81 && first != 0x83 && first != 0xc6 && first != 0xc7 && first < 0xd8;
    }

    /** The general register of which the reg field names a part at least. */
    private static int generalRegister(MemoryOperand operand) {
        int first = operand.opcode()[0] & 0xff;
        boolean isByte = (first & 1) == 0 && (first < 0x40 || first >= 0x84 && first <= 0x8a);
        boolean isHighByte = isByte && operand.rex() == 0 && operand.reg() >= 4;
        return isHighByte ? operand.reg() - 4 : operand.register();
    }

    /** Whether an instruction uses no other registers than its operands. */
    private static boolean isMovable(MemoryOperand operand) {
        int first = operand.opcode()[0] & 0xff;
        if (operand.opcode().length > 2) {
            return false;
        }
        if (first == 0x0f) {
            return switch (operand.opcode()[1] & 0xff) {
                case 0x10,
                        0x11,
                        0x12,
                        0x13,
                        0x16,
                        0x17,
                        0x28,
                        0x29,
                        0x2e,
                        0x2f,
                        0x51,
                        0x54,
                        0x55,
                        0x56,
                        0x57,
                        0x58,
                        0x59,
                        0x5a,
                        0x5b,
                        0x5c,
                        0x5d,
                        0x5e,
                        0x5f,
                        0x6e,
                        0x6f,
                        0x7e,
                        0x7f,
                        0xaf,
                        0xb6,
                        0xb7,
                        0xbe,
                        0xbf,
                        0xd6,
                        0xef -> true;
                default -> (operand.opcode()[1] & 0xf0) == 0x40;
            };
        }
        return first < 0x40
                || first == 0x63
                || first >= 0x80 && first <= 0x8b
                || first == 0x8d
                || first >= 0xd8 && first < 0xe0
                || (first & 0xfe) == 0xc6 && operand.reg() == 0
                || (first & 0xfe) == 0xf6 && operand.reg() < 4
                || (first & 0xfe) == 0xfe && operand.reg() < 2;
    }
}
