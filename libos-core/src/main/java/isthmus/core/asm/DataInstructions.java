package isthmus.core.asm;

/**
 * Instructions which move data. Operands are 64 bits wide unless the name says otherwise; 32-bit ones clear the upper half
 * of their destination register. Displacements are in bytes and signed.
 */
abstract sealed class DataInstructions extends CodeBuffer permits ArithmeticInstructions {
    DataInstructions(long base) {
        super(base);
    }

    public final void mov(Register dst, Register src) {
        register(NO_PREFIX, true, 0x89, src.number(), dst);
    }

    public final void mov32(Register dst, Register src) {
        register(NO_PREFIX, false, 0x89, src.number(), dst);
    }

    /** Loads a constant in the shortest encoding that leaves the flags alone. */
    public final void mov(Register dst, long imm) {
        if (imm >>> 32 == 0) {
            opcodeWithRegister(false, 0xb8, dst);
            emit32((int) imm);
        } else if (imm == (int) imm) {
            register(NO_PREFIX, true, 0xc7, 0, dst);
            emit32((int) imm);
        } else {
            opcodeWithRegister(true, 0xb8, dst);
            emit64(imm);
        }
    }

    /** Loads the address of a label, relative to RIP. */
    public final void movLabel(Register dst, Label label) {
        ripRelative(true, 0x8d, dst.number(), label);
    }

    public final void lea(Register dst, Register base, int disp) {
        memory(NO_PREFIX, true, 0x8d, dst.number(), base, disp);
    }

    public final void load(Register dst, Register base, int disp) {
        memory(NO_PREFIX, true, 0x8b, dst.number(), base, disp);
    }

    public final void load32(Register dst, Register base, int disp) {
        memory(NO_PREFIX, false, 0x8b, dst.number(), base, disp);
    }

    /** Loads one byte, zero-extended to 64 bits. */
    public final void load8(Register dst, Register base, int disp) {
        memory(NO_PREFIX, false, 0x0fb6, dst.number(), base, disp);
    }

    /** Loads from {@code [base + index * scale + disp]}; the scale is 1, 2, 4 or 8 and the index not RSP. */
    public final void loadIndexed(Register dst, Register base, Register index, int scale, int disp) {
        indexed(true, 0x8b, dst.number(), base, index, scale, disp);
    }

    /** Loads from {@code [rip + label]}. */
    public final void loadRip(Register dst, Label label) {
        ripRelative(true, 0x8b, dst.number(), label);
    }

    public final void store(Register base, int disp, Register src) {
        memory(NO_PREFIX, true, 0x89, src.number(), base, disp);
    }

    /** Stores {@code imm}, sign-extended to 64 bits. */
    public final void store(Register base, int disp, int imm) {
        memory(NO_PREFIX, true, 0xc7, 0, base, disp);
        emit32(imm);
    }

    public final void store32(Register base, int disp, Register src) {
        memory(NO_PREFIX, false, 0x89, src.number(), base, disp);
    }

    public final void store32(Register base, int disp, int imm) {
        memory(NO_PREFIX, false, 0xc7, 0, base, disp);
        emit32(imm);
    }

    /** Stores the low byte of {@code src}. */
    public final void store8(Register base, int disp, Register src) {
        memory(NO_PREFIX, false, 0x88, src.number(), base, disp, true);
    }

    /** Loads from {@code gs:[disp]}. */
    public final void loadGs(Register dst, int disp) {
        gs(true, 0x8b, dst.number(), disp);
    }

    public final void loadGs32(Register dst, int disp) {
        gs(false, 0x8b, dst.number(), disp);
    }

    public final void storeGs(int disp, Register src) {
        gs(true, 0x89, src.number(), disp);
    }

    /** Stores {@code imm}, sign-extended to 64 bits. */
    public final void storeGs(int disp, int imm) {
        gs(true, 0xc7, 0, disp);
        emit32(imm);
    }

    public final void storeGs32(int disp, Register src) {
        gs(false, 0x89, src.number(), disp);
    }

    public final void storeGs32(int disp, int imm) {
        gs(false, 0xc7, 0, disp);
        emit32(imm);
    }

    public final void push(Register src) {
        opcodeWithRegister(false, 0x50, src);
    }

    public final void pop(Register dst) {
        opcodeWithRegister(false, 0x58, dst);
    }

    public final void pushMem(Register base, int disp) {
        memory(NO_PREFIX, false, 0xff, 6, base, disp);
    }

    public final void popMem(Register base, int disp) {
        memory(NO_PREFIX, false, 0x8f, 0, base, disp);
    }

    public final void pushGs(int disp) {
        gs(false, 0xff, 6, disp);
    }

    public final void popGs(int disp) {
        gs(false, 0x8f, 0, disp);
    }

    public final void pushfq() {
        opcode(0x9c);
    }

    public final void popfq() {
        opcode(0x9d);
    }

    /** Copies RCX bytes from [RSI] to [RDI], in the direction of the flag that {@code cld} clears. */
    public final void repMovsb() {
        opcode(0xf3a4);
    }

    /** Fills RCX bytes at [RDI] with AL, in the direction of the flag that {@code cld} clears. */
    public final void repStosb() {
        opcode(0xf3aa);
    }

    public final void cld() {
        opcode(0xfc);
    }
}
