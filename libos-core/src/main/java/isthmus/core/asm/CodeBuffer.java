package isthmus.core.asm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes, labels and references of a piece of code, and the encoding of prefixes, ModRM and SIB (Intel SDM volume 2,
 * chapter 2). An opcode is given as one number of one to three bytes, most significant byte first, such as
 * {@code 0x0FAE}.
 */
abstract sealed class CodeBuffer permits DataInstructions {
    static final int NO_PREFIX = 0;
    static final int GS = 0x65;
    static final int LOCK = 0xf0;
    static final int REP = 0xf3;

    private static final int MOD_MEMORY = 0;
    private static final int MOD_DISP8 = 1;
    private static final int MOD_DISP32 = 2;
    private static final int MOD_REGISTER = 3;
    /** In ModRM.rm: a SIB byte follows. In SIB.index: no index. */
    private static final int SIB = 4;
    /** With MOD_MEMORY, in ModRM.rm: RIP-relative; in SIB.base: no base, disp32. */
    private static final int NO_BASE = 5;

    private enum Kind {
        REL8(1),
        REL32(4),
        ABS64(8);

        private final int size;

        Kind(int size) {
            this.size = size;
        }
    }

    private record Reference(int position, Kind kind, Label target) {}

    private final long base;
    private final List<Reference> references = new ArrayList<>();
    private byte[] code = new byte[4096];
    private int length;

    CodeBuffer(long base) {
        this.base = base;
    }

    /** Gives {@code label} the present place. */
    public final void bind(Label label) {
        label.bind(this, length);
    }

    /** A new label at the present place. */
    public final Label here(String name) {
        Label label = new Label(name);
        bind(label);
        return label;
    }

    /** The address of a bound label. */
    public final long address(Label label) {
        return base + label.position(this);
    }

    /** The address at which the next byte goes. */
    public final long currentAddress() {
        return base + length;
    }

    /** The number of bytes so far. */
    public final int size() {
        return length;
    }

    /** Data: these bytes as they are. */
    public final void bytes(byte... data) {
        reserve(data.length);
        System.arraycopy(data, 0, code, length, data.length);
        length += data.length;
    }

    /** Data: the low eight bits of each value. */
    public final void bytes(int... data) {
        for (int value : data) {
            emit8(value);
        }
    }

    /** Data: four bytes each, little endian. */
    public final void int32(int... values) {
        for (int value : values) {
            emit32(value);
        }
    }

    /** Data: eight bytes each, little endian. */
    public final void long64(long... values) {
        for (long value : values) {
            emit64(value);
        }
    }

    /** Data: the absolute address of a label, which may be bound later. */
    public final void long64(Label label) {
        reference(Kind.ABS64, label);
    }

    /** Data: {@code count} zero bytes. */
    public final void zeros(int count) {
        bytes(new byte[count]);
    }

    /**
     * The finished code with all references resolved; more may be emitted afterwards.
     *
     * @throws IllegalStateException if a used label is not bound, or too far away for its reference
     */
    public final byte[] finish() {
        byte[] result = Arrays.copyOf(code, length);
        for (Reference reference : references) {
            resolve(result, reference);
        }
        return result;
    }

    private void resolve(byte[] result, Reference reference) {
        long value = reference.target.position(this);
        if (reference.kind == Kind.ABS64) {
            value += base;
        } else {
            value -= reference.position + reference.kind.size;
            if (reference.kind == Kind.REL8 && value != (byte) value) {
                throw new IllegalStateException("too far for a short jump: " + reference.target + " by " + value);
            }
        }
        for (int i = 0; i < reference.kind.size; i++) {
            result[reference.position + i] = (byte) (value >> (8 * i));
        }
    }

    final void emit8(int value) {
        reserve(1);
        code[length++] = (byte) value;
    }

    final void emit32(int value) {
        for (int shift = 0; shift < 32; shift += 8) {
            emit8(value >> shift);
        }
    }

    final void emit64(long value) {
        for (int shift = 0; shift < 64; shift += 8) {
            emit8((int) (value >> shift));
        }
    }

    /** An opcode without operands or prefixes. */
    final void opcode(int opcode) {
        if (opcode >>> 16 != 0) {
            emit8(opcode >>> 16);
        }
        if (opcode >>> 8 != 0) {
            emit8(opcode >>> 8);
        }
        emit8(opcode);
    }

    /** An opcode that implies RAX or EAX and has no ModRM. */
    final void accumulator(boolean wide, int opcode) {
        rex(wide, 0, 0, 0, false);
        opcode(opcode);
    }

