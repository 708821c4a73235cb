package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.FdTable;
import isthmus.core.files.OpenFile;
import isthmus.linux.task.Task;
import java.util.List;

/** close(2), close_range(2). */
public final class CloseCalls {
    public static final List<SystemCall> ROWS = List.of(
            SystemCall.full(3, "close", CloseCalls::close, ArgType.FD),
            SystemCall.full(
                    436, "close_range", CloseCalls::closeRange, ArgType.UNSIGNED, ArgType.UNSIGNED, ArgType.HEX));

    private static final int CLOSE_RANGE_UNSHARE = 2, CLOSE_RANGE_CLOEXEC = 4;

    private CloseCalls() {}

    private static long close(Task task, Args args) {
        drop(task, task.files().remove(args.i(0)));
        return 0;
    }

    /** A descriptor was taken out of the table: its POSIX locks go, and perhaps the file. */
    static void drop(Task task, OpenFile file) {
        file.descriptorClosed(task.files());
        file.release();
    }

    private static long closeRange(Task task, Args args) {
        long first = args.n(0) & 0xffffffffL;
        long last = args.n(1) & 0xffffffffL;
        int flags = args.i(2);
        if ((flags & ~(CLOSE_RANGE_UNSHARE | CLOSE_RANGE_CLOEXEC)) != 0 || first > last) {
            throw Errno.EINVAL.exception();
        }
        if ((flags & CLOSE_RANGE_UNSHARE) != 0 && task.files().isShared()) {
            FdTable shared = task.files();
            task.setFiles(shared.copy());
            shared.leave();
        }
        FdTable files = task.files();
        for (int fd : files.descriptors()) {
            if (fd >= first && fd <= last) {
                try {
                    if ((flags & CLOSE_RANGE_CLOEXEC) != 0) {
                        files.setCloseOnExec(fd, true);
                    } else {
                        drop(task, files.remove(fd));
                    }
                } catch (ErrnoException e) {
                    // another task has closed it meanwhile
                    continue;
                }
            }
        }
        return 0;
    }
}
