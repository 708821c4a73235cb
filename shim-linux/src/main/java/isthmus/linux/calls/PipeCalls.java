package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.FdTable;
import isthmus.core.files.OpenFlags;
import isthmus.core.pipe.PipeEnd;
import isthmus.core.pipe.PipeInode;
import isthmus.linux.task.Task;
import java.util.List;

/** pipe(2). */
public final class PipeCalls {
    public static final List<SystemCall> ROWS = List.of(
            SystemCall.full(22, "pipe", (task, args) -> pipe(task, args.n(0), 0), ArgType.PIPE_FDS),
            SystemCall.full(
                    293,
                    "pipe2",
                    (task, args) -> pipe(task, args.n(0), args.i(1)),
                    ArgType.PIPE_FDS,
                    ArgType.OPEN_FLAGS));

    private PipeCalls() {}

    private static long pipe(Task task, long address, int flags) {
        if ((flags & ~(OpenFlags.O_CLOEXEC | OpenFlags.O_NONBLOCK | OpenFlags.O_DIRECT)) != 0) {
            throw Errno.EINVAL.exception();
        }
        PipeInode inode = new PipeInode(
                task.kernel().pipeFs(),
                task.credentials().fsuid(),
                task.credentials().fsgid());
        int status = flags & (OpenFlags.O_NONBLOCK | OpenFlags.O_DIRECT);
        PipeEnd reader = inode.end(OpenFlags.O_RDONLY | status);
        PipeEnd writer = inode.end(OpenFlags.O_WRONLY | status);
        long pair = Descriptors.installPair(task, reader, writer, (flags & OpenFlags.O_CLOEXEC) != 0);
        try {
            task.memory().writeLong(address, pair);
        } catch (ErrnoException e) {
            FdTable files = task.files();
            files.remove((int) pair).release();
            files.remove((int) (pair >>> 32)).release();
            throw e;
        }
        return 0;
    }
}
