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
    public static final List<SystemCall> ROWS = List.of(SystemCall.partial(
            72,
            "fcntl",
            "F_SETLEASE and F_SET_RW_HINT: EINVAL",
            FcntlCalls::fcntl,
            ArgType.FD,
            ArgType.FCNTL_COMMAND,
            ArgType.LONG));

    private static final int F_DUPFD = 0, F_GETFD = 1, F_SETFD = 2, F_GETFL = 3, F_SETFL = 4;
    private static final int F_GETLK = 5, F_SETLK = 6, F_SETLKW = 7;
    static final int F_SETOWN = 8, F_GETOWN = 9, F_SETSIG = 10, F_GETSIG = 11;
    static final int F_SETOWN_EX = 15, F_GETOWN_EX = 16, F_GETOWNER_UIDS = 17, F_NOTIFY = 1026;
    private static final int F_OFD_GETLK = 36, F_OFD_SETLK = 37, F_OFD_SETLKW = 38;
    private static final int F_GETLEASE = 1025, F_DUPFD_CLOEXEC = 1030, F_SETPIPE_SZ = 1031, F_GETPIPE_SZ = 1032;
    private static final int F_ADD_SEALS = 1033, F_GET_SEALS = 1034;
    private static final int FD_CLOEXEC = 1;
    private static final int F_UNLCK = 2;
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
                return OpenFiles.use(task, fd, file -> onFile(task, file, fd, args.i(1), argument));
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

    private static long onFile(Task task, OpenFile file, int fd, int command, long argument) {
        return switch (command) {
            case F_SETFL -> setFlags(task, file, fd, (int) argument);
            case F_GETLK, F_OFD_GETLK -> LockCalls.test(task, file, argument, command == F_OFD_GETLK);
            case F_SETLK, F_SETLKW -> LockCalls.set(task, file, fd, argument, false, command == F_SETLKW);
            case F_OFD_SETLK, F_OFD_SETLKW -> LockCalls.set(task, file, fd, argument, true, command == F_OFD_SETLKW);
            case F_GETLEASE -> F_UNLCK;
            case F_GETPIPE_SZ -> pipe(file).size();
            case F_SETPIPE_SZ -> pipe(file).resize(argument & 0xffffffffL, pipeLimit(task));
            case F_GET_SEALS -> MemfdCalls.seals(file);
            case F_ADD_SEALS -> MemfdCalls.addSeals(file, (int) argument);
            case F_SETOWN, F_GETOWN, F_SETSIG, F_GETSIG, F_SETOWN_EX, F_GETOWN_EX, F_GETOWNER_UIDS, F_NOTIFY ->
                FileSignalCalls.fcntl(task, file, fd, command, argument);
            default -> throw Errno.EINVAL.exception();
        };
    }

    private static PipeEnd pipe(OpenFile file) {
        if (file instanceof PipeEnd end) {
            return end;
        }
        throw Errno.EBADF.exception();
    }

    private static long pipeLimit(Task task) {
        return task.credentials().has(Credentials.CAP_SYS_RESOURCE) ? Long.MAX_VALUE : PIPE_MAX_SIZE;
    }

    private static long setFlags(Task task, OpenFile file, int fd, int flags) {
        if ((flags & ~file.flags() & OpenFlags.O_NOATIME) != 0) {
            Permissions.checkOwner(file.inode(), task.credentials());
        }
        FileSignalCalls.setAsync(task, file, fd, (flags & OpenFlags.O_ASYNC) != 0);
        file.setStatusFlags(flags);
        return 0;
    }
}
