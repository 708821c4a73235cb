package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.linux.ipc.IpcPermission;
import isthmus.linux.ipc.MessageQueues;
import isthmus.linux.ipc.MessageSelection;
import isthmus.linux.ipc.QueuedMessage;
import isthmus.linux.task.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** msgget(2), msgsnd(2), msgrcv(2), msgctl(2). */
final class QueueCalls {
    static final List<SystemCall> ROWS = List.of(
            SystemCall.full(
                    68,
                    "msgget",
                    (t, a) -> queues(t).get(a.i(0), a.i(1), t.credentials()),
                    ArgType.IPC_KEY,
                    ArgType.IPC_FLAGS),
            SystemCall.full(
                    69,
                    "msgsnd",
                    (t, a) -> send(t, a.i(0), a.n(1), a.n(2), a.i(3)),
                    ArgType.INT,
                    ArgType.QUEUE_MESSAGE_IN,
                    ArgType.SIZE,
                    ArgType.QUEUE_FLAGS),
            SystemCall.full(
                    70,
                    "msgrcv",
                    (t, a) -> receive(t, a.i(0), a.n(1), new MessageSelection(a.n(2), a.n(3), a.i(4))),
                    ArgType.INT,
                    ArgType.QUEUE_MESSAGE_OUT,
                    ArgType.SIZE,
                    ArgType.LONG,
                    ArgType.QUEUE_FLAGS),
            SystemCall.full(
                    71,
                    "msgctl",
                    (t, a) -> msgctl(t, a.i(0), a.i(1), a.n(2)),
                    ArgType.INT,
                    ArgType.QUEUE_COMMAND,
                    ArgType.ADDRESS));

    private static final int IPC_NOWAIT = 04000;
    private static final int IPC_RMID = 0, IPC_SET = 1, IPC_STAT = 2, IPC_INFO = 3;
    private static final int MSG_STAT = 11, MSG_INFO = 12, MSG_STAT_ANY = 13;
    /** Where {@code struct msqid64_ds} has its capacity. */
    private static final int CAPACITY = 88;

    private QueueCalls() {}

    private static MessageQueues queues(Task task) {
        return task.kernel().ipc().messageQueues();
    }

    private static long send(Task task, int id, long address, long length, int flags) {
        long type = task.memory().readLong(address);
        if (length < 0 || length > queues(task).largest() || id < 0 || type < 1) {
            throw Errno.EINVAL.exception();
        }
        QueuedMessage message = new QueuedMessage(type, task.memory().readBytes(address + Long.BYTES, (int) length));
        boolean waits = (flags & IPC_NOWAIT) == 0;
        queues(task).send(id, message, waits, task.credentials(), task.pid(), task.sleeper());
        return 0;
    }

    private static long receive(Task task, int id, long address, MessageSelection wanted) {
        wanted.check();
        QueuedMessage message = queues(task).receive(id, wanted, task.credentials(), task.pid(), task.sleeper());
        task.memory().writeLong(address, message.type());
        int length = (int) Math.min(wanted.room(), message.text().length);
        task.memory().write(address + Long.BYTES, message.text(), 0, length);
        return length;
    }

    private static long msgctl(Task task, int id, int command, long address) {
        MessageQueues queues = queues(task);
        if (id < 0) {
            throw Errno.EINVAL.exception();
        }
        ByteBuffer status = ByteBuffer.allocate(MessageQueues.STATUS_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        switch (command) {
            case IPC_RMID -> queues.remove(id, task.credentials());
            case IPC_SET -> {
                task.memory().read(address, status);
                queues.set(id, IpcPermission.of(status), status.getLong(CAPACITY), task.credentials());
            }
            case IPC_STAT, MSG_STAT, MSG_STAT_ANY -> {
                boolean anyone = command == MSG_STAT_ANY;
                int result = queues.status(id, command != IPC_STAT, anyone, task.credentials(), status);
                task.memory().write(address, status.flip());
                return result;
            }
            case IPC_INFO, MSG_INFO -> {
                int result = queues.info(command == MSG_INFO, status);
                task.memory().write(address, status.flip());
                return result;
            }
            default -> throw Errno.EINVAL.exception();
        }
        return 0;
    }
}
