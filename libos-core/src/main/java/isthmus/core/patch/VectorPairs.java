package isthmus.core.patch;

import static isthmus.core.patch.PairRemover.isFree;
import static isthmus.core.patch.PairRemover.plain;

import isthmus.core.asm.decode.Instruction;
import isthmus.core.patch.PairRemover.Step;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Says in other bytes what an instruction with VEX or EVEX does whose own bytes contain a pair: by base and index exchanged, a
 * longer displacement, a register of the address moved there and back, or an operand moved to the target first.
 */
final class VectorPairs {
    private static final int VEX2 = 0xc5, VEX3 = 0xc4, EVEX = 0x62;
    /** Of map 1 with EVEX or not, those whose register operand is a general one. */
    private static final Set<Integer> TO_GENERAL = Set.of(0x2c, 0x2d, 0x78, 0x79);
    /** Of map 3, those that have one register operand and a number. */
    private static final Set<Integer> ONE_SOURCE = Set.of(0x00, 0x01, 0x04, 0x05, 0x08, 0x09, 0xdf);

    private static final Set<Integer> TWO_SOURCES =
            Set.of(0x02, 0x06, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f, 0x40, 0x41, 0x42, 0x44, 0x46);

    /** {@code vpternlogd} and {@code vpternlogq}. */
    private static final int TERNARY_LOGIC = 0x25;

    private final byte[] bytes;
    private final int first;
    private final int opcodeAt;
    private final int map;
    private final int opcode;
    private final int mod;
    private final int rm;
    /** -1 if there is none. */
    private final int sib;

    private VectorPairs(byte[] bytes, int first, int opcodeAt) {
        this.bytes = bytes;
        this.first = first;
        this.opcodeAt = opcodeAt;
        this.map = first == VEX2 ? 1 : bytes[1] & (first == EVEX ? 7 : 0x1f);
        this.opcode = bytes[opcodeAt] & 0xff;
        this.mod = (bytes[opcodeAt + 1] & 0xff) >> 6;
        this.rm = bytes[opcodeAt + 1] & 7;
        this.sib = mod != 3 && rm == 4 ? bytes[opcodeAt + 2] & 0xff : -1;
    }

    /** Empty if nothing is known. */
    static List<Step> rewrite(byte[] bytes) {
        int first = bytes[0] & 0xff;
        int opcodeAt = first == VEX2 ? 2 : first == VEX3 ? 3 : first == EVEX ? 4 : bytes.length;
        if (opcodeAt + 2 >= bytes.length) {
            return List.of();
        }
        VectorPairs pairs = new VectorPairs(bytes, first, opcodeAt);
        if (pairs.mod == 3) {
            return first == EVEX && pairs.map == 3 && pairs.opcode == TERNARY_LOGIC
                    ? pairs.sourcesExchanged()
                    : pairs.movedFirst();
        }
        if (pairs.isGather()) {
            return List.of();
        }
        List<Step> swapped = pairs.swapped();
        return swapped.isEmpty() ? pairs.moved() : swapped;
    }

    /** Whether the index is a vector, or, for a tile of AMX, the distance of its rows. */
    private boolean isGather() {
        return map == 2
                && (opcode >= 0x90 && opcode < 0x94
                        || opcode >= 0xa0 && opcode < 0xa4
                        || (opcode & 0xfe) == 0xc6
                        || opcode == 0x4b);
    }

    // --- memory operands
    // ----------------------------------------------------------------------------------------------

    /** The fourth bit of a register, which stands inverted in a bit of the second byte. */
    private int high(int bit) {
        return first == VEX2 || (bytes[1] & 1 << bit) != 0 ? 0 : 8;
    }

    private int base() {
        int low = sib >= 0 ? sib & 7 : rm;
        return low == 5 && mod == 0 ? -1 : low | high(5);
    }

    private int index() {
        int index = sib < 0 ? 4 : sib >> 3 & 7 | high(6);
        return index == 4 ? -1 : index;
    }

    private List<Step> swapped() {
        if (mod == 0 || sib < 0 || sib >> 6 != 0 || (sib >> 3) == 4 || (sib & 7) == 4) {
            return List.of();
        }
        byte[] other = bytes.clone();
        other[opcodeAt + 2] = (byte) ((sib & 7) << 3 | sib >> 3);
        if (first != VEX2) { // the fourth bits of both stand in bits 6 and 5
            int p = bytes[1];
            other[1] = (byte) (p & ~0x60 | (p & 0x40) >> 1 | (p & 0x20) << 1);
        }
        return isFree(other) ? List.of(plain(other)) : List.of();
    }

    private int displacementAt() {
        return opcodeAt + (sib >= 0 ? 3 : 2);
    }

