package isthmus.core.wait;

/** A listener on a {@link WaitQueue}. Compared by identity. */
public final class WaitEntry {
    /** Hears of new readiness; see {@link WaitQueue} for what it may do. */
    @FunctionalInterface
    public interface Listener {
        void ready(int events);

        /** Of an exclusive entry: whether somebody waits who hears of it, so that no other one need be told. */
        default boolean isAwaited() {
            return true;
        }
    }

    private final int mask;
    private final boolean exclusive;
    private final Listener listener;

    public WaitEntry(int mask, boolean exclusive, Listener listener) {
        this.mask = mask;
        this.exclusive = exclusive;
        this.listener = listener;
    }

    public WaitEntry(int mask, Listener listener) {
        this(mask, false, listener);
    }

    public int mask() {
        return mask;
    }

    public boolean exclusive() {
        return exclusive;
    }

    public Listener listener() {
        return listener;
    }
}
