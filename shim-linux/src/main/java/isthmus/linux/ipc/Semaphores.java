package isthmus.linux.ipc;

import isthmus.core.Errno;
import isthmus.core.files.Credentials;
import isthmus.core.time.Clocks;
import isthmus.core.wait.Sleeper;
import isthmus.linux.ipc.IpcLimits.Limit;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** The semaphores of a run (semget(2), semop(2), semctl(2)). Its monitor guards all. */
public final class Semaphores extends IpcTable<SemaphoreSet> {
    /** Bytes of {@code struct semid64_ds}, and of {@code struct seminfo}. */
    public static final int STATUS_BYTES = 104, INFO_BYTES = 40;

    private static final int UNDO_BYTES = 20;

    private final IpcLimits limits;
    private final IpcMemory memory;
    private int semaphores;

    Semaphores(IpcLimits limits, IpcMemory memory, Clocks clocks) {
        super(() -> (int) limits.get(Limit.SEMMNI), clocks);
        this.limits = limits;
        this.memory = memory;
    }

    /** semget(2). */
    public synchronized int get(int key, int count, int flags, Credentials who) {
        if (count < 0 || count > limits.get(Limit.SEMMSL)) {
            throw Errno.EINVAL.exception();
        }
        return findOrMake(
                key,
                flags,
                who,
                found -> {
                    if (count > found.count()) {
                        throw Errno.EINVAL.exception();
                    }
                },
                () -> make(count));
    }

    private SemaphoreSet make(int count) {
        if (count == 0) {
            throw Errno.EINVAL.exception();
        }
        if (semaphores + count > limits.get(Limit.SEMMNS)) {
            throw Errno.ENOSPC.exception();
        }
        memory.charge((long) count * SemaphoreSet.BYTES_EACH);
        semaphores += count;
        return new SemaphoreSet(count, now());
    }

    // --- operations
    // ---------------------------------------------------------------------------------------------------

    /**
     * semop(2) and semtimedop(2).
     *
     * @param operations at least one
     * @param undos the caller's
     * @param deadline in {@link System#nanoTime()}'s time, or {@link Sleeper#FOREVER}
     * @throws isthmus.core.ErrnoException as there; EINTR, as it is never restarted
     */
    public void operate(
            int id,
            List<SemaphoreOperation> operations,
            long deadline,
            Credentials who,
            int pid,
            Sleeper sleeper,
            SemaphoreUndos undos) {
        SemaphoreSet set;
        SemaphoreWaiter waiter;
        synchronized (this) {
            set = find(id);
            check(set, operations, who);
            waiter = new SemaphoreWaiter(operations, undoOf(set, operations, undos), pid, sleeper);
            waiter.blocking = set.attempt(operations, waiter.undo, pid);
            if (waiter.blocking == null) {
                set.operated(now());
                if (waiter.alters) {
                    set.serve();
                }
                return;
            }
            if (!waiter.blocking.waits()) {
                throw Errno.EAGAIN.exception();
            }
            set.addWaiter(waiter);
        }
        await(set, waiter, sleeper, deadline);
        waiter.throwFailure();
    }

    private static void check(SemaphoreSet set, List<SemaphoreOperation> operations, Credentials who) {
        boolean alters = false;
        for (SemaphoreOperation operation : operations) {
            if (operation.number() >= set.count()) {
                throw Errno.EFBIG.exception();
            }
            alters |= operation.change() != 0;
        }
        set.check(who, alters ? IpcObject.WRITE : IpcObject.READ);
    }

    private SemaphoreUndo undoOf(SemaphoreSet set, List<SemaphoreOperation> operations, SemaphoreUndos undos) {
        if (operations.stream().noneMatch(SemaphoreOperation::isUndone)) {
            return null;
        }
        return undos.bySet.computeIfAbsent(set, s -> {
            SemaphoreUndo undo = new SemaphoreUndo(undos, memory);
            s.addUndo(undo);
            return undo;
        });
    }

    private void await(SemaphoreSet set, SemaphoreWaiter waiter, Sleeper sleeper, long deadline) {
        while (true) {
            sleeper.prepare();
            if (waiter.isDone()) {
                return;
            }
            Sleeper.Outcome outcome = sleeper.pause(deadline);
            if (outcome == Sleeper.Outcome.WOKEN) {
                continue;
            }
            synchronized (this) {
                if (!waiter.isDone()) {
                    set.removeWaiter(waiter);
                    throw outcome == Sleeper.Outcome.TIMED_OUT ? Errno.EAGAIN.exception() : Errno.EINTR.exception();
                }
            }
        }
    }

