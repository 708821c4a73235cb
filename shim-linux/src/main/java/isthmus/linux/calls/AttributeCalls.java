package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.files.PathNode;
import isthmus.linux.task.Task;
import java.util.List;

/** chmod(2), chown(2). */
public final class AttributeCalls {
    public static final List<SystemCall> ROWS = List.of(
            SystemCall.full(
                    90,
                    "chmod",
                    (task, args) -> chmod(task, Paths.AT_FDCWD, args.n(0), args.i(1), 0),
                    ArgType.PATH,
                    ArgType.MODE),
            SystemCall.full(91, "fchmod", AttributeCalls::fchmod, ArgType.FD, ArgType.MODE),
            SystemCall.full(
                    268,
                    "fchmodat",
                    (task, args) -> chmod(task, args.i(0), args.n(1), args.i(2), 0),
                    ArgType.AT_FD,
                    ArgType.PATH,
                    ArgType.MODE),
            SystemCall.full(
                    452,
                    "fchmodat2",
                    (task, args) -> chmod(task, args.i(0), args.n(1), args.i(2), args.i(3)),
                    ArgType.AT_FD,
                    ArgType.PATH,
                    ArgType.MODE,
                    ArgType.AT_FLAGS),
            SystemCall.full(
                    92,
                    "chown",
                    (task, args) -> chown(task, Paths.AT_FDCWD, args.n(0), args.i(1), args.i(2), 0),
                    ArgType.PATH,
                    ArgType.UID,
                    ArgType.GID),
            SystemCall.full(93, "fchown", AttributeCalls::fchown, ArgType.FD, ArgType.UID, ArgType.GID),
            SystemCall.full(
                    94,
                    "lchown",
                    (task, args) ->
                            chown(task, Paths.AT_FDCWD, args.n(0), args.i(1), args.i(2), Paths.AT_SYMLINK_NOFOLLOW),
                    ArgType.PATH,
                    ArgType.UID,
                    ArgType.GID),
            SystemCall.full(
                    260,
                    "fchownat",
                    (task, args) -> chown(task, args.i(0), args.n(1), args.i(2), args.i(3), args.i(4)),
                    ArgType.AT_FD,
                    ArgType.PATH,
                    ArgType.UID,
                    ArgType.GID,
                    ArgType.AT_FLAGS));

    private AttributeCalls() {}

    private static void checkFlags(int flags) {
        if ((flags & ~(Paths.AT_SYMLINK_NOFOLLOW | Paths.AT_EMPTY_PATH)) != 0) {
            throw Errno.EINVAL.exception();
        }
    }

    private static long chmod(Task task, int directory, long path, int mode, int flags) {
        checkFlags(flags);
        return Paths.found(task, directory, path, flags, node -> chmod(task, node, mode));
    }

    private static long fchmod(Task task, Args args) {
        return OpenFiles.use(task, args.i(0), file -> chmod(task, Paths.ofFile(file), args.i(1)));
    }

    private static long chmod(Task task, PathNode node, int mode) {
        task.kernel().vfs().attributes().chmod(Paths.actor(task), node, mode);
        return 0;
    }

    private static long chown(Task task, int directory, long path, int uid, int gid, int flags) {
        checkFlags(flags);
        return Paths.found(task, directory, path, flags, node -> chown(task, node, uid, gid));
    }

    private static long fchown(Task task, Args args) {
        return OpenFiles.use(task, args.i(0), file -> chown(task, Paths.ofFile(file), args.i(1), args.i(2)));
    }

    private static long chown(Task task, PathNode node, int uid, int gid) {
        task.kernel().vfs().attributes().chown(Paths.actor(task), node, uid, gid);
        return 0;
    }
}
