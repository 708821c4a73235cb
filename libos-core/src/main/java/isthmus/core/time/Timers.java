package isthmus.core.time;

import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs things at given moments, on one daemon thread that starts with the first. What it runs must be quick and must not
 * block. Its monitor guards the queue and is a leaf; it is not held while something runs.
 */
public final class Timers implements AutoCloseable {
    /** Something that is to run once. */
    public static final class Entry implements Comparable<Entry> {
        private final long deadline;
        private final long number;
        private final Runnable action;

        private Entry(long deadline, long number, Runnable action) {
            this.deadline = deadline;
            this.number = number;
            this.action = action;
        }

        @Override
        public int compareTo(Entry other) {
            int order = Long.signum(deadline - other.deadline); // nanoTime may wrap
            return order != 0 ? order : Long.compare(number, other.number);
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(number);
        }
    }

    private final TreeSet<Entry> queue = new TreeSet<>();
    private long made;
    private Thread thread;
    private boolean closed;

    /** @param deadline in {@link System#nanoTime()}'s time, less than 292 years away; if it has passed, the action runs at once */
    public synchronized Entry schedule(long deadline, Runnable action) {
        Entry entry = new Entry(deadline, made++, action);
        if (closed) {
            return entry;
        }
        queue.add(entry);
        if (thread == null) {
            thread = new Thread(this::serve, "isthmus timers");
            thread.setDaemon(true);
            thread.start();
        } else if (queue.first() == entry) {
            LockSupport.unpark(thread);
        }
        return entry;
    }

    /** Whether it had not begun to run; it will not, then. Null does nothing. */
    public synchronized boolean cancel(Entry entry) {
        return entry != null && queue.remove(entry);
    }

    private void serve() {
        while (true) {
            Runnable due = null;
            long wait = 0;
            synchronized (this) {
                if (closed) {
                    return;
                }
                Entry first = queue.isEmpty() ? null : queue.first();
                if (first != null) {
                    wait = first.deadline - System.nanoTime();
                    if (wait <= 0) {
                        queue.remove(first);
                        due = first.action;
                    }
                }
            }
            if (due != null) {
                due.run();
            } else if (wait > 0) {
                LockSupport.parkNanos(this, wait);
            } else {
                LockSupport.park(this);
            }
        }
    }

    /** Nothing runs any more. */
    @Override
    public synchronized void close() {
        closed = true;
        queue.clear();
        LockSupport.unpark(thread);
    }
}
