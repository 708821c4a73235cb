package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.files.Mode;
import isthmus.core.files.Mount;
import isthmus.core.files.OpenFlags;
import isthmus.linux.task.Task;
import java.util.List;

/** sync(2), fsync(2), sync_file_range(2), posix_fadvise(2), readahead(2). */
public final class SyncCalls {
    public static final List<SystemCall> ROWS = List.of(
            SystemCall.full(162, "sync", SyncCalls::sync),
            SystemCall.full(74, "fsync", (task, args) -> fsync(task, args, false), ArgType.FD),
            SystemCall.full(75, "fdatasync", (task, args) -> fsync(task, args, true), ArgType.FD),
            SystemCall.full(306, "syncfs", SyncCalls::syncfs, ArgType.FD),
            SystemCall.full(
                    277,
                    "sync_file_range",
                    SyncCalls::syncFileRange,
                    ArgType.FD,
                    ArgType.OFFSET,
                    ArgType.OFFSET,
                    ArgType.HEX),
            SystemCall.full(
                    221,
                    "fadvise64",
                    SyncCalls::fadvise,
                    ArgType.FD,
                    ArgType.OFFSET,
                    ArgType.OFFSET,
                    ArgType.FILE_ADVICE),
            SystemCall.full(187, "readahead", SyncCalls::readahead, ArgType.FD, ArgType.OFFSET, ArgType.SIZE));

    private static final int POSIX_FADV_NOREUSE = 5;
    private static final int SYNC_FILE_RANGE_KNOWN = 7;

    private SyncCalls() {}

    private static long sync(Task task, Args args) {
        for (Mount mount : task.kernel().vfs().namespace().mounts()) {
            mount.fileSystem().sync();
        }
        return 0;
    }

    private static long fsync(Task task, Args args, boolean dataOnly) {
        return OpenFiles.use(task, args.i(0), file -> {
            file.sync(dataOnly);
            return 0;
        });
    }

    private static long syncfs(Task task, Args args) {
        return OpenFiles.use(task, args.i(0), file -> {
            file.inode().fileSystem().sync();
            return 0;
        });
    }

    private static long syncFileRange(Task task, Args args) {
        return OpenFiles.use(task, args.i(0), file -> {
            long end = args.n(1) + args.n(2);
            if ((args.i(3) & ~SYNC_FILE_RANGE_KNOWN) != 0 || args.n(1) < 0 || end < args.n(1)) {
                throw Errno.EINVAL.exception();
            }
            int type = file.inode().mode() & Mode.S_IFMT;
            if (type != Mode.S_IFREG && type != Mode.S_IFDIR && type != Mode.S_IFBLK) {
                throw Errno.ESPIPE.exception();
            }
            file.sync(true);
            return 0;
        });
    }

    /** Advice about a cache that is not ours: checked, and that is all. */
    private static long fadvise(Task task, Args args) {
        return OpenFiles.use(task, args.i(0), file -> {
            if ((file.inode().mode() & Mode.S_IFMT) == Mode.S_IFIFO) {
                throw Errno.ESPIPE.exception();
            }
            if (args.n(2) < 0 || args.i(3) < 0 || args.i(3) > POSIX_FADV_NOREUSE) {
                throw Errno.EINVAL.exception();
            }
            return 0;
        });
    }

    private static long readahead(Task task, Args args) {
        return OpenFiles.use(task, args.i(0), file -> {
            if (!OpenFlags.readable(file.flags())) {
                throw Errno.EBADF.exception();
            }
            if (!Mode.isRegular(file.inode().mode())) {
                throw Errno.EINVAL.exception();
            }
            return 0;
        });
    }
}
