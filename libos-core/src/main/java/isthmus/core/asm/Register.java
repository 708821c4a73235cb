package isthmus.core.asm;

/** The sixteen general registers of x86-64, in the order of their hardware numbers. */
public enum Register {
    RAX,
    RCX,
    RDX,
    RBX,
    RSP,
    RBP,
    RSI,
    RDI,
    R8,
    R9,
    R10,
    R11,
    R12,
    R13,
    R14,
    R15;

    /** The hardware number, 0 to 15: three bits go into ModRM, SIB or the opcode, the fourth into REX. */
    public int number() {
        return ordinal();
    }
}
