package isthmus.core.asm.decode;

/**
 * The shape of one x86-64 instruction. All offsets are in bytes from its first byte.
 *
 * @param kind what it does to the flow of control
 * @param length in bytes, 1 to 15; 0 if {@linkplain #isValid() not valid}
 * @param displacementOffset where the displacement of a memory operand (or the address of a {@code moffs}) lies; 0 if none
 * @param displacementSize 1, 4 or 8 bytes; 0 if there is none
 * @param ripRelative whether the memory operand is relative to the next instruction's address
 * @param addressSize32 whether addresses wrap at 32 bits (prefix 67)
 * @param relativeOffset where the distance of a relative branch lies; 0 if it is none
 * @param relativeSize 1 or 4 bytes; 0 if it is no relative branch
 * @param distance the signed distance from the next instruction to the branch's target or the RIP-relative operand
 */
public record Instruction(
        Kind kind,
        int length,
        int displacementOffset,
        int displacementSize,
        boolean ripRelative,
        boolean addressSize32,
        int relativeOffset,
        int relativeSize,
        int distance) {

    static final Instruction INVALID = new Instruction(Kind.INVALID, 0, 0, 0, false, false, 0, 0, 0);
    static final Instruction TRUNCATED = new Instruction(Kind.TRUNCATED, 0, 0, 0, false, false, 0, 0, 0);

    /** What an instruction does to the flow of control. */
    public enum Kind {
        /** Undefined in 64-bit mode, or of a length that differs between makers of processors. */
        INVALID,
        /** The given bytes end before the instruction does. */
        TRUNCATED,
        /** Goes on with the next instruction (or faults). */
        ORDINARY,
        /** A relative {@code jmp}. */
        JUMP,
        /** A relative branch which may also go on: {@code jcc}, {@code loop}, {@code jrcxz}, {@code xbegin}. */
        CONDITIONAL_JUMP,
        /** A relative {@code call}. */
        CALL,
        INDIRECT_JUMP,
        INDIRECT_CALL,
        /** {@code ret}, far {@code ret}, {@code iret}. */
        RETURN,
        SYSCALL,
        SYSENTER,
        /** {@code int n}, {@code int3}, {@code int1}. */
        INTERRUPT
    }

    public boolean isValid() {
        return length != 0;
    }

    /** Whether it is a branch or call to a fixed distance. */
    public boolean isRelativeBranch() {
        return relativeSize != 0;
    }

    /** The target of the relative branch, or the address of the RIP-relative operand, if this lies at {@code address}. */
    public long target(long address) {
        if (!ripRelative && !isRelativeBranch()) {
            throw new IllegalStateException("not relative");
        }
        long target = address + length + distance;
        return ripRelative && addressSize32 ? target & 0xffff_ffffL : target;
    }
}
