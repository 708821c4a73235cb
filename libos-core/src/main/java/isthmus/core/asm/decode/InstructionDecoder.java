package isthmus.core.asm.decode;

import isthmus.core.asm.decode.Instruction.Kind;
import isthmus.core.asm.decode.OpcodeTable.Operands;

/**
 * Finds length and shape of x86-64 instructions in 64-bit mode (Intel SDM volume 2, chapter 2 and appendix A). It knows
 * legacy prefixes, REX, VEX, EVEX, XOP and all opcode maps up to AVX-512 and AMX. An instruction which it takes for valid
 * may still be undefined on a given processor (missing extension, reserved field); its length is right all the same. A
 * relative branch with prefix 66 but not REX.W is invalid here, because Intel and AMD disagree on its length, and so is
 * what needs APX (REX2, EVEX map 4).
 */
public final class InstructionDecoder {
    private static final int MAX_LENGTH = 15;

    private final byte[] code;
    private final int start;
    private final int limit;

    private int at;
    private boolean truncated;
    private boolean operandSize;
    private boolean addressSize;
    private boolean lock;
    /** F2 or F3, the last one wins; 0 if none. */
    private int repeat;
    /** The REX byte directly before the opcode; 0 if none. */
    private int rex;

    private int modRm;
    private boolean ripRelative;
    private int displacementAt;
    private int displacementSize;
    private int relativeAt;
    private int relativeSize;

    private InstructionDecoder(byte[] code, int start, int limit) {
        this.code = code;
        this.start = start;
        this.limit = limit;
        this.at = start;
    }

    /**
     * Decodes the instruction that starts at {@code offset}. Never fails on any content.
     *
     * @param limit the offset after the last byte that may be read, at most {@code code.length}
     * @throws IndexOutOfBoundsException if {@code offset} and {@code limit} are not within {@code code}
     */
    public static Instruction decode(byte[] code, int offset, int limit) {
        if (offset < 0 || limit > code.length || offset > limit) {
            throw new IndexOutOfBoundsException(offset + " to " + limit + " of " + code.length);
        }
        return new InstructionDecoder(code, offset, limit).decode();
    }

    private Instruction decode() {
        int opcode = prefixes();
        Kind kind;
        if (opcode == 0x0f) {
            kind = escape();
        } else if (opcode == 0xc4 || opcode == 0xc5) {
            kind = vex(opcode);
        } else if (opcode == 0x62) {
            kind = evex();
        } else if (opcode == 0x8f && (peek() & 0x1f) >= 8) {
            kind = xop();
        } else {
            kind = oneByte(opcode);
        }
        return result(kind);
    }

    private Instruction result(Kind kind) {
        int length = at - start;
        if (truncated && limit - start < MAX_LENGTH) {
            return Instruction.TRUNCATED;
        }
        if (kind == Kind.INVALID || length > MAX_LENGTH || truncated) {
            return Instruction.INVALID;
        }
        return new Instruction(
                kind,
                length,
                displacementSize == 0 ? 0 : displacementAt - start,
                displacementSize,
                ripRelative,
                addressSize,
                relativeSize == 0 ? 0 : relativeAt - start,
                relativeSize,
                distance());
    }

    private int distance() {
        if (relativeSize == 1) {
            return code[relativeAt];
        }
        int from = relativeSize != 0 ? relativeAt : displacementAt;
        if (relativeSize == 0 && !ripRelative) {
            return 0;
        }
        return code[from] & 0xff | (code[from + 1] & 0xff) << 8 | (code[from + 2] & 0xff) << 16 | code[from + 3] << 24;
    }

    /** Reads all prefixes and the first opcode byte. A REX which no opcode follows directly counts for nothing. */
    private int prefixes() {
        while (at - start < MAX_LENGTH) {
            int value = next();
            switch (value) {
                case 0x66 -> operandSize = true;
                case 0x67 -> addressSize = true;
                case 0xf0 -> lock = true;
                case 0xf2, 0xf3 -> repeat = value;
                case 0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65 -> {}
                default -> {
                    if (value >> 4 != 4) {
                        return value;
                    }
                    rex = value;
                    continue;
                }
            }
            rex = 0;
        }
        return 0x06; // fifteen prefixes: an opcode that is invalid
    }

    private Kind oneByte(int opcode) {
        if (!operands(OpcodeTable.oneByte(opcode)) || hasModRm(opcode) && !OpcodeTable.validExtension1(opcode, modRm)) {
            return Kind.INVALID;
        }
        int extension = modRm >> 3 & 7;
        return switch (opcode) {
            case 0xe8 -> Kind.CALL;
            case 0xe9, 0xeb -> Kind.JUMP;
            case 0xc2, 0xc3, 0xca, 0xcb, 0xcf -> Kind.RETURN;
            case 0xcc, 0xcd, 0xf1 -> Kind.INTERRUPT;
            case 0xc7 -> modRm == 0xf8 ? xbegin() : Kind.ORDINARY;
            case 0xff ->
                switch (extension) {
                    case 2, 3 -> Kind.INDIRECT_CALL;
                    case 4, 5 -> Kind.INDIRECT_JUMP;
                    default -> Kind.ORDINARY;
                };
            default -> relativeSize != 0 ? Kind.CONDITIONAL_JUMP : Kind.ORDINARY;
        };
    }

