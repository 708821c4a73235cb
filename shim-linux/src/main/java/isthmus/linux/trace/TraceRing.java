package isthmus.linux.trace;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A bounded queue without locks, from the threads that serve tasks to the one that writes. What does not fit is lost and
 * counted: a traced program is never held up.
 */
final class TraceRing {
    private static final int SIZE = 1 << 16;
    private final AtomicReferenceArray<TraceEvent> slots = new AtomicReferenceArray<>(SIZE);
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    /** Changed by the reader only. */
    private volatile long read;

    void add(TraceEvent event) {
        while (true) {
            long at = next.get();
            if (at - read >= SIZE) {
                lost.incrementAndGet();
                return;
            }
            if (next.compareAndSet(at, at + 1)) {
                slots.set((int) (at & SIZE - 1), event);
                return;
            }
        }
    }

    /** The oldest event, or null if there is none, or it is being put there just now. One thread only. */
    TraceEvent poll() {
        int slot = (int) (read & SIZE - 1);
        TraceEvent event = slots.get(slot);
        if (event != null) {
            slots.set(slot, null);
            advance();
        }
        return event;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one reader
    private void advance() {
        read++;
    }

    boolean isEmpty() {
        return read == next.get();
    }

    /** How many were lost since the last time it was asked. */
    long takeLost() {
        return lost.getAndSet(0);
    }
}
