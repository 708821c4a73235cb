package isthmus.core.patch;

import java.util.Arrays;

/**
 * Instructions of the guest that run at another place. Immutable. Each mark says what the guest would see at a place in
 * the copy, up to the next mark: its own instruction pointer, and a register and the stack pointer that are off by an amount meanwhile.
 */
final class CodeCopy {
    /** No register is off. */
    static final int NOTHING = -1;

    final long start;
    final byte[] code;
    /** Where the guest's bytes lie that are in it. */
    private final long from;

    private final long to;
    private final int[] at;
    private final long[] guest;
    private final int[] register;
    private final int[] amount;
    private final int[] stack;
    private final int[] saved;

    CodeCopy(
            long start,
            byte[] code,
            long from,
            long to,
            int[] at,
            long[] guest,
            int[] register,
            int[] amount,
            int[] stack,
            int[] saved) {
        this.start = start;
        this.code = code;
        this.from = from;
        this.to = to;
        this.at = at;
        this.guest = guest;
        this.register = register;
        this.amount = amount;
        this.stack = stack;
        this.saved = saved;
    }

    long end() {
        return start + code.length;
    }

    boolean contains(long rip) {
        return rip >= start && rip <= end();
    }

    /** Whether it depends on the guest's bytes in a range. */
    boolean isOf(long rangeStart, long rangeEnd) {
        return from < rangeEnd && rangeStart < to;
    }

    /** Where instructions of the copy start, at least one for each of the guest's. */
    long[] boundaries() {
        return Arrays.stream(at).mapToLong(offset -> start + offset).distinct().toArray();
    }

    /** The byte at a place in the copy, as it was made; none at its end. */
    byte[] byteAt(long rip) {
        int offset = (int) (rip - start);
        return offset < code.length ? new byte[] {code[offset]} : new byte[0];
    }

    private int mark(long rip) {
        int found = Arrays.binarySearch(at, (int) (rip - start));
        if (found < 0) {
            return Math.max(0, -found - 2);
        }
        while (found + 1 < at.length && at[found + 1] == at[found]) {
            found++;
        }
        return found;
    }

    /** The guest's instruction pointer for a place in the copy. */
    long guestAddress(long rip) {
        return guest[mark(rip)];
    }

    /** The register, numbered as in the instruction encoding, that is off there, or {@link #NOTHING}. */
    int register(long rip) {
        return register[mark(rip)];
    }

    /** What must be added to the stack pointer, besides. */
    int stack(long rip) {
        return stack[mark(rip)];
    }

    /** How far from the stack pointer the guest's rax lies; 0 if it is in its place. */
    int saved(long rip) {
        return saved[mark(rip)];
    }

    /** What must be added to that register. */
    int amount(long rip) {
        return amount[mark(rip)];
    }
}
