package isthmus.linux.futex;

import isthmus.core.memory.FutexKey;
import isthmus.linux.task.Task;

/** A task that waits for a futex. Guarded by the bucket that it is in, unless a field says otherwise. */
final class Waiter {
    final Task task;
    FutexKey key;
    /** Which wakes it hears. */
    final int bitset;
    /** Where it is queued; null before and afterwards. Read without a lock to find the lock. */
    volatile Bucket bucket;
    /** Set under the lock when it is taken out by a waker; read without. */
    volatile boolean woken;

    Waiter previous, next;
    /** The next one in a list of those to be woken; used by the waker alone. */
    private Waiter nextToWake;

    /** For FUTEX_WAIT_REQUEUE_PI: where it may be moved to, and the address of that futex; else null. */
    FutexKey requeueKey;

    /** For PI futexes: that it waits for the lock, where the word is in its memory, and who owns it. */
    boolean pi;

    long piAddress;
    Task owner;

    Waiter(Task task, FutexKey key, int bitset) {
        this.task = task;
        this.key = key;
        this.bitset = bitset;
    }

    /** Waiters that have been taken out and are to be woken once no lock is held. */
    static final class WakeList {
        private Waiter head;
        private Waiter tail;

        /** Takes a waiter out of its bucket, whose lock is held. */
        void take(Waiter waiter) {
            waiter.bucket.remove(waiter);
            waiter.woken = true;
            if (tail == null) {
                head = waiter;
            } else {
                tail.nextToWake = waiter;
            }
            tail = waiter;
        }

        void wakeAll() {
            for (Waiter w = head; w != null; w = w.nextToWake) {
                w.task.sleeper().wake();
            }
        }
    }
}
