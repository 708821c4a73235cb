package isthmus.core.asm;

/**
 * Emits x86-64 machine code for a known base address. Operands stand in Intel order, destination first; widths as in
 * {@link DataInstructions}. Jumps and calls are always rel32 except the explicit short ones. A wrong operand is an
 * {@link IllegalArgumentException}; the source of all encodings is the Intel SDM volume 2. Not thread-safe.
 */
public final class Assembler extends ArithmeticInstructions {
    /** The recommended long no-operations (Intel SDM volume 2, NOP), by length less one. */
    private static final int[][] NOPS = {
        {0x90},
        {0x66, 0x90},
        {0x0f, 0x1f, 0x00},
        {0x0f, 0x1f, 0x40, 0x00},
        {0x0f, 0x1f, 0x44, 0x00, 0x00},
        {0x66, 0x0f, 0x1f, 0x44, 0x00, 0x00},
        {0x0f, 0x1f, 0x80, 0x00, 0x00, 0x00, 0x00},
        {0x0f, 0x1f, 0x84, 0x00, 0x00, 0x00, 0x00, 0x00},
        {0x66, 0x0f, 0x1f, 0x84, 0x00, 0x00, 0x00, 0x00, 0x00},
    };

    /** @param base the address at which the first byte will lie */
    public Assembler(long base) {
        super(base);
    }

    public void jmp(Label target) {
        opcode(0xe9);
        rel32(target);
    }

    /** A jump of -128 to 127 bytes; {@link #finish()} fails if the label is further away. */
    public void jmpShort(Label target) {
        opcode(0xeb);
        rel8(target);
    }

    public void jmp(Register target) {
        register(NO_PREFIX, false, 0xff, 4, target);
    }

    /** Jumps to the address that is stored at {@code [base + disp]}. */
    public void jmpMem(Register base, int disp) {
        memory(NO_PREFIX, false, 0xff, 4, base, disp);
    }

    /** Jumps to the address that is stored at {@code gs:[disp]}. */
    public void jmpGs(int disp) {
        gs(false, 0xff, 4, disp);
    }

    /** Jumps to the address that is stored at the label. */
    public void jmpRipMem(Label cell) {
        ripRelative(false, 0xff, 4, cell);
    }

    public void jcc(Cond condition, Label target) {
        opcode(0x0f80 + condition.code());
        rel32(target);
    }

    /** A jump of -128 to 127 bytes; {@link #finish()} fails if the label is further away. */
    public void jccShort(Cond condition, Label target) {
        opcode(0x70 + condition.code());
        rel8(target);
    }

    public void call(Label target) {
        opcode(0xe8);
        rel32(target);
    }

    public void call(Register target) {
        register(NO_PREFIX, false, 0xff, 2, target);
    }

    /** Calls the address that is stored at {@code [base + disp]}. */
    public void callMem(Register base, int disp) {
        memory(NO_PREFIX, false, 0xff, 2, base, disp);
    }

    public void ret() {
        opcode(0xc3);
    }

    public void iretq() {
        opcode(0x48cf);
    }

    public void syscall() {
        opcode(0x0f05);
    }

    public void int3() {
        opcode(0xcc);
    }

    public void ud2() {
        opcode(0x0f0b);
    }

    public void pause() {
        opcode(0xf390);
    }

    public void cpuid() {
        opcode(0x0fa2);
    }

    public void rdtsc() {
        opcode(0x0f31);
    }

    public void xgetbv() {
        opcode(0x0f01d0);
    }

    /** Saves the state components in EDX:EAX at {@code [base + disp]}, which must be a multiple of 64. */
    public void xsave64(Register base, int disp) {
        memory(NO_PREFIX, true, 0x0fae, 4, base, disp);
    }

    public void xrstor64(Register base, int disp) {
        memory(NO_PREFIX, true, 0x0fae, 5, base, disp);
    }

    /** Saves 512 bytes at {@code [base + disp]}, which must be a multiple of 16. */
    public void fxsave64(Register base, int disp) {
        memory(NO_PREFIX, true, 0x0fae, 0, base, disp);
    }

    public void fxrstor64(Register base, int disp) {
        memory(NO_PREFIX, true, 0x0fae, 1, base, disp);
    }

    public void rdfsbase(Register dst) {
        register(REP, true, 0x0fae, 0, dst);
    }

    public void rdgsbase(Register dst) {
        register(REP, true, 0x0fae, 1, dst);
    }

    public void wrfsbase(Register src) {
        register(REP, true, 0x0fae, 2, src);
    }

    public void wrgsbase(Register src) {
        register(REP, true, 0x0fae, 3, src);
    }

    /** {@code count} bytes that do nothing, in as few instructions as possible. */
    public void nop(int count) {
        for (int rest = count; rest > 0; ) {
            int step = Math.min(rest, NOPS.length);
            bytes(NOPS[step - 1]);
            rest -= step;
        }
    }

    /** Fills with no-operations up to an address that is a multiple of {@code alignment}, a power of two. */
    public void align(int alignment) {
        if (Integer.bitCount(alignment) != 1 || alignment < 0) {
            throw new IllegalArgumentException("alignment " + alignment);
        }
        nop((int) (-currentAddress() & (alignment - 1)));
    }
}