    /** An opcode whose low three bits name a register: {@code push}, {@code pop}, {@code mov reg, imm}. */
    final void opcodeWithRegister(boolean wide, int opcode, Register register) {
        rex(wide, 0, 0, register.number(), false);
        emit8(opcode + (register.number() & 7));
    }

    /** A ModRM with two registers; {@code reg} is a register's number or an opcode extension. */
    final void register(int prefix, boolean wide, int opcode, int reg, Register rm) {
        start(prefix, wide, opcode, reg, 0, rm.number(), false);
        modRm(MOD_REGISTER, reg, rm.number());
    }

    /** A ModRM with {@code [base + disp]}, in its shortest form. */
    final void memory(int prefix, boolean wide, int opcode, int reg, Register base, int disp) {
        memory(prefix, wide, opcode, reg, base, disp, false);
    }

    /** As above; {@code byteRegister} asks for the REX prefix which makes 4..7 mean SPL..DIL. */
    final void memory(int prefix, boolean wide, int opcode, int reg, Register base, int disp, boolean byteRegister) {
        start(prefix, wide, opcode, reg, 0, base.number(), byteRegister && reg >= 4);
        int low = base.number() & 7;
        int mod = mod(low, disp);
        modRm(mod, reg, low);
        if (low == SIB) {
            emit8(SIB << 3 | low);
        }
        displacement(mod, disp);
    }

    /** A ModRM with {@code [base + index * scale + disp]}; the scale is 1, 2, 4 or 8 and the index not RSP. */
    final void indexed(boolean wide, int opcode, int reg, Register base, Register index, int scale, int disp) {
        if (index == Register.RSP) {
            throw new IllegalArgumentException("rsp cannot be an index");
        }
        if (Integer.bitCount(scale) != 1 || scale > 8 || scale < 1) {
            throw new IllegalArgumentException("scale " + scale);
        }
        start(NO_PREFIX, wide, opcode, reg, index.number(), base.number(), false);
        int low = base.number() & 7;
        int mod = mod(low, disp);
        modRm(mod, reg, SIB);
        emit8(Integer.numberOfTrailingZeros(scale) << 6 | (index.number() & 7) << 3 | low);
        displacement(mod, disp);
    }

    /** A ModRM with {@code gs:[disp]}: a sign-extended offset from the GS base, no base register, not RIP-relative. */
    final void gs(boolean wide, int opcode, int reg, int disp) {
        start(GS, wide, opcode, reg, 0, 0, false);
        modRm(MOD_MEMORY, reg, SIB);
        emit8(SIB << 3 | NO_BASE);
        emit32(disp);
    }

    /** A ModRM with {@code [rip + label]}; no immediate may follow. */
    final void ripRelative(boolean wide, int opcode, int reg, Label label) {
        start(NO_PREFIX, wide, opcode, reg, 0, 0, false);
        modRm(MOD_MEMORY, reg, NO_BASE);
        rel32(label);
    }

    final void rel8(Label label) {
        reference(Kind.REL8, label);
    }

    final void rel32(Label label) {
        reference(Kind.REL32, label);
    }

    private void reference(Kind kind, Label target) {
        references.add(new Reference(length, kind, target));
        zeros(kind.size);
    }

    private void start(int prefix, boolean wide, int opcode, int reg, int index, int rm, boolean forceRex) {
        if (prefix != NO_PREFIX) {
            emit8(prefix);
        }
        rex(wide, reg, index, rm, forceRex);
        opcode(opcode);
    }

    private void rex(boolean wide, int reg, int index, int rm, boolean force) {
        int bits = (wide ? 8 : 0) | (reg >> 3) << 2 | (index >> 3) << 1 | rm >> 3;
        if (bits != 0 || force) {
            emit8(0x40 | bits);
        }
    }

    /** RBP and R13 have no form without displacement: with mod 0 their code means "no base". */
    private static int mod(int lowBase, int disp) {
        if (disp == 0 && lowBase != NO_BASE) {
            return MOD_MEMORY;
        }
        return disp == (byte) disp ? MOD_DISP8 : MOD_DISP32;
    }

    private void modRm(int mod, int reg, int rm) {
        emit8(mod << 6 | (reg & 7) << 3 | rm & 7);
    }

    private void displacement(int mod, int disp) {
        if (mod == MOD_DISP8) {
            emit8(disp);
        } else if (mod == MOD_DISP32) {
            emit32(disp);
        }
    }

    private void reserve(int count) {
        if (code.length - length < count) {
            code = Arrays.copyOf(code, Math.max(code.length * 2, length + count));
        }
    }
}
