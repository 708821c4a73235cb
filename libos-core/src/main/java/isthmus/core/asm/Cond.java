package isthmus.core.asm;

/** Conditions of {@code jcc}, with the code that is added to the opcode (Intel SDM volume 2, appendix B, "tttn"). */
public enum Cond {
    E(0x4),
    NE(0x5),
    B(0x2),
    AE(0x3),
    BE(0x6),
    A(0x7),
    L(0xc),
    GE(0xd),
    LE(0xe),
    G(0xf),
    S(0x8),
    NS(0x9);

    private final int code;

    Cond(int code) {
        this.code = code;
    }

    /** The condition code, 0 to 15. */
    public int code() {
        return code;
    }
}
