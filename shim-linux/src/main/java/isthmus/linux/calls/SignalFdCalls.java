package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.linux.signal.SignalFd;
import isthmus.linux.task.Task;
import java.util.List;

/** signalfd(2). */
public final class SignalFdCalls {
    public static final List<SystemCall> ROWS = List.of(
            SystemCall.full(
                    282,
                    "signalfd",
                    (task, args) -> signalfd(task, args.i(0), args.n(1), args.n(2), 0),
                    ArgType.FD,
                    ArgType.SIGNAL_SET,
                    ArgType.SIZE),
            SystemCall.full(
                    289,
                    "signalfd4",
                    (task, args) -> signalfd(task, args.i(0), args.n(1), args.n(2), args.i(3)),
                    ArgType.FD,
                    ArgType.SIGNAL_SET,
                    ArgType.SIZE,
                    ArgType.HEX));

    private SignalFdCalls() {}

    private static long signalfd(Task task, int fd, long address, long size, int flags) {
        SignalActionCalls.checkSetSize(size);
        long set = task.memory().readLong(address);
        if ((flags & ~(OpenFlags.O_CLOEXEC | OpenFlags.O_NONBLOCK)) != 0) {
            throw Errno.EINVAL.exception();
        }
        if (fd == -1) {
            SignalFd file =
                    new SignalFd(task.kernel().anonInode(), task.group().signals(), set, flags & OpenFlags.O_NONBLOCK);
            return Descriptors.install(task, file, (flags & OpenFlags.O_CLOEXEC) != 0);
        }
        OpenFile file = task.files().get(fd);
        try {
            if (!(file instanceof SignalFd signals)) {
                throw Errno.EINVAL.exception();
            }
            signals.setSignals(set);
        } finally {
            file.release();
        }
        return fd;
    }
}
