package isthmus.core.asm.decode;

import java.util.Arrays;
import java.util.BitSet;

/**
 * What follows each opcode in 64-bit mode (Intel SDM volume 2, appendix A; AMD64 manual volume 3, appendix A). One
 * character an opcode, sixteen opcodes a row; {@link Operands} says what the characters mean.
 */
final class OpcodeTable {
    /** What follows an opcode. */
    enum Operands {
        NONE('.'),
        MODRM('m'),
        /** ModRM whose mod field is ignored: always two registers. */
        MODRM_REGISTERS('c'),
        IMM8('b'),
        IMM16('w'),
        /** Two bytes with prefix 66, else four. */
        IMM_Z('z'),
        /** As {@link #IMM_Z}, but eight bytes with REX.W. */
        IMM_V('v'),
        IMM16_IMM8('e'),
        /** An absolute address of eight bytes, four with prefix 67. */
        MOFFS('o'),
        MODRM_IMM8('M'),
        MODRM_IMM_Z('Z'),
        /** Group 3: an immediate only with extensions 0 and 1 ({@code test}). */
        MODRM_TEST8('t'),
        MODRM_TEST_Z('T'),
        /** ModRM, and two immediate bytes with the prefix of {@code extrq} (66) or {@code insertq} (F2). */
        MODRM_EXTRACT('q'),
        /** ModRM, valid with prefix F3 only. */
        MODRM_F3('n'),
        REL8('r'),
        REL32('R'),
        /** A prefix or escape byte, which the decoder knows itself. */
        PREFIX('p'),
        INVALID('-');

        private final char symbol;

        Operands(char symbol) {
            this.symbol = symbol;
        }

        private static Operands of(char symbol) {
            return Arrays.stream(values())
                    .filter(operands -> operands.symbol == symbol)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no operands " + symbol));
        }
    }

    private static final Operands[] ONE_BYTE = parse("""
            mmmmbz--mmmmbz-p
            mmmmbz--mmmmbz--
            mmmmbzp-mmmmbzp-
            mmmmbzp-mmmmbzp-
            pppppppppppppppp
            ................
            --pmppppzZbM....
            rrrrrrrrrrrrrrrr
            MZ-Mmmmmmmmmmmmm
            ..........-.....
            oooo....bz......
            bbbbbbbbvvvvvvvv
            MMw.ppMZe.w..b-.
            mmmm---.mmmmmmmm
            rrrrbbbbRR-r....
            p.pp..tT......mm
            """);

    private static final Operands[] TWO_BYTE = parse("""
            mmmm-.....-.-m.M
            mmmmmmmmmmmmmmmm
            cccc----mmmmmmmm
            ......-.p-p-----
            mmmmmmmmmmmmmmmm
            mmmmmmmmmmmmmmmm
            mmmmmmmmmmmmmmmm
            MMMMmmm.qm--mmmm
            RRRRRRRRRRRRRRRR
            mmmmmmmmmmmmmmmm
            ...mMmmm...mMmmm
            mmmmmmmmnmMmmmmm
            mmMmMMMm........
            mmmmmmmmmmmmmmmm
            mmmmmmmmmmmmmmmm
            mmmmmmmmmmmmmmmm
            """);

    /** The assigned opcodes of map 0F38; all have a ModRM and no immediate. */
    private static final BitSet THREE_BYTE_38 =
            ranges("00-0b 10 14 15 17 1c-1e 20-25 28-2b 30-35 37-41 80-82 c8-cd cf d8 db-df f0 f1 f5 f6 f8-fc");

    /** The assigned opcodes of map 0F3A; all have a ModRM and an immediate byte. */
    private static final BitSet THREE_BYTE_3A = ranges("08-0f 14-17 20-22 40-42 44 60-63 cc ce cf df f0");

    /** The opcodes of VEX and EVEX map 1 that have an immediate byte. */
    private static final BitSet VECTOR_1_IMM8 = ranges("70-73 c2 c4-c6");

    private OpcodeTable() {}

    static Operands oneByte(int opcode) {
        return ONE_BYTE[opcode];
    }

    static Operands twoByte(int opcode) {
        return TWO_BYTE[opcode];
    }

    static Operands threeByte38(int opcode) {
        return THREE_BYTE_38.get(opcode) ? Operands.MODRM : Operands.INVALID;
    }

    static Operands threeByte3a(int opcode) {
        return THREE_BYTE_3A.get(opcode) ? Operands.MODRM_IMM8 : Operands.INVALID;
    }

    /** VEX and EVEX: map 1 is 0F, 2 is 0F38, 3 is 0F3A; 5 and 6 exist in EVEX only. */
    static Operands vector(boolean evex, int map, int opcode) {
        return switch (map) {
            case 1 -> {
                if (!evex && opcode == 0x77) {
                    yield Operands.NONE; // vzeroupper, vzeroall
                }
                yield VECTOR_1_IMM8.get(opcode) ? Operands.MODRM_IMM8 : Operands.MODRM;
            }
            case 2 -> Operands.MODRM;
            case 3 -> Operands.MODRM_IMM8;
            case 5, 6 -> evex ? Operands.MODRM : Operands.INVALID;
            default -> Operands.INVALID;
        };
    }

    /** AMD's XOP; the immediate of map 10 is always four bytes, as prefix 66 is not allowed. */
    static Operands xop(int map) {
        return switch (map) {
            case 8 -> Operands.MODRM_IMM8;
            case 9 -> Operands.MODRM;
            case 10 -> Operands.MODRM_IMM_Z;
            default -> Operands.INVALID;
        };
    }

    /** Whether this ModRM names an instruction where the reg field extends the opcode; one-byte map. */
    static boolean validExtension1(int opcode, int modRm) {
        int reg = modRm >> 3 & 7;
        boolean memory = modRm < 0xc0;
        return switch (opcode) {
            case 0x8c -> reg < 6;
            case 0x8d -> memory;
            case 0x8e -> reg < 6 && reg != 1;
            case 0x8f -> reg == 0;
            case 0xc6, 0xc7 -> reg == 0 || modRm == 0xf8;
            case 0xfe -> reg < 2;
            case 0xff -> reg < 7 && (memory || reg != 3 && reg != 5);
            default -> true;
        };
    }

    /** As {@link #validExtension1} for map 0F. */
    static boolean validExtension2(int opcode, int modRm) {
        int reg = modRm >> 3 & 7;
        boolean memory = modRm < 0xc0;
        return switch (opcode) {
            case 0x00 -> reg < 6;
            case 0x71, 0x72 -> !memory && (reg == 2 || reg == 4 || reg == 6);
            case 0x73 -> !memory && (reg & 2) != 0;
            case 0xb2, 0xb4, 0xb5, 0xc3, 0xe7 -> memory;
            case 0xba -> reg >= 4;
            case 0xc7 -> memory ? reg != 0 && reg != 2 : reg >= 6;
            default -> true;
        };
    }

    private static Operands[] parse(String rows) {
        Operands[] result = rows.chars()
                .filter(symbol -> symbol != '\n')
                .mapToObj(symbol -> Operands.of((char) symbol))
                .toArray(Operands[]::new);
        if (result.length != 256) {
            throw new IllegalStateException(result.length + " opcodes in a map");
        }
        return result;
    }

    private static BitSet ranges(String text) {
        BitSet result = new BitSet(256);
        for (String range : text.split(" ")) {
            String[] ends = range.split("-");
            result.set(Integer.parseInt(ends[0], 16), Integer.parseInt(ends[ends.length - 1], 16) + 1);
        }
        return result;
    }
}
