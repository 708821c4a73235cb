package isthmus.core.files;

import isthmus.core.Errno;
import isthmus.core.files.FileLocks.RecordLock;
import isthmus.core.wait.PollEvents;
import isthmus.core.wait.Sleeper;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Who waits for which record lock (F_SETLKW), to find out when processes wait for each other in a circle. One a run. The
 * monitor guards the list and is held while a lock is tried, so that no circle closes unseen.
 */
public final class LockWaits {
    private record Wait(FileLocks locks, RecordLock wanted) {}

    private final List<Wait> waits = new ArrayList<>();

    /** F_SETLKW: EDEADLK where waiting would never end, ERESTARTSYS when interrupted. */
    public void lock(FileLocks locks, RecordLock wanted, Sleeper sleeper) {
        Wait wait = new Wait(locks, wanted);
        try {
            sleeper.until(locks.waitQueue(), PollEvents.READABLE, Sleeper.FOREVER, () -> {
                attempt(wait);
                return 0;
            });
        } finally {
            synchronized (this) {
                remove(wait);
            }
        }
    }

    /** F_OFD_SETLKW: no owner is a process, so no deadlock is looked for. */
    public static void lockWithoutDetection(FileLocks locks, RecordLock wanted, Sleeper sleeper) {
        sleeper.until(locks.waitQueue(), PollEvents.READABLE, Sleeper.FOREVER, () -> {
            locks.lock(wanted);
            return 0;
        });
    }

    private synchronized void attempt(Wait wait) {
        remove(wait);
        RecordLock holder = wait.locks.lockUnlessConflict(wait.wanted);
        if (holder == null) {
            return;
        }
        if (waitsFor(holder.owner(), wait.wanted.owner())) {
            throw Errno.EDEADLK.exception();
        }
        waits.add(wait);
        throw Errno.EAGAIN.exception();
    }

    private void remove(Wait wait) {
        waits.removeIf(other -> other == wait);
    }

    /** Whether {@code first} waits, perhaps through others, for a lock of {@code last}. */
    private boolean waitsFor(Object first, Object last) {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> next = new ArrayDeque<>();
        next.add(first);
        while (!next.isEmpty()) {
            Object owner = next.remove();
            if (owner == last) {
                return true;
            }
            if (!seen.add(owner)) {
                continue;
            }
            for (Wait wait : waits) {
                RecordLock holder = wait.wanted.owner() == owner ? wait.locks.conflict(wait.wanted) : null;
                if (holder != null) {
                    next.add(holder.owner());
                }
            }
        }
        return false;
    }
}
