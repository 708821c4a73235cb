package isthmus.linux.futex;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.memory.FutexKey;
import isthmus.core.memory.GuestMemory;
import isthmus.core.wait.Sleeper;
import isthmus.linux.task.Task;

/** The futexes of a run: waiting, waking, moving waiters (futex(2)). */
public final class FutexTable {
    /** Hears every wake. */
    public static final int MATCH_ANY = -1;

    private static final int BUCKETS = 256;
    private final Bucket[] buckets = new Bucket[BUCKETS];

    public FutexTable() {
        for (int i = 0; i < BUCKETS; i++) {
            buckets[i] = new Bucket(i);
        }
    }

    Bucket bucket(FutexKey key) {
        int hash = key.hashCode() * 0x9E3779B9;
        return buckets[hash >>> 24];
    }

    Bucket bucket(int index) {
        return buckets[index];
    }

    int bucketCount() {
        return BUCKETS;
    }

    /** The identity of a word; private ones need no look at the mappings. EINVAL if the address is not aligned. */
    public static FutexKey key(Task task, long address, boolean isPrivate) {
        if ((address & 3) != 0) {
            throw Errno.EINVAL.exception();
        }
        return isPrivate
                ? new FutexKey(task.addressSpace(), address)
                : task.addressSpace().futexKey(address, true);
    }

    /** How a wait ended. */
    public enum Outcome {
        WOKEN,
        TIMED_OUT,
        INTERRUPTED
    }

    // --- waiting
    // ------------------------------------------------------------------------------------------------------

    /**
     * FUTEX_WAIT and FUTEX_WAIT_BITSET: waits while the word has this value.
     *
     * @param deadline in {@link System#nanoTime()}'s time, or {@link Sleeper#FOREVER}
     * @throws ErrnoException EAGAIN if the word has another value; EFAULT
     */
    public Outcome await(Task task, FutexKey key, long address, int value, int bitset, long deadline) {
        Waiter waiter = new Waiter(task, key, bitset);
        enqueue(waiter, address, value);
        return pause(waiter, deadline);
    }

    /** Queues a waiter if the word has this value; EAGAIN, EFAULT. */
    void enqueue(Waiter waiter, long address, int value) {
        Bucket bucket = bucket(waiter.key);
        GuestMemory memory = waiter.task.memory();
        bucket.expected.incrementAndGet();
        boolean queued = false;
        try {
            synchronized (bucket) {
                if (memory.readInt(address) != value) {
                    throw Errno.EAGAIN.exception();
                }
                bucket.add(waiter);
                queued = true;
            }
        } finally {
            if (!queued) {
                bucket.expected.decrementAndGet();
            }
        }
    }

    Outcome pause(Waiter waiter, long deadline) {
        Sleeper sleeper = waiter.task.sleeper();
        while (true) {
            sleeper.prepare();
            if (waiter.woken) {
                return Outcome.WOKEN;
            }
            Sleeper.Outcome outcome = sleeper.pause(deadline);
            if (outcome != Sleeper.Outcome.WOKEN && !waiter.woken && dequeue(waiter)) {
                return outcome == Sleeper.Outcome.TIMED_OUT ? Outcome.TIMED_OUT : Outcome.INTERRUPTED;
            }
        }
    }

    /** Takes a waiter out; false if a waker was faster. */
    boolean dequeue(Waiter waiter) {
        while (true) {
            Bucket bucket = waiter.bucket;
            if (bucket == null) {
                if (waiter.woken) {
                    return false;
                }
                Thread.onSpinWait(); // a waker or who moves it is about to say which
                continue;
            }
            synchronized (bucket) {
                if (waiter.bucket == bucket) {
                    bucket.remove(waiter);
                    return true;
                }
            }
        }
    }

    // --- waking
    // -------------------------------------------------------------------------------------------------------

