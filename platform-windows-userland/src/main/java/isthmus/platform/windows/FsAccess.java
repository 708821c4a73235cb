package isthmus.platform.windows;

import java.util.Arrays;
import java.util.function.IntToLongFunction;

/**
 * Whether a fault of memory comes from an FS base that Windows has lost. The base itself does not tell: Windows may have lost it
 * only after the fault, when the thread waited for the debugger. What tells is the address, compared with those that the
 * instruction means with one base and with the other (Intel SDM volume 2, chapter 2).
 */
final class FsAccess {
    /** The most bytes of an instruction. */
    static final int LONGEST = 15;

    /** The most bytes that an operand is taken to have; of one that crosses into a page the fault tells the page. */
    private static final int OPERAND_BYTES = 64;

    private static final int RBX = 3, RSP = 4, RBP = 5, RSI = 6;
    private static final long[] NONE = {};

    /** What no instruction of 64-bit mode begins with. One of a newer processor may, as with 0xd5, which is REX2 of APX. */
    private static final int[] UNASSIGNED = {
        0x06, 0x07, 0x0e, 0x16, 0x17, 0x1e, 0x1f, 0x27, 0x2f, 0x37, 0x3f, 0x60, 0x61, 0x82, 0x9a, 0xce, 0xd4, 0xd5,
        0xd6, 0xea
    };

    /** Whose a fault is. */
    enum Cause {
        /** The guest's, whatever is in FS. */
        GUEST,
        /** The guest has met another base than its own. */
        LOST_BASE,
        /** It may have used FS; where is not known. */
        UNKNOWN
    }

    private final byte[] code;
    private final IntToLongFunction registers;
    private int at;
    private boolean fs;
    private boolean address32;
    private int rex;

    private FsAccess(byte[] code, IntToLongFunction registers) {
        this.code = code;
        this.registers = registers;
        prefixes();
    }

    /**
     * @param code what lies where the fault was, zeros where nothing does
     * @param registers the general registers, numbered as the processor does
     * @param reported the address of the fault; -1 if it was none
     * @param right the base that the guest should have
     * @param lost what Windows may have put there instead
     */
    static Cause cause(byte[] code, IntToLongFunction registers, long reported, long right, long... lost) {
        if (isBlank(code)) {
            return Cause.UNKNOWN; // what lies there may just be mapped anew
        }
        FsAccess access = new FsAccess(Arrays.copyOf(code, LONGEST + Long.BYTES), registers);
        if (!access.fs) {
            return Cause.GUEST;
        }
        long[] offsets = access.offsets();
        if (offsets == null) {
            return Cause.UNKNOWN;
        }
        boolean explained = false;
        for (long offset : offsets) {
            if (meets(reported, offset + right)) {
                return Cause.GUEST;
            }
            for (long base : lost) {
                explained |= meets(reported, offset + base);
            }
        }
        return explained ? Cause.LOST_BASE : Cause.GUEST;
    }

