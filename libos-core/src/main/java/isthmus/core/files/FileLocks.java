package isthmus.core.files;

import isthmus.core.Errno;
import isthmus.core.wait.PollEvents;
import isthmus.core.wait.WaitQueue;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The advisory locks on one file: POSIX and open-file-description record locks (fcntl_locking(2)), which see each other,
 * and flock(2), which stands apart. Nothing here blocks: EAGAIN, and {@link #waitQueue()} is woken when a lock goes.
 * {@link LockWaits} waits for record locks and finds deadlocks.
 *
 * <p>The monitor guards everything; it is taken under that of {@link LockWaits}, and the queue is woken without it.
 */
public final class FileLocks {
    /** As the end of a range: up to whatever the file's end becomes. */
    public static final long TO_END = Long.MAX_VALUE;
    /** More record locks than this on one file are refused with ENOLCK. */
    private static final int MAX_LOCKS = 1 << 16;

    /**
     * A record lock.
     *
     * @param owner the {@link FdTable} through which it was made, or the {@link OpenFile}; compared by identity
     * @param start,end first and last byte
     * @param pid what F_GETLK tells; -1 for open-file-description locks
     */
    public record RecordLock(Object owner, boolean exclusive, long start, long end, int pid) {
        boolean meets(long from, long to) {
            return start <= to && from <= end;
        }

        RecordLock part(long from, long to) {
            return new RecordLock(owner, exclusive, from, to, pid);
        }
    }

    private List<RecordLock> records = new ArrayList<>();
    private final Map<OpenFile, Boolean> flocks = new IdentityHashMap<>();
    private final WaitQueue queue = new WaitQueue();

    FileLocks() {}

    /** Woken with {@link PollEvents#READABLE} when a lock was given back or weakened. */
    public WaitQueue waitQueue() {
        return queue;
    }

    // --- record locks
    // -------------------------------------------------------------------------------------------------

    /** A lock that stands in the way of this one (F_GETLK), or null. */
    public synchronized RecordLock conflict(RecordLock wanted) {
        for (RecordLock lock : records) {
            if (lock.owner != wanted.owner
                    && (lock.exclusive || wanted.exclusive)
                    && lock.meets(wanted.start, wanted.end)) {
                return lock;
            }
        }
        return null;
    }

    /** F_SETLK: sets, upgrades or downgrades; EAGAIN where another's lock stands in the way, ENOLCK. */
    public void lock(RecordLock wanted) {
        if (lockUnlessConflict(wanted) != null) {
            throw Errno.EAGAIN.exception();
        }
    }

    /** The same, but it returns the lock that stands in the way, null if there was none. */
    RecordLock lockUnlessConflict(RecordLock wanted) {
        boolean weakened;
        synchronized (this) {
            RecordLock conflict = conflict(wanted);
            if (conflict != null) {
                return conflict;
            }
            if (records.size() >= MAX_LOCKS) {
                throw Errno.ENOLCK.exception();
            }
            weakened = replace(wanted, true);
        }
        if (weakened) {
            queue.wake(PollEvents.READABLE);
        }
        return null;
    }

    /** F_UNLCK of a range. */
    public void unlock(Object owner, long start, long end) {
        boolean changed;
        synchronized (this) {
            changed = replace(new RecordLock(owner, false, start, end, 0), false);
        }
        if (changed) {
            queue.wake(PollEvents.READABLE);
        }
    }

    /** Cuts the range out of the owner's locks, and puts the lock there, joined with equal neighbours. */
    private boolean replace(RecordLock range, boolean put) {
        List<RecordLock> result = new ArrayList<>(records.size() + 2);
        long start = range.start;
        long end = range.end;
        boolean weakened = false;
        for (RecordLock lock : records) {
            boolean touches = lock.meets(start == 0 ? 0 : start - 1, end == TO_END ? TO_END : end + 1);
            if (lock.owner != range.owner || !touches) {
                result.add(lock);
            } else if (put && lock.exclusive == range.exclusive) {
                start = Math.min(start, lock.start);
                end = Math.max(end, lock.end);
            } else {
                weakened |= lock.meets(start, end);
                if (lock.start < start) {
                    result.add(lock.part(lock.start, Math.min(lock.end, start - 1)));
                }
                if (lock.end > end) {
                    result.add(lock.part(Math.max(lock.start, end + 1), lock.end));
                }
            }
        }
        if (put) {
            result.add(range.part(start, end));
        }
        records = result;
        return weakened;
    }

    /** A descriptor of this file was closed by a process: its POSIX locks go, whichever descriptor made them. */
    void releaseProcess(Object owner) {
        unlock(owner, 0, TO_END);
    }

    // --- flock
    // ----------------------------------------------------------------------------------------------------------

    /** flock(2): EAGAIN if others hold it. Another lock of this file is given up first, even then. */
    public void flock(OpenFile file, boolean exclusive) {
        boolean free;
        boolean had;
        synchronized (this) {
            Boolean present = flocks.get(file);
            if (present != null && present == exclusive) {
                return;
            }
            had = flocks.remove(file) != null;
            free = flocks.isEmpty() || !exclusive && !flocks.containsValue(Boolean.TRUE);
            if (free) {
                flocks.put(file, exclusive);
            }
        }
        if (had) {
            queue.wake(PollEvents.READABLE);
        }
        if (!free) {
            throw Errno.EAGAIN.exception();
        }
    }

    /** LOCK_UN. */
    public void funlock(OpenFile file) {
        boolean had;
        synchronized (this) {
            had = flocks.remove(file) != null;
        }
        if (had) {
            queue.wake(PollEvents.READABLE);
        }
    }

    /** An open file is closed for good: its flock and its open-file-description locks go. */
    void releaseFile(OpenFile file) {
        funlock(file);
        unlock(file, 0, TO_END);
    }

    /** The record locks, for /proc/locks. */
    public synchronized List<RecordLock> recordLocks() {
        return List.copyOf(records);
    }

    /** Who holds it by flock(2), and whether exclusively, for /proc/locks. */
    public synchronized Map<OpenFile, Boolean> flocks() {
        return new IdentityHashMap<>(flocks);
    }
}