    /**
     * FUTEX_WAKE and FUTEX_WAKE_BITSET: wakes up to {@code count} waiters, at least one.
     *
     * @return how many
     * @throws ErrnoException EINVAL if a waiter waits for a PI futex here
     */
    public int wake(FutexKey key, int count, int bitset) {
        Bucket bucket = bucket(key);
        if (bucket.expected.get() == 0) {
            return 0;
        }
        Waiter.WakeList list = new Waiter.WakeList();
        try {
            synchronized (bucket) {
                return take(bucket, key, count, bitset, list);
            }
        } finally {
            list.wakeAll();
        }
    }

    private static int take(Bucket bucket, FutexKey key, int count, int bitset, Waiter.WakeList list) {
        int woken = 0;
        for (Waiter w = bucket.first(); w != null; ) {
            Waiter next = w.next;
            if (w.key.equals(key)) {
                if (w.pi || w.requeueKey != null) {
                    throw Errno.EINVAL.exception();
                }
                if ((w.bitset & bitset) != 0) {
                    list.take(w);
                    if (++woken >= count) {
                        break;
                    }
                }
            }
            w = next;
        }
        return woken;
    }

    /** What is done with two buckets locked. */
    @FunctionalInterface
    interface TwoBuckets {
        int run(Bucket first, Bucket second);
    }

    /** Locks the buckets of two keys in the order of their indices. */
    int withBoth(FutexKey one, FutexKey two, TwoBuckets action) {
        Bucket a = bucket(one);
        Bucket b = bucket(two);
        Bucket low = a.index <= b.index ? a : b;
        Bucket high = low == a ? b : a;
        synchronized (low) {
            synchronized (high) {
                return action.run(a, b);
            }
        }
    }

    /**
     * FUTEX_WAKE_OP: changes the second word, wakes waiters of the first, and waiters of the second if its old value
     * meets a condition.
     */
    public int wakeOp(
            Task task, FutexKey one, int count, FutexKey two, long addressTwo, int countTwo, WakeOp operation) {
        Waiter.WakeList list = new Waiter.WakeList();
        try {
            return withBoth(one, two, (a, b) -> {
                boolean both = operation.apply(task.memory(), addressTwo);
                int sum = take(a, one, count, MATCH_ANY, list);
                return both ? sum + take(b, two, countTwo, MATCH_ANY, list) : sum;
            });
        } finally {
            list.wakeAll();
        }
    }

    /**
     * FUTEX_REQUEUE and FUTEX_CMP_REQUEUE: wakes some waiters of the first futex and moves others to the second.
     *
     * @param expected null, or what the first word must be (EAGAIN)
     * @return how many were woken or moved
     */
    public int requeue(Task task, FutexKey from, long address, int wakes, FutexKey to, int moves, Integer expected) {
        Waiter.WakeList list = new Waiter.WakeList();
        try {
            return withBoth(from, to, (a, b) -> {
                if (expected != null && task.memory().readInt(address) != expected) {
                    throw Errno.EAGAIN.exception();
                }
                return moveSome(a, b, from, to, wakes, moves, list);
            });
        } finally {
            list.wakeAll();
        }
    }

    private static int moveSome(
            Bucket a, Bucket b, FutexKey from, FutexKey to, int wakes, int moves, Waiter.WakeList list) {
        int done = 0;
        for (Waiter w = a.first(); w != null && done - wakes < moves; ) {
            Waiter next = w.next;
            if (w.key.equals(from)) {
                if (w.pi || w.requeueKey != null) {
                    throw Errno.EINVAL.exception();
                }
                if (done < wakes) {
                    list.take(w);
                } else {
                    move(w, a, b, to);
                }
                done++;
            }
            w = next;
        }
        return done;
    }

    /** Both locks are held. */
    static void move(Waiter waiter, Bucket from, Bucket to, FutexKey key) {
        waiter.key = key;
        if (from == to) {
            return;
        }
        to.expected.incrementAndGet();
        from.remove(waiter);
        to.add(waiter);
    }
}
