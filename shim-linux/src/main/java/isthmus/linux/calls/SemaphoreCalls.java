package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.wait.Sleeper;
import isthmus.linux.ipc.IpcLimits;
import isthmus.linux.ipc.IpcPermission;
import isthmus.linux.ipc.SemaphoreOperation;
import isthmus.linux.ipc.Semaphores;
import isthmus.linux.task.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** semget(2), semop(2), semtimedop(2), semctl(2). */
final class SemaphoreCalls {
    static final List<SystemCall> ROWS = List.of(
            SystemCall.full(
                    64,
                    "semget",
                    (t, a) -> sets(t).get(a.i(0), a.i(1), a.i(2), t.credentials()),
                    ArgType.IPC_KEY,
                    ArgType.INT,
                    ArgType.IPC_FLAGS),
            SystemCall.full(
                    65,
                    "semop",
                    (t, a) -> operate(t, a.i(0), a.n(1), a.n(2), 0),
                    ArgType.INT,
                    ArgType.SEMAPHORE_OPERATIONS,
                    ArgType.SIZE),
            SystemCall.full(
                    66,
                    "semctl",
                    (t, a) -> semctl(t, a.i(0), a.i(1), a.i(2), a.n(3)),
                    ArgType.INT,
                    ArgType.INT,
                    ArgType.SEMAPHORE_COMMAND,
                    ArgType.ADDRESS),
            SystemCall.full(
                    220,
                    "semtimedop",
                    (t, a) -> operate(t, a.i(0), a.n(1), a.n(2), a.n(3)),
                    ArgType.INT,
                    ArgType.SEMAPHORE_OPERATIONS,
                    ArgType.SIZE,
                    ArgType.TIMESPEC_IN));

    private static final int IPC_RMID = 0, IPC_SET = 1, IPC_STAT = 2, IPC_INFO = 3;
    private static final int GETPID = 11, GETVAL = 12, GETALL = 13, GETNCNT = 14, GETZCNT = 15;
    private static final int SETVAL = 16, SETALL = 17;
    private static final int SEM_STAT = 18, SEM_INFO = 19, SEM_STAT_ANY = 20;

    private SemaphoreCalls() {}

    private static Semaphores sets(Task task) {
        return task.kernel().ipc().semaphores();
    }

    // --- operations
    // ---------------------------------------------------------------------------------------------------

    private static long operate(Task task, int id, long address, long count, long timeout) {
        long nanos = timeout == 0 ? -1 : timeout(task, timeout);
        // the number is an unsigned int in Linux
        long operations = count & 0xffff_ffffL;
        if (operations > task.kernel().ipc().limits().get(IpcLimits.Limit.SEMOPM)) {
            throw Errno.E2BIG.exception();
        }
        if (operations < 1) {
            throw Errno.EINVAL.exception();
        }
        List<SemaphoreOperation> list = operations(task, address, (int) operations);
        if (nanos == INVALID) {
            throw Errno.EINVAL.exception();
        }
        long deadline = nanos == -1 ? Sleeper.FOREVER : nanos == 0 ? System.nanoTime() : Timeouts.deadline(nanos);
        sets(task).operate(id, list, deadline, task.credentials(), task.pid(), task.sleeper(), task.semaphoreUndos());
        return 0;
    }

    private static final long INVALID = -2;

    /** What is wrong with the time counts only after the operations: {@link #INVALID}. EFAULT. */
    private static long timeout(Task task, long address) {
        try {
            return Timeouts.timespec(task.memory(), address);
        } catch (isthmus.core.ErrnoException e) {
            if (e.errno() == Errno.EINVAL) {
                return INVALID;
            }
            throw e;
        }
    }

    private static List<SemaphoreOperation> operations(Task task, long address, int count) {
        ByteBuffer source = buffer(count * SemaphoreOperation.BYTES);
        task.memory().read(address, source);
        source.flip();
        List<SemaphoreOperation> operations = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            operations.add(SemaphoreOperation.of(source));
        }
        return operations;
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    // --- semctl
    // -------------------------------------------------------------------------------------------------------

    private static long semctl(Task task, int id, int number, int command, long argument) {
        Semaphores sets = sets(task);
        if (id < 0) {
            throw Errno.EINVAL.exception();
        }
        switch (command) {
            case IPC_RMID -> sets.remove(id, task.credentials());
            case IPC_SET -> {
                ByteBuffer status = buffer(Semaphores.STATUS_BYTES);
                task.memory().read(argument, status);
                sets.set(id, IpcPermission.of(status), task.credentials());
            }
            case IPC_STAT, SEM_STAT, SEM_STAT_ANY -> {
                ByteBuffer status = buffer(Semaphores.STATUS_BYTES);
                boolean anyone = command == SEM_STAT_ANY;
                int result = sets.status(id, command != IPC_STAT, anyone, task.credentials(), status);
                task.memory().write(argument, status.flip());
                return result;
            }
            case IPC_INFO, SEM_INFO -> {
                ByteBuffer info = buffer(Semaphores.INFO_BYTES);
                int result = sets.info(command == SEM_INFO, info);
                task.memory().write(argument, info.flip());
                return result;
            }
            case SETVAL -> sets.setValue(id, number, (int) argument, task.credentials(), task.pid());
            case GETALL -> getAll(task, id, argument);
            case SETALL -> setAll(task, id, argument);
            default -> {
                return sets.ask(id, number, question(command), task.credentials());
            }
        }
        return 0;
    }

    private static Semaphores.Question question(int command) {
        return switch (command) {
            case GETPID -> Semaphores.Question.PID;
            case GETVAL -> Semaphores.Question.VALUE;
            case GETNCNT -> Semaphores.Question.WAITING_TO_GROW;
            case GETZCNT -> Semaphores.Question.WAITING_FOR_ZERO;
            default -> throw Errno.EINVAL.exception();
        };
    }

    private static void getAll(Task task, int id, long address) {
        short[] values = sets(task).values(id, task.credentials());
        ByteBuffer target = buffer(values.length * Short.BYTES);
        target.asShortBuffer().put(values);
        task.memory().write(address, target);
    }

    private static void setAll(Task task, int id, long address) {
        short[] values = new short[sets(task).count(id, task.credentials())];
        ByteBuffer source = buffer(values.length * Short.BYTES);
        task.memory().read(address, source);
        source.flip().asShortBuffer().get(values);
        sets(task).setValues(id, values, task.credentials(), task.pid());
    }
}
