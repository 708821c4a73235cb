package isthmus.linux.futex;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.memory.FutexKey;
import isthmus.core.memory.GuestMemory;
import isthmus.linux.task.Task;
import java.util.function.IntFunction;

/**
 * Futexes whose word names their owner (futex(2), "Priority-inheritance futexes"). Ownership passes straight from who
 * unlocks to the oldest waiter. There are no priorities here, so none is inherited.
 */
public final class PiFutexes {
    static final int WAITERS = 0x80000000, OWNER_DIED = 0x40000000, TID_MASK = 0x3fffffff;

    private final FutexTable table;
    /** The task of a thread ID, or null. */
    private final IntFunction<Task> tasks;

    public PiFutexes(FutexTable table, IntFunction<Task> tasks) {
        this.table = table;
        this.tasks = tasks;
    }

    /**
     * FUTEX_LOCK_PI, FUTEX_LOCK_PI2 and FUTEX_TRYLOCK_PI.
     *
     * @param mayWait false for a try: EAGAIN if it is taken
     * @throws ErrnoException EDEADLK if the caller owns it, ESRCH if there is no such owner, EFAULT
     */
    public FutexTable.Outcome lock(Task task, FutexKey key, long address, long deadline, boolean mayWait) {
        Bucket bucket = table.bucket(key);
        Waiter waiter = new Waiter(task, key, FutexTable.MATCH_ANY);
        while (true) {
            Task owner;
            synchronized (bucket) {
                owner = take(task, key, address, bucket);
                if (owner == null) {
                    return FutexTable.Outcome.WOKEN;
                }
                // First the count, then the look: who dies does it the other way round (ownerDies).
                bucket.expected.incrementAndGet();
                boolean alive = owner.futexState().isAlive();
                if (alive && mayWait) {
                    queue(waiter, bucket, address, owner);
                    break;
                }
                bucket.expected.decrementAndGet();
                if (alive) {
                    throw Errno.EAGAIN.exception();
                }
            }
            awaitDeath(owner, task, address);
        }
        return table.pause(waiter, deadline);
    }

    /** Takes the lock if it is free: then null. Else marks it as waited for and returns the owner. With the bucket's lock. */
    private Task take(Task task, FutexKey key, long address, Bucket bucket) {
        GuestMemory memory = task.memory();
        int word = memory.readInt(address);
        while (true) {
            int tid = word & TID_MASK;
            if (tid == task.tid()) {
                throw Errno.EDEADLK.exception();
            }
            Waiter queued = bucket.firstPi(key);
            Task owner = null;
            int wanted;
            if (tid == 0 && queued == null) {
                wanted = task.tid() | word & (OWNER_DIED | WAITERS);
            } else {
                owner = queued != null ? queued.owner : tasks.apply(tid);
                wanted = word | WAITERS;
            }
            if (owner != null && owner.tid() != tid) {
                throw Errno.EINVAL.exception(); // the word is not what its waiters waited for
            }
            int seen = wanted == word ? word : memory.compareAndExchangeInt(address, word, wanted);
            if (seen == word) {
                if (owner == null && tid != 0) {
                    throw Errno.ESRCH.exception();
                }
                return owner;
            }
            word = seen;
        }
    }

    private static void queue(Waiter waiter, Bucket bucket, long address, Task owner) {
        waiter.pi = true;
        waiter.piAddress = address;
        waiter.owner = owner;
        bucket.add(waiter);
    }

    /** The owner is about to end: waits until it has given up its futexes. ESRCH if this one was not among them. */
    private static void awaitDeath(Task owner, Task task, long address) {
        while (!owner.futexState().isDead()) {
            Thread.yield();
        }
        if ((task.memory().readInt(address) & TID_MASK) == owner.tid()) {
            throw Errno.ESRCH.exception();
        }
    }

    /** FUTEX_UNLOCK_PI. EPERM if the caller is not the owner. */
    public void unlock(Task task, FutexKey key, long address) {
        GuestMemory memory = task.memory();
        Bucket bucket = table.bucket(key);
        Waiter.WakeList list = new Waiter.WakeList();
        synchronized (bucket) {
            int word = memory.readInt(address);
            while (true) {
                if ((word & TID_MASK) != task.tid()) {
                    throw Errno.EPERM.exception();
                }
                Waiter next = bucket.firstPi(key);
                int wanted = next == null ? 0 : next.task.tid() | WAITERS;
                int seen = memory.compareAndExchangeInt(address, word, wanted);
                if (seen == word) {
                    if (next != null) {
                        passTo(next, bucket, list);
                    }
                    break;
                }
                word = seen;
            }
        }
        list.wakeAll();
    }

    /** Takes the new owner out, and tells the other waiters who it is. With the bucket's lock. */
    private static void passTo(Waiter next, Bucket bucket, Waiter.WakeList list) {
        list.take(next);
        for (Waiter w = bucket.first(); w != null; w = w.next) {
            if (w.pi && w.key.equals(next.key)) {
                w.owner = next.task;
            }
        }
    }

