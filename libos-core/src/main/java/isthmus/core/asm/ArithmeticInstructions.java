package isthmus.core.asm;

/** Arithmetic, comparisons and atomic operations; widths as in {@link DataInstructions}. */
abstract sealed class ArithmeticInstructions extends DataInstructions permits Assembler {
    /** The eight classic operations; the ordinal is the opcode extension, eight times it the first opcode. */
    private enum Alu {
        ADD,
        OR,
        ADC,
        SBB,
        AND,
        SUB,
        XOR,
        CMP
    }

    ArithmeticInstructions(long base) {
        super(base);
    }

    public final void add(Register dst, Register src) {
        alu(Alu.ADD, true, dst, src);
    }

    public final void add(Register dst, int imm) {
        alu(Alu.ADD, true, dst, imm);
    }

    public final void add32(Register dst, Register src) {
        alu(Alu.ADD, false, dst, src);
    }

    public final void add32(Register dst, int imm) {
        alu(Alu.ADD, false, dst, imm);
    }

    public final void sub(Register dst, Register src) {
        alu(Alu.SUB, true, dst, src);
    }

    public final void sub(Register dst, int imm) {
        alu(Alu.SUB, true, dst, imm);
    }

    public final void sub32(Register dst, Register src) {
        alu(Alu.SUB, false, dst, src);
    }

    public final void sub32(Register dst, int imm) {
        alu(Alu.SUB, false, dst, imm);
    }

    public final void and(Register dst, Register src) {
        alu(Alu.AND, true, dst, src);
    }

    public final void and(Register dst, int imm) {
        alu(Alu.AND, true, dst, imm);
    }

    public final void and32(Register dst, Register src) {
        alu(Alu.AND, false, dst, src);
    }

    public final void and32(Register dst, int imm) {
        alu(Alu.AND, false, dst, imm);
    }

    public final void or(Register dst, Register src) {
        alu(Alu.OR, true, dst, src);
    }

    public final void or(Register dst, int imm) {
        alu(Alu.OR, true, dst, imm);
    }

    public final void or32(Register dst, Register src) {
        alu(Alu.OR, false, dst, src);
    }

    public final void or32(Register dst, int imm) {
        alu(Alu.OR, false, dst, imm);
    }

    public final void xor(Register dst, Register src) {
        alu(Alu.XOR, true, dst, src);
    }

    public final void xor(Register dst, int imm) {
        alu(Alu.XOR, true, dst, imm);
    }

    public final void xor32(Register dst, Register src) {
        alu(Alu.XOR, false, dst, src);
    }

    public final void xor32(Register dst, int imm) {
        alu(Alu.XOR, false, dst, imm);
    }

    public final void cmp(Register left, Register right) {
        alu(Alu.CMP, true, left, right);
    }

    public final void cmp(Register left, int imm) {
        alu(Alu.CMP, true, left, imm);
    }

    public final void cmp32(Register left, Register right) {
        alu(Alu.CMP, false, left, right);
    }

    public final void cmp32(Register left, int imm) {
        alu(Alu.CMP, false, left, imm);
    }

    /** Compares {@code [base + disp]} with a register. */
    public final void cmpMem(Register base, int disp, Register right) {
        memory(NO_PREFIX, true, 0x39, right.number(), base, disp);
    }

    public final void cmpMem32(Register base, int disp, Register right) {
        memory(NO_PREFIX, false, 0x39, right.number(), base, disp);
    }

    /** Compares the 32 bits at {@code [base + disp]} with a constant. */
    public final void cmpMem32(Register base, int disp, int imm) {
        boolean small = imm == (byte) imm;
        memory(NO_PREFIX, false, small ? 0x83 : 0x81, Alu.CMP.ordinal(), base, disp);
        immediate(small, imm);
    }

    /** Compares the 32 bits at {@code gs:[disp]} with a constant. */
    public final void cmpGs32(int disp, int imm) {
        boolean small = imm == (byte) imm;
        gs(false, small ? 0x83 : 0x81, Alu.CMP.ordinal(), disp);
        immediate(small, imm);
    }

    public final void test(Register left, Register right) {
        register(NO_PREFIX, true, 0x85, right.number(), left);
    }

    public final void test(Register left, int imm) {
        test(true, left, imm);
    }

    public final void test32(Register left, Register right) {
        register(NO_PREFIX, false, 0x85, right.number(), left);
    }

    public final void test32(Register left, int imm) {
        test(false, left, imm);
    }

    /** Shifts left by 0 to 63 bits. */
    public final void shl(Register dst, int count) {
        shift(true, 4, dst, count);
    }

    /** Shifts right by 0 to 63 bits, filling with zeros. */
    public final void shr(Register dst, int count) {
        shift(true, 5, dst, count);
    }

