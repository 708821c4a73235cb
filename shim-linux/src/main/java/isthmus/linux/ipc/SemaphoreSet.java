package isthmus.linux.ipc;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A set of semaphores. Guarded by the monitor of {@link Semaphores}. */
final class SemaphoreSet extends IpcObject {
    /** The largest value. */
    static final int SEMVMX = 32767;
    /** Bytes that a semaphore takes, roughly. */
    static final int BYTES_EACH = 8;

    private final short[] values;
    private final int[] pids;
    private long operationTime;
    /** Oldest first. */
    private final List<SemaphoreWaiter> waiters = new ArrayList<>();

    private final List<SemaphoreUndo> undos = new ArrayList<>();

    SemaphoreSet(int count, long now) {
        values = new short[count];
        pids = new int[count];
        changeTime = now;
    }

    int count() {
        return values.length;
    }

    /** EINVAL if there is no such semaphore. */
    void checkNumber(int number) {
        if (number < 0 || number >= values.length) {
            throw Errno.EINVAL.exception();
        }
    }

    int value(int number) {
        return values[number];
    }

    int pid(int number) {
        return pids[number];
    }

    /** How many calls wait for the semaphore to become zero, or to grow. */
    int waiting(int number, boolean forZero) {
        return (int) waiters.stream()
                .filter(w -> w.blocking.number() == number && (w.blocking.change() == 0) == forZero)
                .count();
    }

    // --- operations
    // ---------------------------------------------------------------------------------------------------

    /** Carries out all operations or none. Null, or the one that must wait; ERANGE, ENOMEM. */
    SemaphoreOperation attempt(List<SemaphoreOperation> operations, SemaphoreUndo undo, int pid) {
        int done = 0;
        try {
            for (SemaphoreOperation operation : operations) {
                int value = values[operation.number()];
                int sum = value + operation.change();
                if (operation.change() == 0 ? value != 0 : sum < 0) {
                    return operation;
                }
                if (sum > SEMVMX) {
                    throw Errno.ERANGE.exception();
                }
                if (operation.isUndone()) {
                    undo.adjust(operation.number(), -operation.change());
                }
                values[operation.number()] = (short) sum;
                done++;
            }
        } finally {
            if (done < operations.size()) {
                takeBack(operations.subList(0, done), undo);
            }
        }
        operations.forEach(o -> pids[o.number()] = pid);
        return null;
    }

    private void takeBack(List<SemaphoreOperation> operations, SemaphoreUndo undo) {
        for (int i = operations.size() - 1; i >= 0; i--) {
            SemaphoreOperation operation = operations.get(i);
            values[operation.number()] -= (short) operation.change();
            if (operation.isUndone()) {
                undo.adjust(operation.number(), operation.change());
            }
        }
    }

    void addWaiter(SemaphoreWaiter waiter) {
        waiters.add(waiter);
    }

    void removeWaiter(SemaphoreWaiter waiter) {
        waiters.remove(waiter);
    }

    /** Something has changed: lets those go on that can, first who waits for zero only, then the oldest. */
    void serve() {
        boolean again = true;
        while (again) {
            serveFirst(false);
            again = serveFirst(true);
        }
    }

    /** Goes through the waiters of a kind, up to the first that alters a value; whether there was one. */
    private boolean serveFirst(boolean alters) {
        for (int i = 0; i < waiters.size(); i++) {
            SemaphoreWaiter waiter = waiters.get(i);
            if (waiter.alters == alters && serve(waiter)) {
                waiters.remove(i--);
                if (alters) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean serve(SemaphoreWaiter waiter) {
        try {
            SemaphoreOperation blocking = attempt(waiter.operations, waiter.undo, waiter.pid);
            if (blocking == null) {
                waiter.finish(null);
            } else if (!blocking.waits()) {
                waiter.finish(Errno.EAGAIN);
            } else {
                waiter.blocking = blocking;
                return false;
            }
        } catch (ErrnoException e) {
            waiter.finish(e.errno());
        }
        return true;
    }

    void operated(long now) {
        operationTime = now;
    }

    // --- semctl
    // -------------------------------------------------------------------------------------------------------

    /** SETVAL and SETALL: another value, and nobody undoes what was before. */
    void set(int number, int value, int pid) {
        values[number] = (short) value;
        pids[number] = pid;
        undos.forEach(undo -> undo.forget(number));
    }

    /** At the end of a process. */
    void undo(SemaphoreUndo undo, int pid) {
        undo.adjustments().forEach((number, by) -> {
            values[number] = (short) Math.max(0, Math.min(SEMVMX, values[number] + by));
            pids[number] = pid;
        });
        removeUndo(undo);
    }

    void addUndo(SemaphoreUndo undo) {
        undos.add(undo);
    }

    private void removeUndo(SemaphoreUndo undo) {
        undo.close();
        undos.remove(undo);
    }

    /** It has been removed: wakes all. */
    void end() {
        waiters.forEach(waiter -> waiter.finish(Errno.EIDRM));
        waiters.clear();
        for (SemaphoreUndo undo : undos) {
            undo.owner.bySet.remove(this);
            undo.close();
        }
        undos.clear();
    }

    /** GETALL. */
    short[] values() {
        return Arrays.copyOf(values, values.length);
    }

    @Override
    void putStatus(ByteBuffer target) {
        putPermission(target);
        target.putLong(operationTime).putLong(0).putLong(changeTime).putLong(0);
        target.putLong(values.length).putLong(0).putLong(0);
    }

    @Override
    String line() {
        return String.format(
                Locale.ROOT,
                "%10d %10d  %4o %10d %5d %5d %5d %5d %10d %10d\n",
                key,
                id,
                mode,
                values.length,
                uid,
                gid,
                creatorUid,
                creatorGid,
                operationTime,
                changeTime);
    }
}
