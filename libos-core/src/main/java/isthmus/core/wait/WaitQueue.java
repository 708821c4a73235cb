package isthmus.core.wait;

import java.util.ArrayList;
import java.util.List;

/**
 * The listeners that want to hear when an object (a pipe end, a socket, a process …) changes its readiness.
 *
 * <p>Lock order: a queue's monitor is a leaf. Listeners are called without it, and usually with the lock of the object
 * that owns the queue; a listener must therefore only set flags, unpark threads or wake other queues, and take no lock
 * that is held while a queue is woken.
 */
public final class WaitQueue {
    /** Guarded by this. Copied on write, so that waking needs no copy. */
    private volatile List<WaitEntry> entries = List.of();

    public synchronized void add(WaitEntry entry) {
        List<WaitEntry> copy = new ArrayList<>(entries.size() + 1);
        copy.addAll(entries);
        copy.add(entry);
        entries = copy;
    }

    public synchronized void remove(WaitEntry entry) {
        List<WaitEntry> copy = new ArrayList<>(entries);
        copy.remove(entry);
        entries = copy.isEmpty() ? List.of() : copy;
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Tells all whose mask meets {@code events} ({@link PollEvents}; errors and hang-ups meet every mask). Of the exclusive ones only the first. */
    public void wake(int events) {
        boolean exclusiveServed = false;
        for (WaitEntry entry : entries) {
            if ((events & (entry.mask() | PollEvents.POLLERR | PollEvents.POLLHUP)) == 0) {
                continue;
            }
            if (entry.exclusive()) {
                if (exclusiveServed) {
                    continue;
                }
                exclusiveServed = true;
            }
            entry.listener().ready(events);
        }
    }
}