    /** Shifts left by 0 to 31 bits. */
    public final void shl32(Register dst, int count) {
        shift(false, 4, dst, count);
    }

    /** Shifts right by 0 to 31 bits, filling with zeros. */
    public final void shr32(Register dst, int count) {
        shift(false, 5, dst, count);
    }

    /** Shifts {@code dst} right by 0 to 63 bits, filling from the low bits of {@code high}. */
    public final void shrd(Register dst, Register high, int count) {
        if (count < 0 || count > 63) {
            throw new IllegalArgumentException("shift by " + count);
        }
        register(NO_PREFIX, true, 0x0fac, high.number(), dst);
        emit8(count);
    }

    /** Multiplies RAX by {@code factor}, unsigned; the product is in RDX:RAX. */
    public final void mul(Register factor) {
        register(NO_PREFIX, true, 0xf7, 4, factor);
    }

    public final void inc(Register dst) {
        register(NO_PREFIX, true, 0xff, 0, dst);
    }

    public final void inc32(Register dst) {
        register(NO_PREFIX, false, 0xff, 0, dst);
    }

    public final void dec(Register dst) {
        register(NO_PREFIX, true, 0xff, 1, dst);
    }

    public final void dec32(Register dst) {
        register(NO_PREFIX, false, 0xff, 1, dst);
    }

    public final void neg(Register dst) {
        register(NO_PREFIX, true, 0xf7, 3, dst);
    }

    public final void neg32(Register dst) {
        register(NO_PREFIX, false, 0xf7, 3, dst);
    }

    /** Swaps {@code reg} with {@code [base + disp]}; atomic without a lock prefix. */
    public final void xchg32(Register base, int disp, Register reg) {
        memory(NO_PREFIX, false, 0x87, reg.number(), base, disp);
    }

    /** As {@link #xchg32}, 64 bits. */
    public final void xchg(Register base, int disp, Register reg) {
        memory(NO_PREFIX, true, 0x87, reg.number(), base, disp);
    }

    /** Atomically: if {@code [base + disp] == eax} store {@code src} there and set ZF, else load it into EAX. */
    public final void lockCmpxchg32(Register base, int disp, Register src) {
        memory(LOCK, false, 0x0fb1, src.number(), base, disp);
    }

    /** As {@link #lockCmpxchg32}, 64 bits and RAX. */
    public final void lockCmpxchg(Register base, int disp, Register src) {
        memory(LOCK, true, 0x0fb1, src.number(), base, disp);
    }

    /** Adds {@code reg} to {@code [base + disp]} and gives back the old value in {@code reg}; not atomic. */
    public final void xadd(Register base, int disp, Register reg) {
        memory(NO_PREFIX, true, 0x0fc1, reg.number(), base, disp);
    }

    /** As {@link #xadd}, atomic. */
    public final void lockXadd(Register base, int disp, Register reg) {
        memory(LOCK, true, 0x0fc1, reg.number(), base, disp);
    }

    /** As {@link #xadd}, atomic and 32 bits. */
    public final void lockXadd32(Register base, int disp, Register reg) {
        memory(LOCK, false, 0x0fc1, reg.number(), base, disp);
    }

    public final void mfence() {
        opcode(0x0faef0);
    }

    /** Waits until all instructions before it are done. */
    public final void lfence() {
        opcode(0x0faee8);
    }

    private void alu(Alu operation, boolean wide, Register dst, Register src) {
        register(NO_PREFIX, wide, operation.ordinal() * 8 + 1, src.number(), dst);
    }

    private void alu(Alu operation, boolean wide, Register dst, int imm) {
        boolean small = imm == (byte) imm;
        if (dst == Register.RAX && !small) {
            accumulator(wide, operation.ordinal() * 8 + 5);
        } else {
            register(NO_PREFIX, wide, small ? 0x83 : 0x81, operation.ordinal(), dst);
        }
        immediate(small, imm);
    }

    private void test(boolean wide, Register left, int imm) {
        if (left == Register.RAX) {
            accumulator(wide, 0xa9);
        } else {
            register(NO_PREFIX, wide, 0xf7, 0, left);
        }
        emit32(imm);
    }

    private void shift(boolean wide, int extension, Register dst, int count) {
        if (count < 0 || count > (wide ? 63 : 31)) {
            throw new IllegalArgumentException("shift by " + count);
        }
        register(NO_PREFIX, wide, count == 1 ? 0xd1 : 0xc1, extension, dst);
        if (count != 1) {
            emit8(count);
        }
    }

    private void immediate(boolean small, int imm) {
        if (small) {
            emit8(imm);
        } else {
            emit32(imm);
        }
    }
}
