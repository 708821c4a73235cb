package isthmus.app.record;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Follows a store for one view, on a thread of its own: some times a second it tests what is new, and hands on the index;
 * a new filter is built from the beginning and its index handed on whole. The view can pause: the recording goes on.
 */
public final class TraceFollower implements AutoCloseable {
    private static final long PERIOD_NANOS = 100_000_000;

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

    /** While it is paused no new rows come; a new filter is applied all the same. */
    public void setPaused(boolean pause) {
        paused = pause;
        LockSupport.unpark(thread);
    }

    private void follow() {
        TraceSelection selection = null;
        long version = -1;
        while (!closed) {
            TraceFilter filter = wanted;
            boolean fresh = selection == null || selection.filter() != filter;
            long now = store.version();
            if (fresh || (now != version && !paused)) {
                TraceSelection next = fresh ? new TraceSelection(store, filter) : selection;
                if (next.advance(() -> closed || wanted != filter)) {
                    selection = next;
                    version = now;
                    changed.accept(selection);
                }
            }
            if (wanted == filter) {
                LockSupport.parkNanos(PERIOD_NANOS);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
