package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.core.memory.GuestMemory;
import isthmus.core.socket.UnixSocket;
import isthmus.core.wait.Sleeper;
import isthmus.linux.mqueue.PosixQueue;
import isthmus.linux.mqueue.PosixQueueFile;
import isthmus.linux.mqueue.PosixQueues;
import isthmus.linux.mqueue.QueueAttributes;
import isthmus.linux.mqueue.QueueMessage;
import isthmus.linux.mqueue.QueueNotification;
import isthmus.linux.task.ResourceLimits;
import isthmus.linux.task.Task;
import isthmus.linux.time.Deadlines;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.ToLongFunction;

/** POSIX message queues: what is behind mq_open(3) and its kin. */
final class PosixQueueCalls {
    static final List<SystemCall> ROWS = List.of(
            SystemCall.full(
                    240,
                    "mq_open",
                    PosixQueueCalls::open,
                    ArgType.STRING,
                    ArgType.OPEN_FLAGS,
                    ArgType.MODE,
                    ArgType.MQ_ATTRIBUTES_IN),
            SystemCall.full(241, "mq_unlink", (t, a) -> unlink(t, a.n(0)), ArgType.STRING),
            SystemCall.full(
                    242,
                    "mq_timedsend",
                    PosixQueueCalls::send,
                    ArgType.FD,
                    ArgType.BUFFER_IN,
                    ArgType.SIZE,
                    ArgType.UNSIGNED,
                    ArgType.TIMESPEC_IN),
            SystemCall.full(
                    243,
                    "mq_timedreceive",
                    PosixQueueCalls::receive,
                    ArgType.FD,
                    ArgType.BUFFER_OUT,
                    ArgType.SIZE,
                    ArgType.UNSIGNED_OUT,
                    ArgType.TIMESPEC_IN),
            SystemCall.partial(
                    244,
                    "mq_notify",
                    "SIGEV_THREAD needs a netlink socket, which there is none of",
                    (t, a) -> notify(t, a.i(0), a.n(1)),
                    ArgType.FD,
                    ArgType.SIGEVENT_IN),
            SystemCall.full(
                    245,
                    "mq_getsetattr",
                    (t, a) -> getSetAttributes(t, a.i(0), a.n(1), a.n(2)),
                    ArgType.FD,
                    ArgType.MQ_ATTRIBUTES_IN,
                    ArgType.MQ_ATTRIBUTES_OUT));

    /** Bytes of {@code struct mq_attr} and {@code struct sigevent}, and of what SIGEV_THREAD sends. */
    private static final int ATTRIBUTES = 64, SIGEVENT = 64, COOKIE = 32;

    private static final int SIGEV_THREAD = 2;
    private static final int SIGNALS = 64;

    private PosixQueueCalls() {}

    private static PosixQueues queues(Task task) {
        return task.kernel().posixQueues();
    }

    private static ByteBuffer read(Task task, long address, int bytes) {
        return ByteBuffer.wrap(task.memory().readBytes(address, bytes)).order(ByteOrder.LITTLE_ENDIAN);
    }

    // --- names
    // --------------------------------------------------------------------------------------------------------

    private static long open(Task task, Args args) {
        QueueAttributes attributes = null;
        if (args.n(3) != 0) {
            ByteBuffer given = read(task, args.n(3), ATTRIBUTES);
            attributes = new QueueAttributes(given.getLong(8), given.getLong(16));
        }
        String name = task.memory().readPath(args.n(0));
        Descriptors.checkRoom(task);
        long limit = task.group().limits().soft(ResourceLimits.RLIMIT_MSGQUEUE);
        PosixQueues.Caller caller =
                new PosixQueues.Caller(task.credentials(), task.fs().umask(), limit);
        return Descriptors.install(task, queues(task).open(name, args.i(1), args.i(2), attributes, caller), true);
    }

    private static long unlink(Task task, long name) {
        queues(task).unlink(task.memory().readPath(name), task.credentials());
        return 0;
    }

    // --- messages
    // -----------------------------------------------------------------------------------------------------

    /** Does something with a queue's file while it is held. EBADF for other files. */
    private static long withQueue(Task task, int fd, ToLongFunction<PosixQueueFile> action) {
        OpenFile file = Descriptors.get(task, fd);
        try {
            if (!(file instanceof PosixQueueFile queue)) {
                throw Errno.EBADF.exception();
            }
            return action.applyAsLong(queue);
        } finally {
            file.release();
        }
    }

