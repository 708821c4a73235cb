package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.files.AttributeOperations;
import isthmus.core.files.Credentials;
import isthmus.core.files.FileEvents;
import isthmus.core.files.Inode;
import isthmus.core.files.Mode;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.core.files.PathNode;
import isthmus.core.files.RegularFile;
import isthmus.linux.signal.Signal;
import isthmus.linux.task.ResourceLimits;
import isthmus.linux.task.Task;
import java.util.List;

/** truncate(2), ftruncate(2), fallocate(2). */
public final class SizeCalls {
    public static final List<SystemCall> ROWS = List.of(
            SystemCall.full(76, "truncate", SizeCalls::truncate, ArgType.PATH, ArgType.OFFSET),
            SystemCall.full(77, "ftruncate", SizeCalls::ftruncate, ArgType.FD, ArgType.OFFSET),
            SystemCall.partial(
                    285,
                    "fallocate",
                    "FALLOC_FL_COLLAPSE_RANGE, INSERT_RANGE and UNSHARE_RANGE: EOPNOTSUPP, as on tmpfs",
                    SizeCalls::fallocate,
                    ArgType.FD,
                    ArgType.HEX,
                    ArgType.OFFSET,
                    ArgType.OFFSET));

    private SizeCalls() {}

    private static long truncate(Task task, Args args) {
        long size = args.n(1);
        if (size < 0) {
            throw Errno.EINVAL.exception();
        }
        return Paths.found(task, Paths.AT_FDCWD, args.n(0), 0, node -> truncate(task, node, size));
    }

    private static long truncate(Task task, PathNode node, long size) {
        if (Mode.isRegular(node.inode().mode())) {
            checkLimit(task, node.inode(), size);
        }
        task.kernel().vfs().attributes().truncate(Paths.actor(task), node, size);
        return 0;
    }

    private static long ftruncate(Task task, Args args) {
        long size = args.n(1);
        if (size < 0) {
            throw Errno.EINVAL.exception();
        }
        return OpenFiles.use(task, args.i(0), file -> {
            if (!Mode.isRegular(file.inode().mode()) || !OpenFlags.writable(file.flags())) {
                throw Errno.EINVAL.exception();
            }
            checkLimit(task, file.inode(), size);
            if (!task.credentials().has(Credentials.CAP_FSETID)) {
                AttributeOperations.dropPrivileges(file.inode());
            }
            file.truncate(size);
            FileEvents.at(file, FileEvents.IN_MODIFY);
            return 0;
        });
    }

    /** RLIMIT_FSIZE for a file that grows: SIGXFSZ and EFBIG. */
    private static void checkLimit(Task task, Inode inode, long size) {
        long limit = task.group().limits().soft(ResourceLimits.RLIMIT_FSIZE);
        if (size > limit && size > inode.stat().size()) {
            FileTransfer.signalSelf(task, Signal.SIGXFSZ);
            throw Errno.EFBIG.exception();
        }
    }

    private static long fallocate(Task task, Args args) {
        return OpenFiles.use(task, args.i(0), file -> allocate(task, file, args.i(1), args.n(2), args.n(3)));
    }

    private static long allocate(Task task, OpenFile file, int mode, long offset, long length) {
        if (offset < 0 || length <= 0) {
            throw Errno.EINVAL.exception();
        }
        int type = file.inode().mode() & Mode.S_IFMT;
        if (type != Mode.S_IFREG) {
            if (!OpenFlags.writable(file.flags())) {
                throw Errno.EBADF.exception();
            }
            switch (type) {
                case Mode.S_IFIFO -> throw Errno.ESPIPE.exception();
                case Mode.S_IFDIR -> throw Errno.EISDIR.exception();
                default -> throw Errno.ENODEV.exception();
            }
        }
        if ((mode & RegularFile.FALLOC_FL_KEEP_SIZE) == 0 && offset + length > 0 && OpenFlags.writable(file.flags())) {
            checkLimit(task, file.inode(), offset + length);
        }
        file.allocate(mode, offset, length);
        FileEvents.at(file, FileEvents.IN_MODIFY);
        return 0;
    }
}
