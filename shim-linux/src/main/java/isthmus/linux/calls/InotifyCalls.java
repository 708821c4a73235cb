package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.files.OpenFlags;
import isthmus.core.files.PathNode;
import isthmus.core.files.Permissions;
import isthmus.core.inotify.Inotify;
import isthmus.linux.task.Task;
import java.util.List;

/** inotify(7). */
public final class InotifyCalls {
    public static final List<SystemCall> ROWS = List.of(
            SystemCall.full(253, "inotify_init", (task, args) -> init(task, 0)),
            SystemCall.full(294, "inotify_init1", (task, args) -> init(task, args.i(0)), ArgType.HEX),
            SystemCall.full(254, "inotify_add_watch", InotifyCalls::addWatch, ArgType.FD, ArgType.PATH, ArgType.HEX),
            SystemCall.full(255, "inotify_rm_watch", InotifyCalls::removeWatch, ArgType.FD, ArgType.INT));

    /** IN_UNMOUNT, IN_Q_OVERFLOW and IN_IGNORED may be asked for, to no effect. */
    private static final int KNOWN = Inotify.IN_ALL_EVENTS
            | 0xe000
            | Inotify.IN_ONLYDIR
            | Inotify.IN_DONT_FOLLOW
            | Inotify.IN_EXCL_UNLINK
            | Inotify.IN_MASK_CREATE
            | Inotify.IN_MASK_ADD
            | 0x40000000
            | Inotify.IN_ONESHOT;

    private InotifyCalls() {}

    private static long init(Task task, int flags) {
        if ((flags & ~(OpenFlags.O_CLOEXEC | OpenFlags.O_NONBLOCK)) != 0) {
            throw Errno.EINVAL.exception();
        }
        Inotify file = new Inotify(task.kernel().anonInode(), flags & OpenFlags.O_NONBLOCK);
        return Descriptors.install(task, file, (flags & OpenFlags.O_CLOEXEC) != 0);
    }

    private static long addWatch(Task task, Args args) {
        int mask = args.i(2);
        int exclusive = Inotify.IN_MASK_ADD | Inotify.IN_MASK_CREATE;
        if ((mask & KNOWN) == 0) {
            throw Errno.EINVAL.exception();
        }
        return OpenFiles.use(task, args.i(0), file -> {
            if ((mask & exclusive) == exclusive || !(file instanceof Inotify inotify)) {
                throw Errno.EINVAL.exception();
            }
            PathNode node = Paths.find(task, args.n(1), (mask & Inotify.IN_DONT_FOLLOW) == 0);
            if ((mask & Inotify.IN_ONLYDIR) != 0 && !node.inode().isDirectory()) {
                throw Errno.ENOTDIR.exception();
            }
            Permissions.check(node.inode(), task.credentials(), Permissions.MAY_READ);
            return inotify.watch(node.inode(), mask);
        });
    }

    private static long removeWatch(Task task, Args args) {
        return OpenFiles.use(task, args.i(0), file -> {
            if (!(file instanceof Inotify inotify)) {
                throw Errno.EINVAL.exception();
            }
            inotify.unwatch(args.i(1));
            return 0;
        });
    }
}
