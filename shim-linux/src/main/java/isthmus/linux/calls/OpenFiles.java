package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.linux.task.Task;

/** Calls that work on one open file. */
final class OpenFiles {
    private OpenFiles() {}

    /** What is done with the file. */
    @FunctionalInterface
    interface Use {
        long apply(OpenFile file);
    }

    /** Looks a descriptor up; EBADF where it was opened with O_PATH too. */
    static long use(Task task, int descriptor, Use use) {
        OpenFile file = task.files().get(descriptor);
        try {
            checkNotPath(file);
            return use.apply(file);
        } finally {
            file.release();
        }
    }

    /** What Linux's {@code fdget} refuses: EBADF. */
    static void checkNotPath(OpenFile file) {
        if ((file.flags() & OpenFlags.O_PATH) != 0) {
            throw Errno.EBADF.exception();
        }
    }
}
