package isthmus.core.memory;

import java.util.Arrays;

/**
 * Which blocks the children of a process write to soon after fork(2): its stack, the C library's data. The next child gets
 * copies of them at once, which costs less than the faults by which it, and its parent, would ask for them; but see
 * {@link Forker}.
 */
final class ForkHabits {
    /** How many blocks are remembered, and how many a child may report. */
    static final int MOST = 8;

    private final long[] blocks = new long[MOST];
    private int next;

    ForkHabits() {
        Arrays.fill(blocks, -1);
    }

    /** A child has written to a virtual block of which it had no copy. */
    synchronized void childWrote(long virtualBlock) {
        if (!isCopiedAtOnce(virtualBlock)) {
            blocks[next] = virtualBlock;
            next = (next + 1) % MOST;
        }
    }

    synchronized boolean isCopiedAtOnce(long virtualBlock) {
        for (long block : blocks) {
            if (block == virtualBlock) {
                return true;
            }
        }
        return false;
    }
}
