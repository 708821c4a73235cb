package isthmus.linux.signal;

/**
 * The alternate stack of a task (sigaltstack(2)).
 *
 * @param base the lowest address
 * @param flags 0, {@link #SS_DISABLE} or {@link #SS_AUTODISARM}
 */
public record AltStack(long base, int flags, long size) {
    public static final int SS_ONSTACK = 1, SS_DISABLE = 2, SS_AUTODISARM = 1 << 31;
    /** The least size that sigaltstack takes. */
    public static final long MINSIGSTKSZ = 2048;

    /** No alternate stack. */
    public static final AltStack NONE = new AltStack(0, SS_DISABLE, 0);

    /** Whether the address lies in the stack's area; the lowest address itself does not. */
    boolean covers(long sp) {
        return Long.compareUnsigned(sp, base) > 0 && Long.compareUnsigned(sp - base, size) <= 0;
    }

    /** Whether a task with this stack pointer runs on it, so that it can be neither changed nor entered anew. */
    boolean isActive(long sp) {
        return (flags & SS_AUTODISARM) == 0 && covers(sp);
    }

    /** {@code SS_DISABLE}, {@code SS_ONSTACK} or 0. */
    int state(long sp) {
        return size == 0 ? SS_DISABLE : isActive(sp) ? SS_ONSTACK : 0;
    }

    /** What sigaltstack shows as {@code ss_flags} to a task with this stack pointer. */
    public int shownFlags(long sp) {
        return flags & SS_AUTODISARM | state(sp);
    }
}
