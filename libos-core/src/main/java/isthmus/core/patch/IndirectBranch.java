package isthmus.core.patch;

import isthmus.core.asm.decode.Instruction;
import isthmus.core.asm.decode.InstructionDecoder;
import java.util.Arrays;

/**
 * A near jump, call or return to an address that is loaded.
 *
 * @param load the instruction that loads the address into rax
 * @param shape that instruction
 * @param isRipRelative whether it loads relative to the instruction pointer
 * @param stack what is added to the stack pointer on the way
 */
record IndirectBranch(byte[] load, Instruction shape, boolean isRipRelative, int stack) {
    private static final int REX_W = 0x48, REX_R = 4;
    /** More bytes of arguments than this are not for a callee to remove. */
    private static final int MOST_ARGUMENTS = 64;

    /** Null if it is another instruction, or of a rare form. */
    static IndirectBranch of(byte[] bytes, Instruction shape) {
        if (shape.kind() == Instruction.Kind.RETURN) {
            return ofReturn(bytes);
        }
        MemoryOperand operand = MemoryOperand.of(bytes, shape);
        int extension = shape.kind() == Instruction.Kind.INDIRECT_CALL ? 2 : 4;
        if (operand == null
                || operand.extension() != extension
                || operand.hasPrefix(0x66)
                || operand.isRegister() && operand.base() == 4) {
            return null;
        }
        MemoryOperand load = new MemoryOperand(
                segment(operand),
                operand.rex() & ~REX_R | REX_W,
                new byte[] {(byte) 0x8b},
                operand.mod(),
                0,
                operand.rm(),
                operand.sib(),
                operand.displacement(),
                operand.wide(),
                operand.tail());
        return new IndirectBranch(load.encode(), load.shape(), shape.ripRelative(), extension == 2 ? -8 : 0);
    }

    /** The prefixes that matter to a load. */
    private static byte[] segment(MemoryOperand operand) {
        byte[] kept = new byte[operand.head().length];
        int count = 0;
        for (byte prefix : operand.head()) {
            if (prefix == 0x64 || prefix == 0x65 || prefix == 0x67) {
                kept[count++] = prefix;
            }
        }
        return Arrays.copyOf(kept, count);
    }

    private static IndirectBranch ofReturn(byte[] bytes) {
        int at = 0;
        while (at < bytes.length && ((bytes[at] & 0xff) == 0xf2 || (bytes[at] & 0xff) == 0xf3)) {
            at++;
        }
        int opcode = at < bytes.length ? bytes[at] & 0xff : 0;
        int arguments =
                opcode == 0xc2 && at + 3 == bytes.length ? bytes[at + 1] & 0xff | (bytes[at + 2] & 0xff) << 8 : 0;
        boolean isNear = opcode == 0xc3 && at + 1 == bytes.length || opcode == 0xc2 && at + 3 == bytes.length;
        if (!isNear || arguments > MOST_ARGUMENTS) {
            return null;
        }
        byte[] load = {0x48, (byte) 0x8b, 0x04, 0x24}; // mov rax, [rsp]
        Instruction shape = InstructionDecoder.decode(load, 0, load.length);
        return new IndirectBranch(load, shape, false, 8 + arguments);
    }

    /** Stores rax at a distance from the stack pointer: {@code mov [rsp + distance], rax}. */
    static byte[] saveRax(int distance) {
        return new byte[] {
            0x48,
            (byte) 0x89,
            (byte) 0x84,
            0x24,
            (byte) distance,
            (byte) (distance >> 8),
            (byte) (distance >> 16),
            (byte) (distance >> 24)
        };
    }
}
