package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.files.FileOpener;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.core.files.PathNode;
import isthmus.core.files.tmpfs.MemoryFile;
import isthmus.core.files.tmpfs.Tmpfs;
import isthmus.linux.task.Task;
import java.util.List;

/** memfd_create(2) and the seals of fcntl(2). */
public final class MemfdCalls {
    public static final List<SystemCall> ROWS = List.of(SystemCall.partial(
            319, "memfd_create", "MFD_HUGETLB: ENOSYS", MemfdCalls::memfdCreate, ArgType.STRING, ArgType.HEX));

    private static final int MFD_CLOEXEC = 1, MFD_ALLOW_SEALING = 2, MFD_HUGETLB = 4;
    /** NAME_MAX without "memfd:". */
    private static final int NAME_MAX = 249;

    private MemfdCalls() {}

    private static long memfdCreate(Task task, Args args) {
        int flags = args.i(1);
        if ((flags & MFD_HUGETLB) != 0) {
            throw Errno.ENOSYS.exception();
        }
        if ((flags & ~(MFD_CLOEXEC | MFD_ALLOW_SEALING)) != 0) {
            throw Errno.EINVAL.exception();
        }
        String name = task.memory().readString(args.n(0), NAME_MAX + 1, Errno.EINVAL);
        MemoryFile inode = task.kernel()
                .shm()
                .createAnonymous(
                        0777, task.credentials().fsuid(), task.credentials().fsgid());
        if ((flags & MFD_ALLOW_SEALING) != 0) {
            inode.allowSealing();
        }
        PathNode node = PathNode.anonymous(inode, "/memfd:" + name + " (deleted)");
        OpenFile file = FileOpener.openNew(node, OpenFlags.O_RDWR | OpenFlags.O_LARGEFILE, task);
        return Descriptors.install(task, file, (flags & MFD_CLOEXEC) != 0);
    }

    /** F_GET_SEALS. */
    static long seals(OpenFile file) {
        return sealable(file).seals();
    }

    /** F_ADD_SEALS. */
    static long addSeals(OpenFile file, int seals) {
        MemoryFile inode = sealable(file);
        if (!OpenFlags.writable(file.flags())) {
            throw Errno.EPERM.exception();
        }
        inode.addSeals(seals);
        return 0;
    }

    private static MemoryFile sealable(OpenFile file) {
        if (file.inode() instanceof MemoryFile inode && inode.fileSystem() instanceof Tmpfs) {
            return inode;
        }
        throw Errno.EINVAL.exception();
    }
}
