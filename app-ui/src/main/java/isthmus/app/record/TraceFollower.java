package isthmus.app.record;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Follows a store for one view, on a thread of its own: some times a second it tests what is new, and hands on the index;
 * a new filter is built from the beginning and its index handed on whole. The view can pause: the recording goes on.
 */
public final class TraceFollower implements AutoCloseable {
    private static final long PERIOD_NANOS = 100_000_000;
    /** More rows a second than this are shown less often: what shows them takes time from the program that makes them. */
    private static final double MANY_ROWS = 100_000;

    private static final long LONG_PERIOD_NANOS = 400_000_000;

    private final TraceStore store;
    private final Consumer<TraceSelection> changed;
    private final Thread thread = new Thread(this::follow, "isthmus-trace-view");
    private volatile TraceFilter wanted = TraceFilter.ALL;
    private volatile boolean paused;
    private volatile boolean closed;

    /** @param changed called by the follower's thread, at most some ten times a second */
    public TraceFollower(TraceStore store, Consumer<TraceSelection> changed) {
        this.store = store;
        this.changed = changed;
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** The filter from now on; what is being built for another one is given up. */
    public void setFilter(TraceFilter filter) {
        wanted = filter;
        LockSupport.unpark(thread);
    }

    /** While it is paused no new rows come; a new filter is applied all the same, to the rows that there were. */
    public void setPaused(boolean pause) {
        paused = pause;
        LockSupport.unpark(thread);
    }

    private void follow() {
        TraceSelection selection = null;
        long version = -1;
        long limit = Long.MAX_VALUE;
        long period = PERIOD_NANOS;
        while (!closed) {
            TraceFilter filter = wanted;
            if (!paused) {
                limit = Long.MAX_VALUE;
            } else if (limit == Long.MAX_VALUE) {
                limit = selection == null ? store.endRow() : selection.index().end();
            }
            boolean fresh = selection == null || selection.filter() != filter;
            long now = store.version();
            if (fresh || (now != version && limit == Long.MAX_VALUE)) {
                TraceSelection next = fresh ? new TraceSelection(store, filter) : selection;
                if (next.advance(limit, () -> closed || wanted != filter)) {
                    selection = next;
                    version = limit == Long.MAX_VALUE ? now : -1; // what was left out comes after the pause
                    changed.accept(selection);
                }
            }
            if (wanted == filter) {
                long rows = store.endRow();
                LockSupport.parkNanos(period);
                boolean many = (store.endRow() - rows) * 1e9 / period > MANY_ROWS;
                period = many ? LONG_PERIOD_NANOS : PERIOD_NANOS;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
