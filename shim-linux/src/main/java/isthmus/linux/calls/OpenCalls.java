package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.core.files.WalkOptions;
import isthmus.core.memory.GuestMemory;
import isthmus.linux.task.Task;
import java.util.List;

/** open(2), openat(2), creat(2), openat2(2). */
public final class OpenCalls {
    public static final List<SystemCall> ROWS = List.of(
            SystemCall.full(
                    2,
                    "open",
                    (task, args) -> open(task, Paths.AT_FDCWD, args.n(0), args.i(1), args.i(2)),
                    ArgType.PATH,
                    ArgType.OPEN_FLAGS,
                    ArgType.MODE),
            SystemCall.full(
                    257,
                    "openat",
                    (task, args) -> open(task, args.i(0), args.n(1), args.i(2), args.i(3)),
                    ArgType.AT_FD,
                    ArgType.PATH,
                    ArgType.OPEN_FLAGS,
                    ArgType.MODE),
            SystemCall.full(
                    85,
                    "creat",
                    (task, args) -> open(task, Paths.AT_FDCWD, args.n(0), OpenCalls.CREAT, args.i(1)),
                    ArgType.PATH,
                    ArgType.MODE),
            SystemCall.full(
                    437, "openat2", OpenCalls::openat2, ArgType.AT_FD, ArgType.PATH, ArgType.ADDRESS, ArgType.SIZE));

    private static final int CREAT = OpenFlags.O_CREAT | OpenFlags.O_WRONLY | OpenFlags.O_TRUNC;
    private static final int TMPFILE_BIT = OpenFlags.O_TMPFILE & ~OpenFlags.O_DIRECTORY;
    /** FASYNC, O_LARGEFILE and all others that Linux knows. */
    private static final int KNOWN_FLAGS = OpenFlags.O_ACCMODE
            | OpenFlags.O_CREAT
            | OpenFlags.O_EXCL
            | OpenFlags.O_NOCTTY
            | OpenFlags.O_TRUNC
            | OpenFlags.O_APPEND
            | OpenFlags.O_NONBLOCK
            | OpenFlags.O_SYNC
            | OpenFlags.O_ASYNC
            | OpenFlags.O_DIRECT
            | OpenFlags.O_LARGEFILE
            | OpenFlags.O_DIRECTORY
            | OpenFlags.O_NOFOLLOW
            | OpenFlags.O_NOATIME
            | OpenFlags.O_CLOEXEC
            | OpenFlags.O_PATH
            | OpenFlags.O_TMPFILE;

    private static final int PATH_FLAGS = OpenFlags.O_PATH
            | OpenFlags.O_DIRECTORY
            | OpenFlags.O_NOFOLLOW
            | OpenFlags.O_CLOEXEC
            | OpenFlags.O_LARGEFILE;

    /** sizeof(struct open_how) of the first version: flags, mode, resolve. */
    private static final int OPEN_HOW = 24;

    private static final int PAGE = 4096;

    private OpenCalls() {}

    /** Flags that Linux does not know are ignored here. */
    private static long open(Task task, int directory, long address, int flags, int mode) {
        String path = task.memory().readPath(address);
        return open(task, directory, path, flags & KNOWN_FLAGS, mode & 07777, WalkOptions.FOLLOW);
    }

    private static long open(Task task, int directory, String path, int flags, int mode, WalkOptions resolve) {
        int wanted = (flags & OpenFlags.O_PATH) != 0 ? flags & PATH_FLAGS : flags | OpenFlags.O_LARGEFILE;
        OpenFile file = task.kernel()
                .vfs()
                .opener()
                .open(Paths.actor(task), Paths.start(task, directory, path), path, wanted, mode, resolve);
        return Descriptors.install(task, file, (flags & OpenFlags.O_CLOEXEC) != 0);
    }

    private static long openat2(Task task, Args args) {
        GuestMemory memory = task.memory();
        long how = args.n(2);
        checkSize(memory, how, args.n(3));
        long flags = memory.readLong(how);
        long mode = memory.readLong(how + 8);
        long resolve = memory.readLong(how + 16);
        check(flags, mode, resolve);
        if ((resolve & WalkOptions.RESOLVE_CACHED) != 0) {
            // What is cached is not known here; the caller must be ready for this answer at any time.
            throw ((flags & (OpenFlags.O_TRUNC | OpenFlags.O_CREAT | TMPFILE_BIT)) != 0 ? Errno.EINVAL : Errno.EAGAIN)
                    .exception();
        }
        String path = memory.readPath(args.n(1));
        return open(task, args.i(0), path, (int) flags, (int) mode, WalkOptions.ofResolve(resolve, true));
    }

    /** What lies beyond the version we know must be zero. */
    private static void checkSize(GuestMemory memory, long how, long size) {
        if (size < OPEN_HOW) {
            throw Errno.EINVAL.exception();
        }
        if (size > PAGE) {
            throw Errno.E2BIG.exception();
        }
        for (byte b : memory.readBytes(how + OPEN_HOW, (int) size - OPEN_HOW)) {
            if (b != 0) {
                throw Errno.E2BIG.exception();
            }
        }
    }

    private static void check(long flags, long mode, long resolve) {
        boolean makes = (flags & (OpenFlags.O_CREAT | TMPFILE_BIT)) != 0;
        boolean path = (flags & OpenFlags.O_PATH) != 0;
        long both = WalkOptions.RESOLVE_BENEATH | WalkOptions.RESOLVE_IN_ROOT;
        boolean valid = (flags & ~(long) KNOWN_FLAGS) == 0
                && (resolve & ~0x3fL) == 0
                && (resolve & both) != both
                && (mode & (makes ? ~07777L : -1L)) == 0
                && (!path || (flags & ~(long) PATH_FLAGS) == 0);
        if (!valid) {
            throw Errno.EINVAL.exception();
        }
    }
}
