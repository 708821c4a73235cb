package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.linux.task.ResourceLimits;
import isthmus.linux.task.Task;

/** New descriptors for calls that make files. */
public final class Descriptors {
    private Descriptors() {}

    /** One more than the largest descriptor that may be made: RLIMIT_NOFILE. */
    static long limit(Task task) {
        return task.group().limits().soft(ResourceLimits.RLIMIT_NOFILE);
    }

    /** The file, retained for the caller; EBADF, also for one opened with O_PATH. */
    static OpenFile get(Task task, int fd) {
        OpenFile file = task.files().get(fd);
        if ((file.flags() & OpenFlags.O_PATH) != 0) {
            file.release();
            throw Errno.EBADF.exception();
        }
        return file;
    }

    /** EMFILE if there is no free descriptor now, for calls that could not undo what they do. */
    static void checkRoom(Task task) {
        task.files().checkRoom(limit(task));
    }

    /** Installs a file whose reference is the caller's, and passes it on or drops it. EMFILE. */
    public static int install(Task task, OpenFile file, boolean cloexec) {
        try {
            return task.files().install(file, cloexec, 0, limit(task));
        } catch (ErrnoException e) {
            file.release();
            throw e;
        }
    }

    /** Installs two, or none. The first number is in the lower half of what it returns. EMFILE. */
    static long installPair(Task task, OpenFile first, OpenFile second, boolean cloexec) {
        int low;
        try {
            low = install(task, first, cloexec);
        } catch (ErrnoException e) {
            second.release();
            throw e;
        }
        try {
            return low | (long) install(task, second, cloexec) << 32;
        } catch (ErrnoException e) {
            task.files().remove(low).release();
            throw e;
        }
    }
}
