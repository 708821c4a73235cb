package isthmus.core.patch;

import isthmus.core.asm.decode.Instruction;
import isthmus.core.asm.decode.InstructionDecoder;
import java.util.Arrays;

/**
 * An instruction with a ModRM byte and without VEX, EVEX or XOP, taken apart so that its operand can be encoded in another
 * way (Intel SDM volume 2, section 2.1.5).
 *
 * @param head legacy prefixes
 * @param rex 0x40 to 0x4f; 0 if there is none
 * @param opcode the opcode bytes, with their 0F
 * @param mod,reg,rm the fields of ModRM, three bits at most
 * @param sib the SIB byte, or -1
 * @param displacement as it is or is wanted
 * @param wide whether the displacement takes four bytes even if one would do
 * @param tail the immediate
 */
record MemoryOperand(
        byte[] head,
        int rex,
        byte[] opcode,
        int mod,
        int reg,
        int rm,
        int sib,
        int displacement,
        boolean wide,
        byte[] tail) {

    /** Null if there is no ModRM or the encoding is another. */
    static MemoryOperand of(byte[] bytes, Instruction shape) {
        int at = 0;
        while (at < bytes.length && isPrefix(bytes[at] & 0xff)) {
            at++;
        }
        byte[] head = Arrays.copyOf(bytes, at);
        int rex = 0;
        if (at < bytes.length && (bytes[at] & 0xf0) == 0x40) {
            rex = bytes[at++] & 0xff;
        }
        int first = at < bytes.length ? bytes[at] & 0xff : 0xc4;
        if (first == 0xc4 || first == 0xc5 || first == 0x62 || first == 0x8f) {
            return null;
        }
        int opcodeAt = at++;
        if (first == 0x0f) {
            int second = at < bytes.length ? bytes[at++] & 0xff : 0;
            at += second == 0x38 || second == 0x3a ? 1 : 0;
        }
        if (at >= bytes.length || !hasModRm(bytes, opcodeAt)) {
            return null;
        }
        byte[] opcode = Arrays.copyOfRange(bytes, opcodeAt, at);
        int modRm = bytes[at++] & 0xff;
        int mod = modRm >> 6;
        int sib = mod != 3 && (modRm & 7) == 4 && at < bytes.length ? bytes[at++] & 0xff : -1;
        int displacement = 0;
        if (shape.displacementSize() == 1) {
            displacement = bytes[at];
        } else if (shape.displacementSize() == 4) {
            displacement =
                    bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff) << 16 | bytes[at + 3] << 24;
        }
        at += shape.displacementSize();
        byte[] tail = Arrays.copyOfRange(bytes, at, bytes.length);
        return new MemoryOperand(
                head,
                rex,
                opcode,
                mod,
                modRm >> 3 & 7,
                modRm & 7,
                sib,
                displacement,
                shape.displacementSize() == 4,
                tail);
    }

    private static boolean isPrefix(int value) {
        return switch (value) {
            case 0x66, 0x67, 0xf0, 0xf2, 0xf3, 0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65 -> true;
            default -> false;
        };
    }

    private static boolean hasModRm(byte[] bytes, int at) {
        int opcode = bytes[at] & 0xff;
        if (opcode == 0x0f) {
            int second = bytes[at + 1] & 0xff;
            return second < 0x80 && (second < 0x30 || second > 0x37) && second != 0x77 && second > 0x0f
                    || second >= 0x90
                            && (second < 0xc8 || second > 0xcf)
                            && (second & 0xf7) != 0xa0
                            && (second & 0xf7) != 0xa1
                            && second != 0xa2;
        }
        return opcode < 0x40 && (opcode & 7) < 4
                || opcode == 0x63
                || opcode == 0x69
                || opcode == 0x6b
                || opcode >= 0x80 && opcode < 0x90
                || opcode == 0xc0
                || opcode == 0xc1
                || opcode == 0xc6
                || opcode == 0xc7
                || opcode >= 0xd0 && opcode < 0xd4
                || opcode >= 0xd8 && opcode < 0xe0
                || (opcode & 0xfe) == 0xf6
                || (opcode & 0xfe) == 0xfe;
    }

    boolean isRegister() {
        return mod == 3;
    }

    int extension() {
        return reg;
    }

    boolean isRipRelative() {
        return mod == 0 && rm == 5;
    }

    /** The base register 0 to 15, or the register operand; -1 if there is none. */
    int base() {
        if (isRipRelative() || sib >= 0 && (sib & 7) == 5 && mod == 0) {
            return -1;
        }
        return (sib >= 0 ? sib & 7 : rm) | (rex & 1) << 3;
    }

    /** The index register 0 to 15; -1 if there is none. */
    int index() {
        int index = sib < 0 ? 4 : sib >> 3 & 7 | (rex & 2) << 2;
        return index == 4 ? -1 : index;
    }

    /** The register in the reg field, 0 to 15. */
    int register() {
        return reg | (rex & 4) << 1;
    }

    boolean hasPrefix(int prefix) {
        for (byte b : head) {
            if ((b & 0xff) == prefix) {
                return true;
            }
        }
        return false;
    }

    MemoryOperand withExtension(int extension) {
        return new MemoryOperand(head, rex, opcode, mod, extension, rm, sib, displacement, wide, tail);
    }

    MemoryOperand withDisplacement(int value) {
        int newMod = mod == 0 && base() >= 0 ? 1 : mod;
        return new MemoryOperand(head, rex, opcode, newMod, reg, rm, sib, value, wide, tail);
    }

    /** The displacement in four bytes, of an operand with a base. */
    MemoryOperand widened() {
        return new MemoryOperand(head, rex, opcode, mod == 0 ? 1 : mod, reg, rm, sib, displacement, true, tail);
    }

    /** A displacement of one zero byte where there was none, of an operand with a base. */
    MemoryOperand withZero() {
        return new MemoryOperand(head, rex, opcode, 1, reg, rm, sib, 0, false, tail);
    }

    /** Base and index exchanged; null if that is not possible. */
    MemoryOperand swapped() {
        if (sib < 0 || sib >> 6 != 0 || index() < 0 || base() < 0 || base() == 4 || (index() & 7) == 5 && mod == 0) {
            return null;
        }
        int other = (sib & 7) << 3 | sib >> 3 & 7;
        int swapped = rex == 0 ? 0 : rex & ~3 | (rex & 1) << 1 | rex >> 1 & 1;
        return new MemoryOperand(head, swapped, opcode, mod, reg, rm, other, displacement, wide, tail);
    }

    /** The bytes of the instruction. A RIP-relative operand keeps its displacement. */
    byte[] encode() {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream(16);
        out.writeBytes(head);
        if (rex != 0) {
            out.write(rex);
        }
        out.writeBytes(opcode);
        boolean isAbsolute = mod == 0 && (rm == 5 || sib >= 0 && (sib & 7) == 5);
        int size = mod == 3 || mod == 0 && !isAbsolute
                ? 0
                : isAbsolute || wide || displacement != (byte) displacement ? 4 : 1;
        int newMod = mod == 3 || mod == 0 ? mod : size == 4 ? 2 : 1;
        out.write(newMod << 6 | reg << 3 | rm);
        if (sib >= 0) {
            out.write(sib);
        }
        for (int i = 0; i < size; i++) {
            out.write(displacement >> 8 * i);
        }
        out.writeBytes(tail);
        return out.toByteArray();
    }

    Instruction shape() {
        byte[] bytes = encode();
        return InstructionDecoder.decode(bytes, 0, bytes.length);
    }
}
