package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.files.AttributeOperations;
import isthmus.core.files.PathNode;
import isthmus.core.memory.GuestMemory;
import isthmus.linux.task.Task;
import java.util.List;

/** utime(2), utimes(2), futimesat(2), utimensat(2). */
public final class FileTimeCalls {
    public static final List<SystemCall> ROWS = List.of(
            SystemCall.full(132, "utime", FileTimeCalls::utime, ArgType.PATH, ArgType.ADDRESS),
            SystemCall.full(
                    235,
                    "utimes",
                    (task, args) -> futimesat(task, Paths.AT_FDCWD, args.n(0), args.n(1)),
                    ArgType.PATH,
                    ArgType.TIMEVAL_IN),
            SystemCall.full(
                    261,
                    "futimesat",
                    (task, args) -> futimesat(task, args.i(0), args.n(1), args.n(2)),
                    ArgType.AT_FD,
                    ArgType.PATH,
                    ArgType.TIMEVAL_IN),
            SystemCall.full(
                    280,
                    "utimensat",
                    FileTimeCalls::utimensat,
                    ArgType.AT_FD,
                    ArgType.PATH,
                    ArgType.TIMESPEC_IN,
                    ArgType.AT_FLAGS));

    private static final long UTIME_NOW = 0x3fffffff, UTIME_OMIT = 0x3ffffffe;
    private static final long SECOND = 1_000_000_000L;
    /** Times are kept in nanoseconds in a long: what lies beyond is cut, as Linux does at a file system's limits. */
    private static final long MAX_SECONDS = Long.MAX_VALUE / SECOND - 1;

    private FileTimeCalls() {}

    private static long time(long seconds, long nanos) {
        return Math.clamp(seconds, -MAX_SECONDS, MAX_SECONDS) * SECOND + nanos;
    }

    private static long utime(Task task, Args args) {
        long atime = AttributeOperations.NOW;
        long mtime = AttributeOperations.NOW;
        if (args.n(1) != 0) {
            atime = time(task.memory().readLong(args.n(1)), 0);
            mtime = time(task.memory().readLong(args.n(1) + 8), 0);
        }
        return set(task, Paths.AT_FDCWD, args.n(0), 0, atime, mtime);
    }

    private static long futimesat(Task task, int directory, long path, long times) {
        long atime = AttributeOperations.NOW;
        long mtime = AttributeOperations.NOW;
        if (times != 0) {
            atime = timeval(task.memory(), times);
            mtime = timeval(task.memory(), times + 16);
        }
        return at(task, directory, path, 0, atime, mtime);
    }

    private static long timeval(GuestMemory memory, long address) {
        long micros = memory.readLong(address + 8);
        if (micros < 0 || micros >= 1_000_000) {
            throw Errno.EINVAL.exception();
        }
        return time(memory.readLong(address), micros * 1000);
    }

    private static long utimensat(Task task, Args args) {
        long times = args.n(2);
        long atime = AttributeOperations.NOW;
        long mtime = AttributeOperations.NOW;
        if (times != 0) {
            atime = timespec(task.memory(), times);
            mtime = timespec(task.memory(), times + 16);
            if (atime == AttributeOperations.OMIT && mtime == AttributeOperations.OMIT) {
                return 0;
            }
        }
        return at(task, args.i(0), args.n(1), args.i(3), atime, mtime);
    }

    private static long timespec(GuestMemory memory, long address) {
        long nanos = memory.readLong(address + 8);
        if (nanos == UTIME_NOW) {
            return AttributeOperations.NOW;
        }
        if (nanos == UTIME_OMIT) {
            return AttributeOperations.OMIT;
        }
        if (nanos < 0 || nanos >= SECOND) {
            throw Errno.EINVAL.exception();
        }
        return time(memory.readLong(address), nanos);
    }

    /** A null path means the file behind the descriptor. */
    private static long at(Task task, int directory, long path, int flags, long atime, long mtime) {
        if (path == 0 && directory != Paths.AT_FDCWD) {
            if (flags != 0) {
                throw Errno.EINVAL.exception();
            }
            return OpenFiles.use(task, directory, file -> set(task, Paths.ofFile(file), atime, mtime));
        }
        if ((flags & ~(Paths.AT_SYMLINK_NOFOLLOW | Paths.AT_EMPTY_PATH)) != 0) {
            throw Errno.EINVAL.exception();
        }
        return set(task, directory, path, flags, atime, mtime);
    }

    private static long set(Task task, int directory, long path, int flags, long atime, long mtime) {
        return Paths.found(task, directory, path, flags, node -> set(task, node, atime, mtime));
    }

    private static long set(Task task, PathNode node, long atime, long mtime) {
        task.kernel().vfs().attributes().setTimes(Paths.actor(task), node, atime, mtime);
        return 0;
    }
}