    // --- undoing
    // ------------------------------------------------------------------------------------------------------

    /** One more task shares them. */
    public synchronized SemaphoreUndos share(SemaphoreUndos undos) {
        undos.holders++;
        return undos;
    }

    /** A task ends, or wants to share them no more; the last one's undoing happens. */
    public synchronized void leave(SemaphoreUndos undos, int pid) {
        if (--undos.holders > 0) {
            return;
        }
        for (Map.Entry<SemaphoreSet, SemaphoreUndo> entry : undos.bySet.entrySet()) {
            SemaphoreSet set = entry.getKey();
            set.undo(entry.getValue(), pid);
            set.operated(now());
            set.serve();
        }
        undos.bySet.clear();
    }

    // --- semctl
    // -------------------------------------------------------------------------------------------------------

    /** What semctl(2) asks of one semaphore. */
    public enum Question {
        PID,
        VALUE,
        WAITING_TO_GROW,
        WAITING_FOR_ZERO
    }

    /** GETPID, GETVAL, GETNCNT and GETZCNT. */
    public synchronized int ask(int id, int number, Question question, Credentials who) {
        SemaphoreSet set = find(id);
        set.check(who, IpcObject.READ);
        set.checkNumber(number);
        return switch (question) {
            case PID -> set.pid(number);
            case VALUE -> set.value(number);
            case WAITING_TO_GROW -> set.waiting(number, false);
            case WAITING_FOR_ZERO -> set.waiting(number, true);
        };
    }

    /** GETALL. */
    public synchronized short[] values(int id, Credentials who) {
        SemaphoreSet set = find(id);
        set.check(who, IpcObject.READ);
        return set.values();
    }

    /** How many values SETALL reads. EINVAL, EACCES. */
    public synchronized int count(int id, Credentials who) {
        SemaphoreSet set = find(id);
        set.check(who, IpcObject.WRITE);
        return set.count();
    }

    /** SETVAL. */
    public synchronized void setValue(int id, int number, int value, Credentials who, int pid) {
        if (value < 0 || value > SemaphoreSet.SEMVMX) {
            throw Errno.ERANGE.exception();
        }
        SemaphoreSet set = find(id);
        set.checkNumber(number);
        set.check(who, IpcObject.WRITE);
        set.set(number, value, pid);
        set.changeTime = now();
        set.serve();
    }

    /** SETALL. {@code values} are as many as {@link #count} said, unsigned. */
    public synchronized void setValues(int id, short[] values, Credentials who, int pid) {
        for (short value : values) {
            if (value < 0) {
                throw Errno.ERANGE.exception();
            }
        }
        SemaphoreSet set = find(id);
        set.check(who, IpcObject.WRITE);
        for (int i = 0; i < values.length; i++) {
            set.set(i, values[i], pid);
        }
        set.changeTime = now();
        set.serve();
    }

    /** IPC_SET. */
    public synchronized void set(int id, IpcPermission wanted, Credentials who) {
        setPermission(findOwn(id, who), wanted);
    }

    /** IPC_RMID: whoever waits gets EIDRM. */
    public synchronized void remove(int id, Credentials who) {
        SemaphoreSet set = findOwn(id, who);
        remove(set);
        set.end();
        semaphores -= set.count();
        memory.release((long) set.count() * SemaphoreSet.BYTES_EACH);
    }

    /** IPC_INFO, or SEM_INFO: fills a {@code struct seminfo}; the highest slot in use. */
    public synchronized int info(boolean usage, ByteBuffer target) {
        int most = (int) limits.get(Limit.SEMMNS);
        int operations = (int) limits.get(Limit.SEMOPM);
        target.putInt(most).putInt((int) limits.get(Limit.SEMMNI)).putInt(most).putInt(most);
        target.putInt((int) limits.get(Limit.SEMMSL)).putInt(operations).putInt(operations);
        target.putInt(usage ? all().size() : UNDO_BYTES).putInt(SemaphoreSet.SEMVMX);
        target.putInt(usage ? semaphores : SemaphoreSet.SEMVMX);
        return highest();
    }
}