    // --- condition variables
    // ------------------------------------------------------------------------------------------

    /**
     * FUTEX_WAIT_REQUEUE_PI: waits on the first futex until moved to the second, a PI futex, and owner of that.
     *
     * @throws ErrnoException EAGAIN if the word has another value, or a signal came after the move
     */
    public FutexTable.Outcome awaitRequeue(
            Task task, FutexKey key, long address, int value, int bitset, FutexKey target, long deadline) {
        Waiter waiter = new Waiter(task, key, bitset);
        waiter.requeueKey = target;
        table.enqueue(waiter, address, value);
        FutexTable.Outcome outcome = table.pause(waiter, deadline);
        if (outcome == FutexTable.Outcome.INTERRUPTED && waiter.pi) {
            throw Errno.EAGAIN.exception();
        }
        return outcome;
    }

    /**
     * FUTEX_CMP_REQUEUE_PI: gives the second futex to the oldest waiter of the first if it is free, and moves up to
     * {@code moves} others to it.
     *
     * @return how many were woken or moved
     */
    public int requeue(Task task, FutexKey from, long address, FutexKey to, long addressTo, int moves, int expected) {
        Waiter.WakeList list = new Waiter.WakeList();
        try {
            return table.withBoth(from, to, (a, b) -> {
                if (task.memory().readInt(address) != expected) {
                    throw Errno.EAGAIN.exception();
                }
                return requeueSome(task, from, to, addressTo, moves, a, b, list);
            });
        } finally {
            list.wakeAll();
        }
    }

    private int requeueSome(
            Task task,
            FutexKey from,
            FutexKey to,
            long addressTo,
            int moves,
            Bucket a,
            Bucket b,
            Waiter.WakeList list) {
        Task owner = null;
        int done = 0;
        for (Waiter w = a.first(); w != null && done <= moves; ) {
            Waiter next = w.next;
            if (w.key.equals(from)) {
                if (!to.equals(w.requeueKey)) {
                    throw Errno.EINVAL.exception();
                }
                if (done == 0) {
                    owner = proxyTake(task, w.task, to, addressTo, b);
                    if (owner == null) {
                        list.take(w);
                        owner = w.task;
                        done++;
                        w = next;
                        continue;
                    }
                }
                if (done < moves + 1) {
                    w.requeueKey = null;
                    FutexTable.move(w, a, b, to);
                    w.pi = true;
                    w.piAddress = addressTo;
                    w.owner = owner;
                    done++;
                }
            }
            w = next;
        }
        if (done > 1 && owner != null) {
            markWaited(task.memory(), addressTo);
        }
        return done;
    }

    /** Takes the lock for a waiter: null, or the present owner. */
    private Task proxyTake(Task task, Task forTask, FutexKey key, long address, Bucket bucket) {
        GuestMemory memory = task.memory();
        int word = memory.readInt(address);
        while (true) {
            int tid = word & TID_MASK;
            if (tid == forTask.tid()) {
                throw Errno.EDEADLK.exception();
            }
            boolean free = tid == 0 && bucket.firstPi(key) == null;
            Task owner = free ? null : tasks.apply(tid);
            if (!free && owner == null) {
                throw Errno.ESRCH.exception();
            }
            int seen = memory.compareAndExchangeInt(
                    address, word, free ? forTask.tid() | word & OWNER_DIED | WAITERS : word | WAITERS);
            if (seen == word) {
                return owner;
            }
            word = seen;
        }
    }

    private static void markWaited(GuestMemory memory, long address) {
        int word = memory.readInt(address);
        while ((word & WAITERS) == 0) {
            int seen = memory.compareAndExchangeInt(address, word, word | WAITERS);
            if (seen == word) {
                return;
            }
            word = seen;
        }
    }

    // --- the end of an owner
    // ------------------------------------------------------------------------------------------

    /** Passes on every futex that others wait for and {@code owner} owns, marked as left by a dead one. */
    void ownerDies(Task owner) {
        for (int i = 0; i < table.bucketCount(); i++) {
            Bucket bucket = table.bucket(i);
            if (bucket.expected.get() == 0) {
                continue;
            }
            Waiter.WakeList list = new Waiter.WakeList();
            synchronized (bucket) {
                for (Waiter w = bucket.first(); w != null; ) {
                    Waiter next = w.next;
                    if (w.pi && w.owner == owner) {
                        inherit(w, bucket, list);
                        next = bucket.first(); // owners have changed
                    }
                    w = next;
                }
            }
            list.wakeAll();
        }
    }

    private static void inherit(Waiter heir, Bucket bucket, Waiter.WakeList list) {
        try {
            GuestMemory memory = heir.task.memory();
            int word = memory.readInt(heir.piAddress);
            while (true) {
                int seen = memory.compareAndExchangeInt(heir.piAddress, word, heir.task.tid() | WAITERS | OWNER_DIED);
                if (seen == word) {
                    break;
                }
                word = seen;
            }
        } catch (ErrnoException e) {
            // Its memory is gone; it finds out itself when it looks.
        }
        passTo(heir, bucket, list);
    }
}
