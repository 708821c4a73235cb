package isthmus.linux.signal;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How many signals each user has queued (RLIMIT_SIGPENDING counts by real user ID, across all processes). Lock-free. */
public final class PendingLimit {
    private final ConcurrentHashMap<Integer, AtomicInteger> byUser = new ConcurrentHashMap<>();

    /** A place in a queue. */
    static final class Slot {
        private final AtomicInteger count;

        private Slot(AtomicInteger count) {
            this.count = count;
        }

        void free() {
            count.decrementAndGet();
        }
    }

    /** A place for a signal of this user, or null if {@code limit} are taken. */
    Slot reserve(int uid, long limit) {
        AtomicInteger count = byUser.computeIfAbsent(uid, unused -> new AtomicInteger());
        if (count.incrementAndGet() > limit && limit >= 0) {
            count.decrementAndGet();
            return null;
        }
        return new Slot(count);
    }

    /** How many the user has queued (SigQ in /proc/pid/status). */
    public int count(int uid) {
        AtomicInteger count = byUser.get(uid);
        return count == null ? 0 : count.get();
    }
}
