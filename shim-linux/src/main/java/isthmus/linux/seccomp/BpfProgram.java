package isthmus.linux.seccomp;

import isthmus.core.Errno;

/**
 * A classic BPF program as seccomp(2) takes it: it reads {@code struct seccomp_data} in aligned words, computes, jumps
 * forward, and returns a number.
 */
final class BpfProgram {
    /** BPF_MAXINSNS. */
    static final int MAXIMUM = 4096;
    /** Bytes of a struct sock_filter: code 16 bits, jt and jf 8 bits each, k 32 bits. */
    static final int INSTRUCTION_BYTES = 8;
    /** Bytes of a struct seccomp_data. */
    private static final int DATA_BYTES = 64;

    private static final int WORDS = 16;
    private static final int LD = 0, LDX = 1, ST = 2, STX = 3, ALU = 4, JMP = 5, RET = 6, MISC = 7;
    private static final int W_ABS = 0x20, W_LEN = 0x80, IMM = 0, MEM = 0x60;

    private final int[] codes;
    private final int[] constants;
    private final int[] ifTrue;
    private final int[] ifFalse;

    /** Checks it as Linux does: EINVAL for anything that could not run. {@code raw} has whole instructions. */
    BpfProgram(byte[] raw) {
        int count = raw.length / INSTRUCTION_BYTES;
        codes = new int[count];
        constants = new int[count];
        ifTrue = new int[count];
        ifFalse = new int[count];
        for (int i = 0; i < count; i++) {
            int at = i * INSTRUCTION_BYTES;
            codes[i] = raw[at] & 0xff | (raw[at + 1] & 0xff) << 8;
            ifTrue[i] = raw[at + 2] & 0xff;
            ifFalse[i] = raw[at + 3] & 0xff;
            constants[i] =
                    raw[at + 4] & 0xff | (raw[at + 5] & 0xff) << 8 | (raw[at + 6] & 0xff) << 16 | raw[at + 7] << 24;
        }
        if (count == 0 || count > MAXIMUM) {
            throw Errno.EINVAL.exception();
        }
        for (int i = 0; i < count; i++) {
            if (!isValid(i)) {
                throw Errno.EINVAL.exception();
            }
        }
        if ((codes[count - 1] & 7) != RET || !storesBeforeLoads()) {
            throw Errno.EINVAL.exception();
        }
    }

    int length() {
        return codes.length;
    }

    private boolean isValid(int i) {
        int code = codes[i];
        int k = constants[i];
        boolean index = k >= 0 && k < WORDS;
        return switch (code & 7) {
            case LD ->
                code == (LD | W_ABS)
                        ? k >= 0 && k < DATA_BYTES && (k & 3) == 0
                        : code == W_LEN || code == IMM || code == MEM && index;
            case LDX -> code == (LDX | W_LEN) || code == (LDX | IMM) || code == (LDX | MEM) && index;
            case ST, STX -> code <= STX && index;
            case ALU -> isValidAlu(code, k);
            case JMP -> isValidJump(i, code, k);
            case RET -> code == RET || code == (RET | 0x10);
            case MISC -> code == MISC || code == (MISC | 0x80);
            default -> false;
        };
    }

    private static boolean isValidAlu(int code, int k) {
        int operation = code & 0xf0;
        boolean fromX = (code & 8) != 0;
        if ((code & ~0xff) != 0 || operation == 0x90 || operation > 0xa0) {
            return false; // no modulo in seccomp's subset
        }
        if (operation == 0x80) {
            return !fromX;
        }
        if (!fromX && operation == 0x30) {
            return k != 0;
        }
        return fromX || operation != 0x60 && operation != 0x70 || k >= 0 && k < 32;
    }

    private boolean isValidJump(int i, int code, int k) {
        int left = codes.length - i - 1;
        if (code == JMP) {
            return Integer.compareUnsigned(k, left) < 0;
        }
        int operation = code & 0xf0;
        return (code & ~0xff) == 0 && operation >= 0x10 && operation <= 0x40 && ifTrue[i] < left && ifFalse[i] < left;
    }

    /** No scratch word is read on a way that has not written it. */
    private boolean storesBeforeLoads() {
        int[] known = new int[codes.length + 1];
        java.util.Arrays.fill(known, 0xffff);
        int valid = 0;
        for (int i = 0; i < codes.length; i++) {
            valid &= known[i];
            switch (codes[i]) {
                case ST, STX -> valid |= 1 << constants[i];
                case LD | MEM, LDX | MEM -> {
                    if ((valid & 1 << constants[i]) == 0) {
                        return false;
                    }
                }
                default -> {
                    if (codes[i] == JMP) {
                        known[i + 1 + constants[i]] &= valid;
                        valid = 0xffff;
                    } else if ((codes[i] & 7) == JMP) {
                        known[i + 1 + ifTrue[i]] &= valid;
                        known[i + 1 + ifFalse[i]] &= valid;
                        valid = 0xffff;
                    }
                }
            }
        }
        return true;
    }

    /** Runs it on the sixteen words of a struct seccomp_data. */
    int run(int[] data) {
        int[] scratch = new int[WORDS];
        int a = 0;
        int x = 0;
        for (int i = 0; ; i++) {
            int k = constants[i];
            int code = codes[i];
            switch (code & 7) {
                case LD -> a = load(code, k, data, scratch);
                case LDX -> x = load(code & ~LDX, k, data, scratch);
                case ST -> scratch[k] = a;
                case STX -> scratch[k] = x;
                case ALU -> {
                    if (code == (ALU | 0x38) && x == 0) {
                        return 0; // division by zero ends the program
                    }
                    a = compute(code & 0xf0, a, (code & 8) != 0 ? x : k);
                }
                case JMP ->
                    i += code == JMP ? k : test(code & 0xf0, a, (code & 8) != 0 ? x : k) ? ifTrue[i] : ifFalse[i];
                case RET -> {
                    return (code & 0x10) != 0 ? a : k;
                }
                default -> {
                    if (code == MISC) {
                        x = a;
                    } else {
                        a = x;
                    }
                }
            }
        }
    }

    private static int load(int code, int k, int[] data, int[] scratch) {
        return switch (code) {
            case W_ABS -> data[k >> 2];
            case W_LEN -> DATA_BYTES;
            case MEM -> scratch[k];
            default -> k;
        };
    }

    private static int compute(int operation, int a, int b) {
        return switch (operation) {
            case 0x00 -> a + b;
            case 0x10 -> a - b;
            case 0x20 -> a * b;
            case 0x30 -> Integer.divideUnsigned(a, b);
            case 0x40 -> a | b;
            case 0x50 -> a & b;
            case 0x60 -> a << b;
            case 0x70 -> a >>> b;
            case 0x80 -> -a;
            default -> a ^ b;
        };
    }

    private static boolean test(int operation, int a, int b) {
        return switch (operation) {
            case 0x10 -> a == b;
            case 0x20 -> Integer.compareUnsigned(a, b) > 0;
            case 0x30 -> Integer.compareUnsigned(a, b) >= 0;
            default -> (a & b) != 0;
        };
    }
}