    private static boolean isBlank(byte[] code) {
        for (byte each : code) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean meets(long reported, long meant) {
        boolean isAddress = meant << 16 >> 16 == meant;
        return isAddress
                ? Long.compareUnsigned(reported - meant, OPERAND_BYTES) < 0
                : reported == -1 || reported == meant;
    }

    /** A REX that no opcode follows directly counts for nothing; ES, CS, SS and DS are no prefixes of their own. */
    private void prefixes() {
        for (; at < LONGEST; at++) {
            int value = code[at] & 0xff;
            switch (value) {
                case 0x64 -> fs = true;
                case 0x65 -> fs = false;
                case 0x67 -> address32 = true;
                case 0x26, 0x2e, 0x36, 0x3e, 0x66, 0xf0, 0xf2, 0xf3 -> {}
                default -> {
                    if (value >> 4 != 4) {
                        return;
                    }
                    rex = value;
                    continue;
                }
            }
            rex = 0;
        }
    }

    /** The distances from the base that it may mean, of which one is right; null if that cannot be told. */
    private long[] offsets() {
        int opcode = next();
        return switch (opcode) {
            case 0xc5 -> { // VEX; the extensions of registers are inverted
                next();
                yield vector(0, 1, false);
            }
            case 0xc4 -> {
                int extensions = ~next() >> 5 & 3;
                boolean mayGather = (code[at - 1] & 0x1f) == 2;
                next();
                yield vector(extensions, 1, mayGather);
            }
            case 0x62 -> { // EVEX; a short displacement counts in units of 1 to 64 bytes
                int first = next();
                boolean mayGather = (first & 7) == 2;
                boolean more = (first & 8) != 0 || (code[at] & 4) == 0; // registers that only APX has
                at += 2;
                if (more) {
                    yield null;
                }
                yield vector(~first >> 5 & 3, OPERAND_BYTES, mayGather);
            }
            case 0x8f -> (code[at] & 0x38) == 0 ? operand(rex, 1) : null; // pop, or XOP
            case 0x0f -> {
                int second = next();
                at += second == 0x38 || second == 0x3a ? 1 : 0;
                yield operand(rex, 1);
            }
            case 0xa0, 0xa1, 0xa2, 0xa3 -> one(address32 ? number(4) & 0xffff_ffffL : number(8));
            case 0x6e, 0x6f, 0xa4, 0xa5, 0xa6, 0xa7, 0xac, 0xad -> one(registers.applyAsLong(RSI));
            case 0xd7 -> one(registers.applyAsLong(RBX) + (registers.applyAsLong(0) & 0xff));
            default -> {
                if (isUnassigned(opcode)) {
                    yield null;
                }
                yield hasOperand(opcode) ? operand(rex, 1) : NONE;
            }
        };
    }

    private long[] vector(int extensions, int most, boolean mayGather) {
        int opcode = next();
        boolean gathers = mayGather && ((opcode & 0xfc) == 0x90 || (opcode & 0xfc) == 0xa0 || (opcode & 0xfe) == 0xc6);
        return gathers ? null : operand(extensions, most);
    }

    private static boolean isUnassigned(int opcode) {
        return Arrays.binarySearch(UNASSIGNED, opcode) >= 0;
    }

    private static boolean hasOperand(int opcode) {
        return opcode < 0x40 && (opcode & 7) < 4
                || opcode == 0x63
                || opcode == 0x69
                || opcode == 0x6b
                || opcode >= 0x80 && opcode < 0x90
                || (opcode & 0xfe) == 0xc0
                || (opcode & 0xfe) == 0xc6
                || (opcode & 0xfc) == 0xd0
                || (opcode & 0xf8) == 0xd8
                || (opcode & 0xfe) == 0xf6
                || (opcode & 0xfe) == 0xfe;
    }

    /** What ModRM means: {@code extensions} has the fourth bits of the index (2) and of the base (1). */
    private long[] operand(int extensions, int most) {
        int modRm = next();
        int mod = modRm >> 6;
        int base = modRm & 7;
        if (mod == 3) {
            return NONE;
        }
        if (mod == 0 && base == RBP) {
            return null; // relative to the next instruction, whose place depends on the immediate: nobody's thread data
        }
        long sum = 0;
        if (base == RSP) {
            int sib = next();
            int index = sib >> 3 & 7 | (extensions & 2) << 2;
            base = sib & 7;
            sum = index == RSP ? 0 : registers.applyAsLong(index) << (sib >> 6);
        }
        boolean absolute = mod == 0 && base == RBP;
        sum += absolute ? 0 : registers.applyAsLong(base | (extensions & 1) << 3);
        if (mod != 1) {
            return one(sum + (mod == 2 || absolute ? number(4) : 0));
        }
        long displacement = number(1);
        long[] offsets = new long[Integer.numberOfTrailingZeros(most) + 1];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = cut(sum + (displacement << i));
        }
        return offsets;
    }

    private long[] one(long offset) {
        return new long[] {cut(offset)};
    }

    private long cut(long offset) {
        return address32 ? offset & 0xffff_ffffL : offset;
    }

    private int next() {
        return code[at++] & 0xff;
    }

    /** A signed number of so many bytes. */
    private long number(int bytes) {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (code[at++] & 0xffL) << 8 * i;
        }
        int unused = 64 - 8 * bytes;
        return value << unused >> unused;
    }
}
