package isthmus.linux.signal;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.UnaryOperator;

/**
 * A queue of signals that wait to be delivered: one of a task's own, or that of a process. Guarded by the
 * {@link ProcessSignals} it belongs to.
 */
final class PendingSignals {
    /**
     * A queued signal.
     *
     * @param slot what its sender used of RLIMIT_SIGPENDING, or null
     * @param onTake completes what it carries when it is taken, or null
     */
    record Entry(SigInfo info, PendingLimit.Slot slot, UnaryOperator<SigInfo> onTake) {
        void free() {
            if (slot != null) {
                slot.free();
            }
        }
    }

    private final ArrayDeque<Entry> queue = new ArrayDeque<>();
    private long set;

    /** The signals that are pending here. */
    long set() {
        return set;
    }

    boolean contains(int signo) {
        return Signal.contains(set, signo);
    }

    void add(Entry entry) {
        queue.add(entry);
        set |= Signal.bit(entry.info().signo());
    }

    /** Marks a signal pending whose details found no room in the queue. */
    void addBare(int signo) {
        set |= Signal.bit(signo);
    }

    /** Takes the oldest of a signal that is pending. */
    SigInfo take(int signo) {
        Entry found = null;
        boolean more = false;
        for (Iterator<Entry> i = queue.iterator(); i.hasNext(); ) {
            Entry entry = i.next();
            if (entry.info().signo() != signo) {
                continue;
            }
            if (found != null) {
                more = true;
                break;
            }
            found = entry;
            i.remove();
        }
        if (!more) {
            set &= ~Signal.bit(signo);
        }
        if (found == null) {
            return SigInfo.ofUser(signo, 0, 0);
        }
        found.free();
        return found.onTake() == null ? found.info() : found.onTake().apply(found.info());
    }

    /** Forgets these signals. */
    void discard(long signals) {
        if ((set & signals) == 0) {
            return;
        }
        set &= ~signals;
        queue.removeIf(entry -> {
            boolean gone = Signal.contains(signals, entry.info().signo());
            if (gone) {
                entry.free();
            }
            return gone;
        });
    }
}
