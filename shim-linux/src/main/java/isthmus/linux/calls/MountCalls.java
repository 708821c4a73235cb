package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.files.Credentials;
import isthmus.core.files.FileSystem;
import isthmus.core.files.Mount;
import isthmus.core.files.Namespace;
import isthmus.core.files.PathNode;
import isthmus.core.files.tmpfs.Tmpfs;
import isthmus.linux.Kernel;
import isthmus.linux.task.Task;
import java.util.List;

/** mount(2), umount(2), pivot_root(2). All processes of a run share one mount name space. */
public final class MountCalls {
    public static final List<SystemCall> ROWS = List.of(
            SystemCall.partial(
                    165,
                    "mount",
                    "bind mounts, remounts, tmpfs, proc, sysfs, devtmpfs; other file systems ENODEV, MS_MOVE and shared propagation EINVAL",
                    MountCalls::mount,
                    ArgType.STRING,
                    ArgType.PATH,
                    ArgType.STRING,
                    ArgType.HEX,
                    ArgType.ADDRESS),
            SystemCall.full(166, "umount2", MountCalls::umount, ArgType.PATH, ArgType.HEX),
            SystemCall.refused(
                    155, "pivot_root", Errno.EPERM, "the root of the run does not change", ArgType.PATH, ArgType.PATH));

    private static final int MS_REMOUNT = 32, MS_BIND = 4096, MS_MOVE = 8192, MS_REC = 16384;
    private static final int MS_UNBINDABLE = 1 << 17, MS_PRIVATE = 1 << 18, MS_SLAVE = 1 << 19, MS_SHARED = 1 << 20;
    private static final int PROPAGATION = MS_UNBINDABLE | MS_PRIVATE | MS_SLAVE | MS_SHARED;
    /** MS_MGC_VAL, which old programs put into the upper half. */
    private static final int MAGIC = 0xc0ed0000, MAGIC_MASK = 0xffff0000;

    private static final int KEPT =
            Mount.MS_RDONLY | Mount.MS_NOSUID | Mount.MS_NODEV | Mount.MS_NOEXEC | Mount.MS_NOATIME;
    private static final int MNT_FORCE = 1, MNT_DETACH = 2, MNT_EXPIRE = 4, UMOUNT_NOFOLLOW = 8;
    private static final int DATA_LIMIT = 4096;

    private MountCalls() {}

    private static void checkCapability(Task task) {
        if (!task.credentials().has(Credentials.CAP_SYS_ADMIN)) {
            throw Errno.EPERM.exception();
        }
    }

    private static long mount(Task task, Args args) {
        String type = args.n(2) == 0 ? "" : task.memory().readString(args.n(2), DATA_LIMIT, Errno.EINVAL);
        String source = args.n(0) == 0 ? "none" : task.memory().readString(args.n(0), DATA_LIMIT, Errno.EINVAL);
        String data = args.n(4) == 0 ? "" : task.memory().readString(args.n(4), DATA_LIMIT, Errno.EINVAL);
        int flags = (args.i(3) & MAGIC_MASK) == MAGIC ? args.i(3) & ~MAGIC_MASK : args.i(3);
        PathNode at = Paths.find(task, args.n(1), true);
        checkCapability(task);
        Namespace namespace = task.kernel().vfs().namespace();
        if ((flags & MS_REMOUNT) != 0) {
            checkMountRoot(at);
            namespace.remount(at.mount(), flags & KEPT);
        } else if ((flags & MS_BIND) != 0) {
            bind(namespace, at, Paths.find(task, args.n(0), true), (flags & MS_REC) != 0);
        } else if ((flags & PROPAGATION) != 0) {
            setPropagation(at, flags);
        } else if ((flags & MS_MOVE) != 0) {
            throw Errno.EINVAL.exception();
        } else {
            namespace.mount(at, fileSystem(task, type, data), source, flags & KEPT);
        }
        return 0;
    }

    private static void checkMountRoot(PathNode at) {
        if (at.dentry() != at.mount().root()) {
            throw Errno.EINVAL.exception();
        }
    }

    private static void bind(Namespace namespace, PathNode at, PathNode what, boolean recursive) {
        List<Mount> before = namespace.mounts();
        Mount made = namespace.bind(at, what, what.mount().flags());
        if (!recursive) {
            return;
        }
        for (Mount mount : before) {
            PathNode place = mount.mountPoint();
            if (place != null && place.mount() == what.mount() && isBelow(place, what)) {
                namespace.bind(new PathNode(made, place.dentry()), mount.rootNode(), mount.flags());
            }
        }
    }

    private static boolean isBelow(PathNode place, PathNode ancestor) {
        for (var at = place.dentry(); at != null; at = at.parent()) {
            if (at == ancestor.dentry()) {
                return true;
            }
        }
        return false;
    }

    /** With one name space and no peers every mount is private, which is also what a slave without a master is. */
    private static void setPropagation(PathNode at, int flags) {
        if ((flags & PROPAGATION & ~(MS_PRIVATE | MS_SLAVE)) != 0) {
            throw Errno.EINVAL.exception();
        }
        checkMountRoot(at);
    }

    /** A new tmpfs; of file systems that there is one of in a run, that one. ENODEV. */
    private static FileSystem fileSystem(Task task, String type, String data) {
        Kernel kernel = task.kernel();
        switch (type) {
            case "tmpfs" -> {
                Credentials who = task.credentials();
                TmpfsOptions options = TmpfsOptions.parse(data, kernel.memoryLimit(), who.fsuid(), who.fsgid());
                return new Tmpfs(kernel.services(), options.bytes(), options.mode(), options.uid(), options.gid());
            }
            case "proc", "sysfs", "devtmpfs" -> {
                for (Mount mount : kernel.vfs().namespace().mounts()) {
                    if (mount.source().equals(type)) {
                        return mount.fileSystem();
                    }
                }
                throw Errno.ENODEV.exception();
            }
            default -> throw Errno.ENODEV.exception();
        }
    }

    private static long umount(Task task, Args args) {
        int flags = args.i(1);
        if ((flags & ~(MNT_FORCE | MNT_DETACH | MNT_EXPIRE | UMOUNT_NOFOLLOW)) != 0) {
            throw Errno.EINVAL.exception();
        }
        PathNode node = Paths.find(task, args.n(0), (flags & UMOUNT_NOFOLLOW) == 0);
        checkCapability(task);
        checkMountRoot(node);
        task.kernel().vfs().namespace().unmount(node, (flags & MNT_DETACH) != 0);
        return 0;
    }
}
