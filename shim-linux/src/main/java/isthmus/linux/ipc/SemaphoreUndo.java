package isthmus.linux.ipc;

import isthmus.core.Errno;
import java.util.Map;
import java.util.TreeMap;

/** What is to be undone in one set when a process ends (SEM_UNDO). Guarded by the monitor of {@link Semaphores}. */
final class SemaphoreUndo {
    /** Bytes of an entry, and of the whole besides, roughly. */
    private static final int ENTRY = 64;

    private static final int OWN = 256;

    final SemaphoreUndos owner;
    private final IpcMemory memory;
    private final Map<Integer, Integer> adjustments = new TreeMap<>();

    /** ENOMEM. */
    SemaphoreUndo(SemaphoreUndos owner, IpcMemory memory) {
        memory.charge(OWN);
        this.owner = owner;
        this.memory = memory;
    }

    /** What is to be added to each semaphore at the end; none is 0. */
    Map<Integer, Integer> adjustments() {
        return adjustments;
    }

    /** ERANGE if it becomes too large, ENOMEM. */
    void adjust(int number, int by) {
        Integer old = adjustments.get(number);
        int sum = (old == null ? 0 : old) + by;
        if (sum < -SemaphoreSet.SEMVMX - 1 || sum > SemaphoreSet.SEMVMX) {
            throw Errno.ERANGE.exception();
        }
        if (sum == 0) {
            forget(number);
            return;
        }
        if (old == null) {
            memory.charge(ENTRY);
        }
        adjustments.put(number, sum);
    }

    void forget(int number) {
        if (adjustments.remove(number) != null) {
            memory.release(ENTRY);
        }
    }

    /** It is no longer needed. */
    void close() {
        memory.release(OWN + (long) ENTRY * adjustments.size());
        adjustments.clear();
    }
}
