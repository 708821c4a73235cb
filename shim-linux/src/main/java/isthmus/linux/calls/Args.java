package isthmus.linux.calls;

/** The six arguments of a system call, copied from the registers once. One object per task, reused. */
public final class Args {
    private final long[] values = new long[6];

    public void set(int index, long value) {
        values[index] = value;
    }

    /** The whole register. */
    public long n(int index) {
        return values[index];
    }

    /** The lower half, as C's {@code int}. */
    public int i(int index) {
        return (int) values[index];
    }
}
