package isthmus.core.asm;

/**
 * Machine code for the kernel's own process that deals with the processor's time stamp counter: functions without
 * arguments, which keep to the calling conventions of Linux and of Windows.
 */
public final class CounterCode {
    private static final int EXTENDED_LEAVES = 0x8000_0000, POWER_LEAF = 0x8000_0007, INVARIANT = 1 << 8;

    private final Assembler a = new Assembler(0);
    private final Label read = new Label("read");
    private final Label isInvariant = new Label("isInvariant");

    public CounterCode() {
        a.bind(read);
        a.lfence();
        a.rdtsc();
        a.shl(Register.RDX, 32);
        a.or(Register.RAX, Register.RDX);
        a.ret();
        a.align(16);
        a.bind(isInvariant);
        Label no = new Label("no");
        a.push(Register.RBX);
        a.mov(Register.RAX, Integer.toUnsignedLong(EXTENDED_LEAVES));
        a.cpuid();
        a.cmp32(Register.RAX, POWER_LEAF);
        a.mov(Register.RDX, 0);
        a.jcc(Cond.B, no);
        a.mov(Register.RAX, Integer.toUnsignedLong(POWER_LEAF));
        a.cpuid();
        a.bind(no);
        a.mov32(Register.RAX, Register.RDX);
        a.and32(Register.RAX, INVARIANT);
        a.pop(Register.RBX);
        a.ret();
    }

    /** The code; it may lie anywhere. */
    public byte[] bytes() {
        return a.finish();
    }

    /** Where the function is that returns the counter, not read before what the caller did last. */
    public int readOffset() {
        return (int) a.address(read);
    }

    /** Where the function is that returns not 0 if the counter runs at one rate always (CPUID, invariant TSC). */
    public int isInvariantOffset() {
        return (int) a.address(isInvariant);
    }
}
