package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.files.Credentials;
import isthmus.core.files.Namespace;
import isthmus.core.files.OpenFile;
import isthmus.core.files.PathNode;
import isthmus.core.files.Permissions;
import isthmus.core.files.WalkOptions;
import isthmus.linux.task.Task;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** getcwd(2), chdir(2), chroot(2), umask(2), mkdir(2), mknod(2). */
public final class DirectoryCalls {
    public static final List<SystemCall> ROWS = List.of(
            SystemCall.full(79, "getcwd", DirectoryCalls::getcwd, ArgType.BUFFER_OUT, ArgType.SIZE),
            SystemCall.full(80, "chdir", DirectoryCalls::chdir, ArgType.PATH),
            SystemCall.full(81, "fchdir", DirectoryCalls::fchdir, ArgType.FD),
            SystemCall.full(161, "chroot", DirectoryCalls::chroot, ArgType.PATH),
            SystemCall.full(95, "umask", DirectoryCalls::umask, ArgType.MODE),
            SystemCall.full(
                    83,
                    "mkdir",
                    (task, args) -> mkdir(task, Paths.AT_FDCWD, args.n(0), args.i(1)),
                    ArgType.PATH,
                    ArgType.MODE),
            SystemCall.full(
                    258,
                    "mkdirat",
                    (task, args) -> mkdir(task, args.i(0), args.n(1), args.i(2)),
                    ArgType.AT_FD,
                    ArgType.PATH,
                    ArgType.MODE),
            SystemCall.full(
                    133,
                    "mknod",
                    (task, args) -> mknod(task, Paths.AT_FDCWD, args.n(0), args.i(1), args.i(2)),
                    ArgType.PATH,
                    ArgType.MODE,
                    ArgType.HEX),
            SystemCall.full(
                    259,
                    "mknodat",
                    (task, args) -> mknod(task, args.i(0), args.n(1), args.i(2), args.i(3)),
                    ArgType.AT_FD,
                    ArgType.PATH,
                    ArgType.MODE,
                    ArgType.HEX));

    private static final int PATH_MAX = 4096;

    private DirectoryCalls() {}

    private static long getcwd(Task task, Args args) {
        PathNode directory = task.fs().workingDirectory();
        if (directory.isGone()) {
            throw Errno.ENOENT.exception();
        }
        Namespace namespace = task.kernel().vfs().namespace();
        byte[] path = (namespace.pathOf(directory, task.fs().root()) + "\0").getBytes(StandardCharsets.ISO_8859_1);
        if (path.length > PATH_MAX) {
            throw Errno.ENAMETOOLONG.exception();
        }
        if (Long.compareUnsigned(path.length, args.n(1)) > 0) {
            throw Errno.ERANGE.exception();
        }
        task.memory().write(args.n(0), path);
        return path.length;
    }

    private static PathNode findDirectory(Task task, long address) {
        String path = task.memory().readPath(address);
        PathNode start = task.fs().workingDirectory();
        PathNode node = task.kernel().vfs().walk(Paths.actor(task), start, path, WalkOptions.FOLLOW.withDirectory());
        Permissions.check(node.inode(), task.credentials(), Permissions.MAY_EXEC);
        return node;
    }

    private static long chdir(Task task, Args args) {
        task.fs().setWorkingDirectory(findDirectory(task, args.n(0)));
        return 0;
    }

    private static long fchdir(Task task, Args args) {
        OpenFile file = task.files().get(args.i(0));
        try {
            PathNode node = file.path();
            if (node == null || !node.inode().isDirectory()) {
                throw Errno.ENOTDIR.exception();
            }
            Permissions.check(node.inode(), task.credentials(), Permissions.MAY_EXEC);
            task.fs().setWorkingDirectory(node);
            return 0;
        } finally {
            file.release();
        }
    }

    private static long chroot(Task task, Args args) {
        PathNode node = findDirectory(task, args.n(0));
        if (!task.credentials().has(Credentials.CAP_SYS_CHROOT)) {
            throw Errno.EPERM.exception();
        }
        task.fs().setRoot(node);
        return 0;
    }

    private static long umask(Task task, Args args) {
        int old = task.fs().umask();
        task.fs().setUmask(args.i(0));
        return old;
    }

    private static long mkdir(Task task, int directory, long address, int mode) {
        String path = task.memory().readPath(address);
        task.kernel().vfs().names().mkdir(Paths.actor(task), Paths.start(task, directory, path), path, mode);
        return 0;
    }

    private static long mknod(Task task, int directory, long address, int mode, int device) {
        String path = task.memory().readPath(address);
        task.kernel()
                .vfs()
                .names()
                .mknod(
                        Paths.actor(task),
                        Paths.start(task, directory, path),
                        path,
                        mode & 0xffff,
                        device & 0xffffffffL);
        return 0;
    }
}