    /** A moment of CLOCK_REALTIME. */
    private static long deadline(Task task, long address) {
        return address == 0
                ? Sleeper.FOREVER
                : Deadlines.ofRealtime(task.kernel().clocks(), Timeouts.timespec(task.memory(), address));
    }

    private static long send(Task task, Args args) {
        long deadline = deadline(task, args.n(4));
        int priority = args.i(3);
        if (Integer.compareUnsigned(priority, PosixQueue.PRIORITIES) >= 0) {
            throw Errno.EINVAL.exception();
        }
        return withQueue(task, args.i(0), file -> {
            if (!OpenFlags.writable(file.flags())) {
                throw Errno.EBADF.exception();
            }
            long length = args.n(2);
            if (Long.compareUnsigned(length, file.queue().attributes().bytes()) > 0) {
                throw Errno.EMSGSIZE.exception();
            }
            QueueMessage message = new QueueMessage(priority, task.memory().readBytes(args.n(1), (int) length));
            file.queue().send(message, !file.isNonBlocking(), deadline, task);
            return 0;
        });
    }

    private static long receive(Task task, Args args) {
        long deadline = deadline(task, args.n(4));
        GuestMemory memory = task.memory();
        return withQueue(task, args.i(0), file -> {
            if (!OpenFlags.readable(file.flags())) {
                throw Errno.EBADF.exception();
            }
            if (Long.compareUnsigned(args.n(2), file.queue().attributes().bytes()) < 0) {
                throw Errno.EMSGSIZE.exception();
            }
            QueueMessage message = file.queue().receive(!file.isNonBlocking(), deadline, task.sleeper());
            if (args.n(3) != 0) {
                memory.writeInt(args.n(3), message.priority());
            }
            memory.write(args.n(1), message.text());
            return message.text().length;
        });
    }

    // --- notification and attributes
    // ----------------------------------------------------------------------------------

    private static long notify(Task task, int fd, long address) {
        QueueNotification wanted = address == 0 ? null : notification(task, read(task, address, SIGEVENT));
        return withQueue(task, fd, file -> {
            if (wanted == null) {
                file.queue().forgetNotification(task.group());
            } else {
                file.queue().notify(wanted);
            }
            return 0;
        });
    }

    private static QueueNotification notification(Task task, ByteBuffer event) {
        long value = event.getLong(0);
        int signo = event.getInt(8);
        int kind = event.getInt(12);
        switch (kind) {
            case QueueNotification.SIGEV_NONE -> {}
            case QueueNotification.SIGEV_SIGNAL -> {
                if (Integer.compareUnsigned(signo, SIGNALS) > 0) {
                    throw Errno.EINVAL.exception();
                }
            }
            case SIGEV_THREAD -> {
                task.memory().readBytes(value, COOKIE);
                throw noNetlink(task, signo).exception();
            }
            default -> throw Errno.EINVAL.exception();
        }
        return new QueueNotification(task.group(), kind, signo, value);
    }

    /** What Linux says of a descriptor that is no netlink socket; there are none. */
    private static Errno noNetlink(Task task, int fd) {
        OpenFile file = Descriptors.get(task, fd);
        try {
            return file instanceof UnixSocket ? Errno.EINVAL : Errno.ENOTSOCK;
        } finally {
            file.release();
        }
    }

    private static long getSetAttributes(Task task, int fd, long wanted, long old) {
        long flags = 0;
        if (wanted != 0) {
            flags = read(task, wanted, ATTRIBUTES).getLong(0);
            if ((flags & ~OpenFlags.O_NONBLOCK) != 0) {
                throw Errno.EINVAL.exception();
            }
        }
        int newFlags = (int) flags;
        return withQueue(task, fd, file -> {
            ByteBuffer now = ByteBuffer.allocate(ATTRIBUTES).order(ByteOrder.LITTLE_ENDIAN);
            now.putLong(file.flags() & OpenFlags.O_NONBLOCK);
            now.putLong(file.queue().attributes().messages());
            now.putLong(file.queue().attributes().bytes());
            now.putLong(file.queue().count());
            if (wanted != 0) {
                file.setStatusFlags(file.flags() & ~OpenFlags.O_NONBLOCK | newFlags);
            }
            if (old != 0) {
                task.memory().write(old, now.rewind());
            }
            return 0;
        });
    }
}
