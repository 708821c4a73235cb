package isthmus.core.memory;

import java.util.concurrent.atomic.AtomicInteger;

/** How many hold an address space; it ends with the last one. Any thread may call it. */
final class Holders {
    private final AtomicInteger count = new AtomicInteger(1);

    /** One more; not once the last has gone. */
    void add() {
        count.incrementAndGet();
    }

    /** One more, or false if the last has gone. */
    boolean tryAdd() {
        int seen;
        do {
            seen = count.get();
            if (seen == 0) {
                return false;
            }
        } while (!count.compareAndSet(seen, seen + 1));
        return true;
    }

    /** One less; true if that was the last. */
    boolean remove() {
        return count.decrementAndGet() == 0;
    }

    boolean isOne() {
        return count.get() == 1;
    }

    boolean areMany() {
        return count.get() > 1;
    }
}
