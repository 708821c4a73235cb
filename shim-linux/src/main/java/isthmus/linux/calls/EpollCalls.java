package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.core.memory.GuestMemory;
import isthmus.core.poll.Epoll;
import isthmus.core.poll.PollSet;
import isthmus.core.wait.PollEvents;
import isthmus.core.wait.Sleeper;
import isthmus.linux.task.Task;
import java.util.List;

/** epoll(7). */
public final class EpollCalls {
    public static final List<SystemCall> ROWS = List.of(
            SystemCall.full(213, "epoll_create", EpollCalls::create, ArgType.INT),
            SystemCall.full(291, "epoll_create1", (task, args) -> create(task, args.i(0)), ArgType.OPEN_FLAGS),
            SystemCall.full(
                    233,
                    "epoll_ctl",
                    EpollCalls::control,
                    ArgType.FD,
                    ArgType.EPOLL_OP,
                    ArgType.FD,
                    ArgType.EPOLL_EVENT),
            SystemCall.full(
                    232,
                    "epoll_wait",
                    (task, args) -> await(task, args, Timeouts.deadlineOfMillis(args.i(3))),
                    ArgType.FD,
                    ArgType.ADDRESS,
                    ArgType.INT,
                    ArgType.INT),
            SystemCall.full(
                    281,
                    "epoll_pwait",
                    EpollCalls::pwait,
                    ArgType.FD,
                    ArgType.ADDRESS,
                    ArgType.INT,
                    ArgType.INT,
                    ArgType.SIGNAL_SET,
                    ArgType.SIZE),
            SystemCall.full(
                    441,
                    "epoll_pwait2",
                    EpollCalls::pwait2,
                    ArgType.FD,
                    ArgType.ADDRESS,
                    ArgType.INT,
                    ArgType.TIMESPEC_IN,
                    ArgType.SIGNAL_SET,
                    ArgType.SIZE));

    private static final int EPOLL_CTL_ADD = 1, EPOLL_CTL_DEL = 2, EPOLL_CTL_MOD = 3;
    /** sizeof(struct epoll_event), which is packed: int events, long data. */
    private static final int EVENT = 12;

    private EpollCalls() {}

    private static long create(Task task, Args args) {
        if (args.i(0) <= 0) {
            throw Errno.EINVAL.exception();
        }
        return create(task, 0);
    }

    private static long create(Task task, int flags) {
        if ((flags & ~OpenFlags.O_CLOEXEC) != 0) {
            throw Errno.EINVAL.exception();
        }
        return Descriptors.install(task, new Epoll(task.kernel().anonInode()), flags != 0);
    }

    private static long control(Task task, Args args) {
        int operation = args.i(1);
        int events = 0;
        long data = 0;
        if (operation != EPOLL_CTL_DEL) {
            events = task.memory().readInt(args.n(3));
            data = task.memory().readLong(args.n(3) + 4);
        }
        OpenFile watcher = Descriptors.get(task, args.i(0));
        try {
            OpenFile file = Descriptors.get(task, args.i(2));
            try {
                control(watcher, operation, file, args.i(2), events, data);
            } finally {
                file.release();
            }
        } finally {
            watcher.release();
        }
        return 0;
    }

    private static void control(OpenFile watcher, int operation, OpenFile file, int fd, int events, long data) {
        if (!file.supportsEpoll()) {
            throw Errno.EPERM.exception();
        }
        if (!(watcher instanceof Epoll epoll) || file == watcher) {
            throw Errno.EINVAL.exception();
        }
        switch (operation) {
            case EPOLL_CTL_ADD -> epoll.add(file, fd, events, data);
            case EPOLL_CTL_MOD -> epoll.modify(file, fd, events, data);
            case EPOLL_CTL_DEL -> epoll.delete(file, fd);
            default -> throw Errno.EINVAL.exception();
        }
    }

    private static long pwait(Task task, Args args) {
        long deadline = Timeouts.deadlineOfMillis(args.i(3));
        return task.signals().withMaskAt(args.n(4), args.n(5), () -> await(task, args, deadline));
    }

    private static long pwait2(Task task, Args args) {
        long deadline =
                args.n(3) == 0 ? Sleeper.FOREVER : Timeouts.deadline(Timeouts.timespec(task.memory(), args.n(3)));
        return task.signals().withMaskAt(args.n(4), args.n(5), () -> await(task, args, deadline));
    }

    private static long await(Task task, Args args, long deadline) {
        int maximum = args.i(2);
        if (maximum <= 0 || maximum > Integer.MAX_VALUE / EVENT) {
            throw Errno.EINVAL.exception();
        }
        OpenFile file = Descriptors.get(task, args.i(0));
        try {
            if (!(file instanceof Epoll epoll)) {
                throw Errno.EINVAL.exception();
            }
            return await(task, epoll, args.n(1), maximum, deadline);
        } finally {
            file.release();
        }
    }

    /** EINTR, never a restart, when interrupted (signal(7)). */
    private static long await(Task task, Epoll epoll, long address, int maximum, long deadline) {
        GuestMemory memory = task.memory();
        Epoll.Sink sink = (index, events, data) -> {
            long at = address + (long) index * EVENT;
            memory.writeInt(at, events);
            memory.writeLong(at + 4, data);
        };
        if (deadline == PollSet.NOW) {
            return epoll.collect(maximum, sink);
        }
        try {
            return task.sleeper().until(epoll.callers(), PollEvents.POLLIN, deadline, () -> {
                int count = epoll.collect(maximum, sink);
                if (count == 0) {
                    throw Errno.EAGAIN.exception();
                }
                return count;
            });
        } catch (ErrnoException e) {
            return switch (e.errno()) {
                case EAGAIN -> 0;
                case ERESTARTSYS -> throw Errno.EINTR.exception();
                default -> throw e;
            };
        }
    }
}
