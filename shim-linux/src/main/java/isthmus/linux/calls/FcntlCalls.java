package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.files.Credentials;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.core.files.Permissions;
import isthmus.core.pipe.PipeEnd;
import isthmus.linux.task.Task;
import java.util.List;

/** fcntl(2). */
public final class FcntlCalls {
    public static final List<SystemCall> ROWS =
            List.of(SystemCall.full(72, "fcntl", FcntlCalls::fcntl, ArgType.FD, ArgType.FCNTL_COMMAND, ArgType.LONG));

    private static final int F_DUPFD = 0, F_GETFD = 1, F_SETFD = 2, F_GETFL = 3, F_SETFL = 4;
    private static final int F_DUPFD_CLOEXEC = 1030, F_SETPIPE_SZ = 1031, F_GETPIPE_SZ = 1032;
    private static final int FD_CLOEXEC = 1;
    /** fs.pipe-max-size: how far an ordinary user may enlarge a pipe. */
    private static final int PIPE_MAX_SIZE = 1 << 20;

    private FcntlCalls() {}

    private static long fcntl(Task task, Args args) {
        int fd = args.i(0);
        long argument = args.n(2);
        switch (args.i(1)) {
            case F_DUPFD, F_DUPFD_CLOEXEC -> {
                return duplicate(task, fd, argument, args.i(1) == F_DUPFD_CLOEXEC);
            }
            case F_GETFD -> {
                return task.files().isCloseOnExec(fd) ? FD_CLOEXEC : 0;
            }
            case F_SETFD -> {
                task.files().setCloseOnExec(fd, (argument & FD_CLOEXEC) != 0);
                return 0;
            }
            case F_GETFL -> {
                return task.files().peek(fd).flags();
            }
            default -> {
                OpenFile file = task.files().get(fd);
                try {
                    return onFile(task, file, args.i(1), argument);
                } finally {
                    file.release();
                }
            }
        }
    }

    private static long duplicate(Task task, int fd, long minimum, boolean cloexec) {
        task.files().peek(fd);
        if (minimum < 0 || minimum >= Descriptors.limit(task)) {
            throw Errno.EINVAL.exception();
        }
        return DescriptorCalls.duplicate(task, fd, (int) minimum, cloexec);
    }

    private static long onFile(Task task, OpenFile file, int command, long argument) {
        if ((file.flags() & OpenFlags.O_PATH) != 0) {
            throw Errno.EBADF.exception();
        }
        switch (command) {
            case F_SETFL -> {
                return setFlags(task, file, (int) argument);
            }
            case F_GETPIPE_SZ -> {
                return pipe(file).size();
            }
            case F_SETPIPE_SZ -> {
                long maximum = task.credentials().has(Credentials.CAP_SYS_RESOURCE) ? Long.MAX_VALUE : PIPE_MAX_SIZE;
                return pipe(file).resize(argument & 0xffffffffL, maximum);
            }
            default -> throw Errno.EINVAL.exception();
        }
    }

    private static PipeEnd pipe(OpenFile file) {
        if (file instanceof PipeEnd end) {
            return end;
        }
        throw Errno.EBADF.exception();
    }

    private static long setFlags(Task task, OpenFile file, int flags) {
        boolean noatime = (flags & OpenFlags.O_NOATIME) != 0 && (file.flags() & OpenFlags.O_NOATIME) == 0;
        if (noatime) {
            Permissions.checkOwner(file.inode(), task.credentials());
        }
        file.setStatusFlags(flags);
        return 0;
    }
}
