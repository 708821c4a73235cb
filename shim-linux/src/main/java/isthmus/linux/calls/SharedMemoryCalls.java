package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.linux.ipc.IpcPermission;
import isthmus.linux.ipc.SharedMemory;
import isthmus.linux.task.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** shmget(2), shmat(2), shmdt(2), shmctl(2). */
final class SharedMemoryCalls {
    static final List<SystemCall> ROWS = List.of(
            SystemCall.full(
                    29,
                    "shmget",
                    (t, a) -> segments(t).get(a.i(0), a.n(1), a.i(2), t.credentials(), t.pid()),
                    ArgType.IPC_KEY,
                    ArgType.SIZE,
                    ArgType.IPC_FLAGS),
            SystemCall.full(
                    30,
                    "shmat",
                    (t, a) -> segments(t).attach(t.addressSpace(), a.i(0), a.n(1), a.i(2), t.credentials(), t.pid()),
                    ArgType.INT,
                    ArgType.ADDRESS,
                    ArgType.SEGMENT_FLAGS),
            SystemCall.full(
                    31,
                    "shmctl",
                    (t, a) -> shmctl(t, a.i(0), a.i(1), a.n(2)),
                    ArgType.INT,
                    ArgType.SEGMENT_COMMAND,
                    ArgType.ADDRESS),
            SystemCall.full(67, "shmdt", (t, a) -> shmdt(t, a.n(0)), ArgType.ADDRESS));

    private static final int IPC_RMID = 0;
    private static final int IPC_SET = 1;
    private static final int IPC_STAT = 2;
    private static final int IPC_INFO = 3;
    private static final int SHM_LOCK = 11;
    private static final int SHM_UNLOCK = 12;
    private static final int SHM_STAT = 13;
    private static final int SHM_INFO = 14;
    private static final int SHM_STAT_ANY = 15;

    private SharedMemoryCalls() {}

    private static SharedMemory segments(Task task) {
        return task.kernel().ipc().sharedMemory();
    }

    private static long shmdt(Task task, long address) {
        if ((address & 4095) != 0) {
            throw Errno.EINVAL.exception();
        }
        segments(task).detach(task.addressSpace(), address, task.pid());
        return 0;
    }

    private static long shmctl(Task task, int id, int command, long address) {
        SharedMemory segments = segments(task);
        ByteBuffer status = ByteBuffer.allocate(SharedMemory.STATUS_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        switch (command) {
            case IPC_RMID -> segments.remove(id, task.credentials());
            case IPC_SET -> {
                task.memory().read(address, status);
                segments.set(id, IpcPermission.of(status), task.credentials());
            }
            case IPC_STAT, SHM_STAT, SHM_STAT_ANY -> {
                boolean anyone = command == SHM_STAT_ANY;
                int result = segments.status(id, command != IPC_STAT, anyone, task.credentials(), status);
                task.memory().write(address, status.flip());
                return result;
            }
            case IPC_INFO -> {
                int result = segments.limits(status);
                task.memory().write(address, status.flip());
                return result;
            }
            case SHM_INFO -> {
                int result = segments.usage(status);
                task.memory().write(address, status.flip());
                return result;
            }
            case SHM_LOCK, SHM_UNLOCK -> segments.setLocked(id, command == SHM_LOCK, task.credentials());
            default -> throw Errno.EINVAL.exception();
        }
        return 0;
    }
}
