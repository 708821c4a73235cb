package isthmus.linux.futex;

import isthmus.core.memory.FutexKey;
import java.util.concurrent.atomic.AtomicInteger;

/** The waiters of all futexes that hash to the same number, oldest first. The list is guarded by this. */
final class Bucket {
    final int index;
    /**
     * How many wait, or are about to look at their word in order to wait. It rises before the word is read, so who has
     * changed a word and then finds 0 here need not wake anyone.
     */
    final AtomicInteger expected = new AtomicInteger();

    private Waiter first;
    private Waiter last;

    Bucket(int index) {
        this.index = index;
    }

    void add(Waiter waiter) {
        waiter.bucket = this;
        waiter.next = null;
        waiter.previous = last;
        if (last == null) {
            first = waiter;
        } else {
            last.next = waiter;
        }
        last = waiter;
    }

    /** Takes a waiter out, and lowers the count. */
    void remove(Waiter waiter) {
        if (waiter.previous == null) {
            first = waiter.next;
        } else {
            waiter.previous.next = waiter.next;
        }
        if (waiter.next == null) {
            last = waiter.previous;
        } else {
            waiter.next.previous = waiter.previous;
        }
        waiter.next = null;
        waiter.previous = null;
        waiter.bucket = null;
        expected.decrementAndGet();
    }

    Waiter first() {
        return first;
    }

    /** The oldest waiter of a key that waits for a PI futex, or null. */
    Waiter firstPi(FutexKey key) {
        for (Waiter w = first; w != null; w = w.next) {
            if (w.pi && w.key.equals(key)) {
                return w;
            }
        }
        return null;
    }
}
