package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.files.OpenFile;
import isthmus.linux.task.Task;
import java.util.List;

/** lseek(2). */
public final class SeekCalls {
    public static final List<SystemCall> ROWS =
            List.of(SystemCall.full(8, "lseek", SeekCalls::lseek, ArgType.FD, ArgType.OFFSET, ArgType.WHENCE));

    static final int SEEK_SET = 0, SEEK_CUR = 1, SEEK_END = 2, SEEK_DATA = 3, SEEK_HOLE = 4;

    private SeekCalls() {}

    private static long lseek(Task task, Args args) {
        OpenFile file = task.files().get(args.i(0));
        try {
            int whence = args.i(2);
            if (whence < SEEK_SET || whence > SEEK_HOLE) {
                throw Errno.EINVAL.exception();
            }
            return file.lseek(args.n(1), whence);
        } finally {
            file.release();
        }
    }
}
