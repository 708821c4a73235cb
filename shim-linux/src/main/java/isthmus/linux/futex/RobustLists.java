package isthmus.linux.futex;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.memory.GuestMemory;
import isthmus.linux.task.Task;

/** What becomes of a task's futexes when it leaves its memory: robust lists (get_robust_list(2)), PI futexes, the cleared thread ID. */
public final class RobustLists {
    /** Bytes of a {@code struct robust_list_head}. */
    public static final int HEAD_BYTES = 24;

    /** How many entries are walked at most; a list may be a circle. */
    private static final int LIMIT = 2048;

    private final FutexTable table;
    private final PiFutexes pi;

    public RobustLists(FutexTable table, PiFutexes pi) {
        this.table = table;
        this.pi = pi;
    }

    /**
     * To be called by the task's own thread before it gives up its memory, at its end or in execve(2).
     *
     * @param sharedMemory whether others use the memory still: only then is the thread ID cleared
     */
    public void release(Task task, boolean sharedMemory) {
        FutexState state = task.futexState();
        state.leaving();
        try {
            long head = task.robustList();
            task.setRobustList(0);
            if (head != 0) {
                walk(task, head);
            }
        } catch (ErrnoException e) {
            // A wrong list ends here, as in Linux.
        } finally {
            pi.ownerDies(task);
            state.dead();
        }
        clearThreadId(task, sharedMemory);
    }

    /** After {@link #release}, for a task that goes on with another program. */
    public void renew(Task task) {
        task.futexState().alive();
    }

    private void clearThreadId(Task task, boolean sharedMemory) {
        long address = task.clearChildTid();
        task.setClearChildTid(0);
        if (address == 0 || !sharedMemory) {
            return;
        }
        try {
            task.memory().writeInt(address, 0);
            table.wake(FutexTable.key(task, address, false), 1, FutexTable.MATCH_ANY);
        } catch (ErrnoException e) {
            // Linux ignores a wrong address, too.
        }
    }

    private void walk(Task task, long head) {
        GuestMemory memory = task.memory();
        long entry = memory.readLong(head);
        long offset = memory.readLong(head + 8);
        long operation = memory.readLong(head + 16);
        for (int i = 0; i < LIMIT && (entry & ~1L) != head; i++) {
            long next = nextOf(memory, entry);
            if ((entry & ~1L) != (operation & ~1L)) {
                handle(task, (entry & ~1L) + offset, (entry & 1) != 0, false);
            }
            if (next == -1) {
                break;
            }
            entry = next;
        }
        if ((operation & ~1L) != 0) {
            handle(task, (operation & ~1L) + offset, (operation & 1) != 0, true);
        }
    }

    /** Read before the entry is unlocked, for its memory may go then; -1 if it cannot be read. */
    private static long nextOf(GuestMemory memory, long entry) {
        try {
            return memory.readLong(entry & ~1L);
        } catch (ErrnoException e) {
            return -1;
        }
    }

    /** Marks one futex as left by a dead owner and wakes a waiter. */
    private void handle(Task task, long address, boolean isPi, boolean pending) {
        if ((address & 3) != 0) {
            throw Errno.EINVAL.exception();
        }
        GuestMemory memory = task.memory();
        int word = memory.readInt(address);
        if (pending && !isPi && word == 0) {
            // It died between unlocking and waking.
            table.wake(FutexTable.key(task, address, false), 1, FutexTable.MATCH_ANY);
            return;
        }
        while ((word & PiFutexes.TID_MASK) == task.tid()) {
            int left = word & PiFutexes.WAITERS | PiFutexes.OWNER_DIED;
            int seen = memory.compareAndExchangeInt(address, word, left);
            if (seen == word) {
                if (!isPi && (word & PiFutexes.WAITERS) != 0) {
                    table.wake(FutexTable.key(task, address, false), 1, FutexTable.MATCH_ANY);
                }
                return;
            }
            word = seen;
        }
    }
}
