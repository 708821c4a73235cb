package isthmus.core.wait;

import java.util.Arrays;

/**
 * The listeners that want to hear when an object (a pipe end, a socket, a process …) changes its readiness.
 *
 * <p>Lock order: a queue's monitor is a leaf. Listeners are called without it, and usually with the lock of the object
 * that owns the queue; a listener must therefore only set flags, unpark threads or wake other queues, and take no lock
 * that is held while a queue is woken.
 */
public final class WaitQueue {
    private static final WaitEntry[] NONE = {};

    /** Guarded by this. Copied on write, so that waking needs no copy. */
    private volatile WaitEntry[] entries = NONE;

    public synchronized void add(WaitEntry entry) {
        WaitEntry[] copy = Arrays.copyOf(entries, entries.length + 1);
        copy[entries.length] = entry;
        entries = copy;
    }

    public synchronized void remove(WaitEntry entry) {
        WaitEntry[] current = entries;
        for (int i = 0; i < current.length; i++) {
            if (current[i] == entry) {
                WaitEntry[] copy = current.length == 1 ? NONE : Arrays.copyOf(current, current.length - 1);
                System.arraycopy(current, i + 1, copy, i, copy.length - i);
                entries = copy;
                return;
            }
        }
    }

    public boolean isEmpty() {
        return entries.length == 0;
    }

    /** Tells all whose mask meets {@code events} ({@link PollEvents}; errors and hang-ups meet every mask). Of the exclusive ones no more after one that is awaited. */
    public void wake(int events) {
        boolean exclusiveServed = false;
        for (WaitEntry entry : entries) {
            if ((events & (entry.mask() | PollEvents.POLLERR | PollEvents.POLLHUP)) == 0) {
                continue;
            }
            if (entry.exclusive() && exclusiveServed) {
                continue;
            }
            exclusiveServed |= entry.exclusive() && entry.listener().isAwaited(); // before who waits has gone
            entry.listener().ready(events);
        }
    }
}