    /** The displacement in four bytes, first as it is, then with a register of the address moved. */
    private List<Step> moved() {
        int base = base();
        int index = index();
        int register = base >= 0 ? base : index;
        if (register < 0 || sib < 0 && base < 0 || mod == 1 && first == EVEX || usesGeneralRegisters()) {
            return List.of(); // with EVEX, one byte counts in units of the operand's size
        }
        int displacement = displacement();
        byte[] longer = withDisplacement(displacement);
        if (isFree(longer)) {
            return List.of(plain(longer));
        }
        if (base >= 0 && index == base) {
            return List.of();
        }
        for (int move : PairRemover.MOVES) {
            long other = displacement - ((long) move << (base >= 0 ? 0 : sib >> 6));
            List<Step> steps = other != (int) other
                    ? List.of()
                    : PairRemover.thereAndBack(register, move, withDisplacement((int) other), true);
            if (!steps.isEmpty()) {
                return steps;
            }
        }
        return List.of();
    }

    /** Conversions to integers, and those of BMI. */
    private boolean usesGeneralRegisters() {
        return switch (map) {
            case 1 -> TO_GENERAL.contains(opcode);
            case 2 -> opcode >= 0xf0 && opcode <= 0xf7;
            case 3 -> opcode == 0xf0;
            default -> true;
        };
    }

    private int displacementBytes() {
        return mod == 2 || mod == 0 && base() < 0 ? 4 : mod;
    }

    private int displacement() {
        int at = displacementAt();
        return switch (displacementBytes()) {
            case 0 -> 0;
            case 1 -> bytes[at];
            default ->
                bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff) << 16 | bytes[at + 3] << 24;
        };
    }

    private byte[] withDisplacement(int value) {
        int at = displacementAt();
        byte[] tail = Arrays.copyOfRange(bytes, at + displacementBytes(), bytes.length);
        byte[] result = Arrays.copyOf(bytes, at + 4 + tail.length);
        if (base() >= 0) {
            result[opcodeAt + 1] = (byte) (bytes[opcodeAt + 1] & 0x3f | 0x80);
        }
        for (int i = 0; i < 4; i++) {
            result[at + i] = (byte) (value >> 8 * i);
        }
        System.arraycopy(tail, 0, result, at + 4, tail.length);
        return result;
    }

    // --- numbers
    // ------------------------------------------------------------------------------------------------------

    /**
     * An instruction whose last operands are a register and a number: that register moved to the target first, and the
     * target taken for it. Done twice, it does the same.
     */
    private List<Step> movedFirst() {
        boolean one = map == 1 && opcode == 0x70 || map == 3 && ONE_SOURCE.contains(opcode);
        boolean two = map == 1 && (opcode == 0xc2 || opcode == 0xc6) || map == 3 && TWO_SOURCES.contains(opcode);
        if (first == EVEX || !one && !two) {
            return List.of();
        }
        int modRm = bytes[opcodeAt + 1];
        int last = bytes[opcodeAt - 1]; // W or R, vvvv, L, pp
        int target = modRm >> 3 & 7 | high(7);
        if (first == VEX2 && (bytes[1] & 0x80) == 0) {
            target |= 8;
        }
        int source = rm | high(5);
        int other = ~last >> 3 & 15;
        if (target == source || two && other == target) {
            return List.of();
        }
        int inverted = target >= 8 ? 0 : 0x80;
        byte[] move = {
            (byte) VEX3,
            (byte) (inverted | 0x40 | (source >= 8 ? 0 : 0x20) | 1),
            (byte) (0x79 | last & 4), // vmovdqa of the same size
            0x6f,
            (byte) modRm
        };
        int wide = first == VEX2 ? 0 : last & 0x80;
        byte[] changed = {
            (byte) VEX3,
            (byte) (inverted | 0x40 | inverted >> 2 | map),
            (byte) (wide | last & 0x7f),
            (byte) opcode,
            (byte) (0xc0 | (target & 7) << 3 | target & 7),
            bytes[bytes.length - 1]
        };
        Instruction shape = PairRemover.decode(changed);
        return shape.length() == changed.length && isFree(move) && isFree(changed)
                ? List.of(plain(move), plain(changed))
                : List.of();
    }

    /** A function of three bits, given as a table, with the second and third exchanged, in the table too. */
    private List<Step> sourcesExchanged() {
        int second = ~bytes[2] >> 3 & 15 | (~bytes[3] & 8) << 1;
        int third = rm | (~bytes[1] & 0x20) >> 2 | (~bytes[1] & 0x40) >> 2;
        int table = bytes[6];
        byte[] other = bytes.clone();
        other[1] = (byte) (bytes[1] & ~0x60 | (~second & 8) << 2 | (~second & 16) << 2);
        other[2] = (byte) (bytes[2] & ~0x78 | (~third & 15) << 3);
        other[3] = (byte) (bytes[3] & ~8 | (~third & 16) >> 1);
        other[5] = (byte) (bytes[5] & ~7 | second & 7);
        other[6] = (byte) (table & 0x99 | table >> 1 & 0x22 | table << 1 & 0x44);
        return isFree(other) ? List.of(plain(other)) : List.of();
    }
}
