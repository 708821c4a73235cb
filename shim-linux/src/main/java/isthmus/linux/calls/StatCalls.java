package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.files.Mount;
import isthmus.core.files.OpenFile;
import isthmus.core.files.PathNode;
import isthmus.core.files.Stat;
import isthmus.linux.task.Task;
import java.util.List;

/** stat(2), statx(2), statfs(2). */
public final class StatCalls {
    public static final List<SystemCall> ROWS = List.of(
            SystemCall.full(
                    4,
                    "stat",
                    (task, args) -> write(task, args.n(1), Paths.find(task, args.n(0), true)),
                    ArgType.PATH,
                    ArgType.STAT_OUT),
            SystemCall.full(5, "fstat", StatCalls::fstat, ArgType.FD, ArgType.STAT_OUT),
            SystemCall.full(
                    6,
                    "lstat",
                    (task, args) -> write(task, args.n(1), Paths.find(task, args.n(0), false)),
                    ArgType.PATH,
                    ArgType.STAT_OUT),
            SystemCall.full(
                    262,
                    "newfstatat",
                    StatCalls::newfstatat,
                    ArgType.AT_FD,
                    ArgType.PATH,
                    ArgType.STAT_OUT,
                    ArgType.AT_FLAGS),
            SystemCall.full(
                    332,
                    "statx",
                    StatCalls::statx,
                    ArgType.AT_FD,
                    ArgType.PATH,
                    ArgType.STATX_FLAGS,
                    ArgType.HEX,
                    ArgType.STATX_OUT),
            SystemCall.full(137, "statfs", StatCalls::statfs, ArgType.PATH, ArgType.ADDRESS),
            SystemCall.full(138, "fstatfs", StatCalls::fstatfs, ArgType.FD, ArgType.ADDRESS));

    private static final int AT_STATX_SYNC_TYPE = 0x6000;
    private static final int STATX_RESERVED = 0x80000000;
    private static final int MS_RELATIME = 1 << 12;
    private static final int KNOWN_FLAGS =
            Paths.AT_SYMLINK_NOFOLLOW | Paths.AT_NO_AUTOMOUNT | Paths.AT_EMPTY_PATH | AT_STATX_SYNC_TYPE;

    private StatCalls() {}

    private static long write(Task task, long address, PathNode node) {
        return write(task, address, node.inode().stat());
    }

    private static long write(Task task, long address, Stat stat) {
        task.memory().write(address, StatLayout.stat(stat));
        return 0;
    }

    private static long fstat(Task task, Args args) {
        return fstat(task, args.i(0), args.n(1));
    }

    private static long fstat(Task task, int descriptor, long address) {
        OpenFile file = task.files().get(descriptor);
        try {
            return write(task, address, file.inode().stat());
        } finally {
            file.release();
        }
    }

    private static long newfstatat(Task task, Args args) {
        int flags = args.i(3);
        if ((flags & ~KNOWN_FLAGS) != 0) {
            throw Errno.EINVAL.exception();
        }
        if ((flags & Paths.AT_EMPTY_PATH) != 0 && args.i(0) >= 0 && isEmpty(task, args.n(1))) {
            return fstat(task, args.i(0), args.n(2));
        }
        return write(task, args.n(2), Paths.find(task, args.i(0), args.n(1), flags));
    }

    private static boolean isEmpty(Task task, long path) {
        return path == 0 || task.memory().readByte(path) == 0;
    }

    private static long statx(Task task, Args args) {
        int flags = args.i(2);
        boolean badSync = (flags & AT_STATX_SYNC_TYPE) == AT_STATX_SYNC_TYPE;
        if ((flags & ~KNOWN_FLAGS) != 0 || badSync || (args.i(3) & STATX_RESERVED) != 0) {
            throw Errno.EINVAL.exception();
        }
        PathNode node = Paths.find(task, args.i(0), args.n(1), flags);
        Mount mount = node.mount();
        boolean isRoot = node.dentry() == mount.root();
        task.memory().write(args.n(4), StatLayout.statx(node.inode().stat(), mount.id(), isRoot));
        return 0;
    }

    private static long statfs(Task task, Args args) {
        return writeFs(task, args.n(1), Paths.find(task, args.n(0), true));
    }

    private static long fstatfs(Task task, Args args) {
        OpenFile file = task.files().get(args.i(0));
        try {
            return writeFs(task, args.n(1), Paths.ofFile(file));
        } finally {
            file.release();
        }
    }

    private static long writeFs(Task task, long address, PathNode node) {
        Mount mount = node.mount();
        int flags = mount.flags() | (mount.readOnly() ? Mount.MS_RDONLY : 0);
        int shown = flags & (Mount.MS_RDONLY | Mount.MS_NOSUID | Mount.MS_NODEV | Mount.MS_NOEXEC | Mount.MS_NOATIME);
        if (mount.mountPoint() != null && !mount.has(Mount.MS_NOATIME)) {
            shown |= MS_RELATIME;
        }
        task.memory()
                .write(
                        address,
                        StatLayout.statfs(
                                mount.fileSystem().statFs(), mount.fileSystem().dev(), shown));
        return 0;
    }
}
