package isthmus.core.patch;

import static isthmus.core.patch.PairRemover.decode;
import static isthmus.core.patch.PairRemover.isFree;
import static isthmus.core.patch.PairRemover.join;
import static isthmus.core.patch.PairRemover.plain;

import isthmus.core.patch.PairRemover.Step;
import java.util.ArrayList;
import java.util.List;

/** Says in other bytes what an instruction does whose immediate operand, or the end of it, is part of a pair. */
final class ImmediatePairs {
    /** A bit above those that a count of bits or an index of an element consists of. */
    private static final int IGNORED = 0x40;
    /** The bytes of a register of 16 that palignr shifts, twice: with so much or more nothing is left. */
    private static final int ALL_BYTES = 32;

    private ImmediatePairs() {}

    /** Empty if nothing is known. */
    static List<Step> rewrite(byte[] bytes, MemoryOperand operand) {
        List<Step> loaded = fromMemory(bytes, operand);
        if (!loaded.isEmpty() || operand == null || operand.tail().length != 1) {
            return loaded;
        }
        if (ignoresHighBits(operand)) {
            byte[] other = bytes.clone();
            other[other.length - 1] ^= IGNORED;
            return isFree(other) ? List.of(plain(other)) : List.of();
        }
        return isShuffle(operand) ? movedFirst(operand) : List.of();
    }

    /** Shifts, rotates, tests of one bit, and words of vectors: the processor takes as many bits of the number as it needs. */
    private static boolean ignoresHighBits(MemoryOperand operand) {
        byte[] opcode = operand.opcode();
        int last = opcode[opcode.length - 1] & 0xff;
        return switch (opcode.length) {
            case 1 -> last == 0xc0 || last == 0xc1;
            case 2 -> last == 0xa4 || last == 0xac || last == 0xba || last == 0xc4 || last == 0xc5;
            default ->
                opcode[1] == 0x3a && last == 0x0f && operand.hasPrefix(0x66) && (operand.tail()[0] & 0xff) >= ALL_BYTES;
        };
    }

    /** pshufd, pshuflw, pshufhw and pshufw with two registers. */
    private static boolean isShuffle(MemoryOperand operand) {
        return operand.opcode().length == 2 && operand.opcode()[1] == 0x70 && operand.isRegister();
    }

    /** The source moved to the target first, and shuffled there; done twice, it does the same. */
    private static List<Step> movedFirst(MemoryOperand operand) {
        if (operand.register() == operand.base()) {
            return List.of();
        }
        boolean isMmx = operand.head().length == 0;
        byte[] rex = operand.rex() == 0 ? new byte[0] : new byte[] {(byte) operand.rex()};
        byte[] move = join(isMmx ? new byte[0] : new byte[] {0x66}, rex, new byte[] {
            0x0f, 0x6f, (byte) (0xc0 | operand.reg() << 3 | operand.rm())
        });
        int high = operand.rex() >> 2 & 1;
        byte[] shuffle = join(
                operand.head(),
                operand.rex() == 0 ? new byte[0] : new byte[] {(byte) (operand.rex() & ~1 | high)},
                operand.opcode(),
                new byte[] {(byte) (0xc0 | operand.reg() << 3 | operand.reg())},
                operand.tail());
        return isFree(move) && isFree(shuffle) ? List.of(plain(move), plain(shuffle)) : List.of();
    }

    /** An immediate operand of a register operation, taken from memory. */
    private static List<Step> fromMemory(byte[] bytes, MemoryOperand operand) {
        int at = 0;
        boolean small = false;
        while (at < bytes.length
                && ((bytes[at] & 0xff) == 0x66 || (bytes[at] & 0xff) == 0x2e || (bytes[at] & 0xff) == 0x3e)) {
            small |= bytes[at++] == 0x66;
        }
        int rex = at < bytes.length && (bytes[at] & 0xf0) == 0x40 ? bytes[at++] & 0xff : 0;
        int opcode = bytes[at] & 0xff;
        boolean wide = (rex & 8) != 0;
        long value = immediate(bytes, at + 1, bytes.length);
        if (opcode >= 0xb8 && opcode <= 0xbf) {
            return load(small, rex, opcode & 7 | (rex & 1) << 3, value, 0x8b);
        }
        if ((opcode & 0xc7) == 0x05) { // add, or, adc, sbb, and, sub, xor, cmp with rax
            return load(small, rex, 0, value, opcode & 0x38 | 3);
        }
        if (opcode == 0xa9) {
            return load(small, rex, 0, value, 0x85);
        }
        if (opcode == 0x68 && !small) {
            return constant(new byte[] {(byte) 0xff, 0x35, 0, 0, 0, 0}, value);
        }
        if (operand == null || !operand.isRegister() || operand.tail().length == 0 || operand.opcode().length != 1) {
            return List.of();
        }
        long last = immediate(operand.tail(), 0, operand.tail().length);
        int register = operand.base();
        return switch (opcode) {
            case 0x80 -> load(false, rex, register, last, operand.reg() << 3 | 2);
            case 0x81, 0x83 -> load(small, rex, register, last, operand.reg() << 3 | 3);
            case 0xc7 -> operand.reg() == 0 ? load(small, rex, register, last, 0x8b) : List.of();
            case 0xf7 -> operand.reg() == 0 ? load(small, rex, register, last, 0x85) : List.of();
            case 0x69, 0x6b -> multiply(small, wide, operand, last);
            default -> List.of();
        };
    }

    /** {@code operation register, [rip + constant]}. */
    private static List<Step> load(boolean small, int rex, int register, long value, int opcode) {
        int newRex = rex == 0 && register < 8 ? 0 : 0x40 | rex & 8 | (register >= 8 ? 4 : 0);
        byte[] out = join(
                small ? new byte[] {0x66} : new byte[0],
                newRex == 0 ? new byte[0] : new byte[] {(byte) newRex},
                new byte[] {(byte) opcode, (byte) ((register & 7) << 3 | 5), 0, 0, 0, 0});
        return constant(out, value);
    }

    private static List<Step> constant(byte[] bytes, long value) {
        return isFree(bytes)
                ? List.of(new Step(bytes, decode(bytes), true, value, CodeCopy.NOTHING, 0, false))
                : List.of();
    }

    /** {@code imul reg, other, value}: moved first, then multiplied; done twice, it does the same. */
    private static List<Step> multiply(boolean small, boolean wide, MemoryOperand operand, long value) {
        if (small) {
            return List.of();
        }
        int target = operand.register();
        int source = operand.base();
        int rex = 0x40 | (wide ? 8 : 0) | (target >= 8 ? 4 : 0);
        byte[] times = {(byte) rex, 0x0f, (byte) 0xaf, (byte) ((target & 7) << 3 | 5), 0, 0, 0, 0};
        List<Step> result = new ArrayList<>();
        if (target != source) {
            byte[] move = {
                (byte) (rex | (source >= 8 ? 1 : 0)), (byte) 0x8b, (byte) (0xc0 | (target & 7) << 3 | source & 7)
            };
            if (!isFree(move)) {
                return List.of();
            }
            result.add(plain(move));
        }
        result.addAll(constant(times, value));
        return result;
    }

    private static long immediate(byte[] bytes, int from, int to) {
        long value = 0;
        for (int i = from; i < to && i - from < 8; i++) {
            value |= (bytes[i] & 0xffL) << 8 * (i - from);
        }
        int bits = 64 - 8 * Math.clamp(to - from, 1, 8);
        return value << bits >> bits;
    }
}