    private Kind xbegin() {
        if (shortOperand()) {
            return Kind.INVALID;
        }
        relativeAt = at - 4;
        relativeSize = 4;
        return Kind.CONDITIONAL_JUMP;
    }

    private Kind escape() {
        int opcode = next();
        if (opcode == 0x38) {
            return ordinary(OpcodeTable.threeByte38(next()));
        }
        if (opcode == 0x3a) {
            return ordinary(OpcodeTable.threeByte3a(next()));
        }
        if (!operands(OpcodeTable.twoByte(opcode)) || !OpcodeTable.validExtension2(opcode, modRm)) {
            return Kind.INVALID;
        }
        return switch (opcode) {
            case 0x05 -> Kind.SYSCALL;
            case 0x34 -> Kind.SYSENTER;
            default -> relativeSize != 0 ? Kind.CONDITIONAL_JUMP : Kind.ORDINARY;
        };
    }

    private Kind vex(int first) {
        if (forbiddenBeforeVector()) {
            return Kind.INVALID;
        }
        int map = 1;
        if (first == 0xc4) {
            map = next() & 0x1f;
        }
        next();
        return ordinary(OpcodeTable.vector(false, map, next()));
    }

    private Kind evex() {
        int p0 = next();
        int p1 = next();
        next();
        if (forbiddenBeforeVector() || (p0 & 8) != 0 || (p1 & 4) == 0) {
            return Kind.INVALID;
        }
        return ordinary(OpcodeTable.vector(true, p0 & 7, next()));
    }

    private Kind xop() {
        if (forbiddenBeforeVector()) {
            return Kind.INVALID;
        }
        int map = next() & 0x1f;
        next();
        next();
        return ordinary(OpcodeTable.xop(map));
    }

    private boolean forbiddenBeforeVector() {
        return rex != 0 || operandSize || lock || repeat != 0;
    }

    private Kind ordinary(Operands operands) {
        return operands(operands) ? Kind.ORDINARY : Kind.INVALID;
    }

    /** Steps over the operands; false if there is no such instruction. */
    private boolean operands(Operands operands) {
        boolean exists = stepOver(operands);
        truncated |= at > limit;
        return exists;
    }

    private boolean stepOver(Operands operands) {
        switch (operands) {
            case NONE -> {}
            case MODRM -> modRm();
            case MODRM_REGISTERS -> modRm = next();
            case MODRM_F3 -> {
                modRm();
                return repeat == 0xf3;
            }
            case IMM8 -> at += 1;
            case IMM16 -> at += 2;
            case IMM16_IMM8 -> at += 3;
            case IMM_Z -> at += sizeZ();
            case IMM_V -> at += (rex & 8) != 0 ? 8 : sizeZ();
            case MOFFS -> displacement(addressSize ? 4 : 8);
            case MODRM_IMM8 -> {
                modRm();
                at += 1;
            }
            case MODRM_IMM_Z -> {
                modRm();
                at += sizeZ();
            }
            case MODRM_TEST8 -> {
                modRm();
                at += (modRm & 0x30) == 0 ? 1 : 0;
            }
            case MODRM_TEST_Z -> {
                modRm();
                at += (modRm & 0x30) == 0 ? sizeZ() : 0;
            }
            case MODRM_EXTRACT -> {
                modRm();
                at += repeat == 0xf2 || repeat == 0 && operandSize ? 2 : 0;
            }
            case REL8 -> relative(1);
            case REL32 -> {
                relative(4);
                return !shortOperand();
            }
            case PREFIX, INVALID -> {
                return false;
            }
        }
        return true;
    }

    /** Reads ModRM and SIB and steps over the displacement (Intel SDM volume 2, tables 2-2 and 2-3). */
    private void modRm() {
        modRm = next();
        int mod = modRm >> 6;
        int rm = modRm & 7;
        if (mod == 3) {
            return;
        }
        int base = rm == 4 ? next() & 7 : rm;
        if (mod == 1) {
            displacement(1);
        } else if (mod == 2 || base == 5) {
            displacement(4);
            ripRelative = mod == 0 && rm == 5;
        }
    }

    private void displacement(int size) {
        displacementAt = at;
        displacementSize = size;
        at += size;
    }

    private void relative(int size) {
        relativeAt = at;
        relativeSize = size;
        at += size;
    }

    private int sizeZ() {
        return shortOperand() ? 2 : 4;
    }

    private boolean shortOperand() {
        return operandSize && (rex & 8) == 0;
    }

    private int peek() {
        return at < limit ? code[at] & 0xff : 0;
    }

    private int next() {
        if (at < limit) {
            return code[at++] & 0xff;
        }
        at++;
        truncated = true;
        return 0;
    }

    private static boolean hasModRm(int opcode) {
        return switch (OpcodeTable.oneByte(opcode)) {
            case MODRM, MODRM_IMM8, MODRM_IMM_Z -> true;
            default -> false;
        };
    }
}
