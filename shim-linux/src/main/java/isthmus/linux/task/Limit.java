package isthmus.linux.task;

/**
 * One resource limit (getrlimit(2)); unsigned numbers.
 *
 * @param soft the limit that counts
 * @param hard how far an ordinary process may raise {@code soft}
 */
public record Limit(long soft, long hard) {
    /** RLIM_INFINITY. */
    public static final long INFINITY = -1L;

    public static final Limit NONE = new Limit(INFINITY, INFINITY);

    /** Whether {@code amount} (unsigned) is more than the soft limit allows. */
    public boolean exceededBy(long amount) {
        return Long.compareUnsigned(amount, soft) > 0;
    }
}
