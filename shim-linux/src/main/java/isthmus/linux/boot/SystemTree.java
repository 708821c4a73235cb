package isthmus.linux.boot;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.Credentials;
import isthmus.core.files.FileServices;
import isthmus.core.files.FileSystem;
import isthmus.core.files.Inode;
import isthmus.core.files.Mode;
import isthmus.core.files.Mount;
import isthmus.core.files.Namespace;
import isthmus.core.files.PathNode;
import isthmus.core.files.WalkOptions;
import isthmus.core.files.devices.MemoryDevices;
import isthmus.core.files.tmpfs.Tmpfs;
import isthmus.linux.Kernel;
import isthmus.linux.proc.ProcTree;
import isthmus.linux.proc.SysTree;
import isthmus.linux.pseudo.PseudoFileSystem;

/** The mounts of a fresh system: a root file system, and over it /dev, /dev/shm, /dev/pts, /dev/mqueue, /proc and /sys. */
public final class SystemTree {
    private static final Credentials KERNEL = Credentials.of(0, 0);
    private static final long PROC_MAGIC = 0x9fa0, SYSFS_MAGIC = 0x62656572;

    private final FileServices services;
    private final Namespace namespace;
    private final PseudoFileSystem proc;
    private final PseudoFileSystem sys;

    /**
     * @param root the root file system; it should be writable
     * @param source what /proc/self/mounts shows as its source
     * @param shmBytes how much /dev/shm may hold
     */
    public SystemTree(FileServices services, FileSystem root, String source, long shmBytes) {
        this.services = services;
        this.namespace = new Namespace(root, source, 0);
        this.proc = new PseudoFileSystem("proc", PROC_MAGIC, services);
        this.sys = new PseudoFileSystem("sysfs", SYSFS_MAGIC, services);
        Tmpfs dev = new Tmpfs(services, 1 << 20, 0755, 0, 0);
        DeviceNodes.fill(dev.root());
        mount("/dev", dev, "devtmpfs", Mount.MS_NOSUID);
        mount("/dev/shm", new Tmpfs(services, shmBytes, 01777, 0, 0), "tmpfs", Mount.MS_NOSUID | Mount.MS_NODEV);
    }

    /** Mounts a file system, making the directory if the root file system lacks it. */
    public Mount mount(String path, FileSystem fileSystem, String source, int flags) {
        return namespace.mount(directory(path), fileSystem, source, flags);
    }

    /** Puts what the kernel itself shows in its place: /proc, /sys, /dev/pts, /dev/mqueue. */
    public void mountKernelFileSystems(Kernel kernel) {
        MemoryDevices.register(services.devices(), kernel.random());
        SysTree.fill(sys, kernel);
        ProcTree.fill(proc, kernel);
        mount("/dev/pts", kernel.terminals().fileSystem(), "devpts", Mount.MS_NOSUID | Mount.MS_NOEXEC);
        int queues = Mount.MS_NOSUID | Mount.MS_NODEV | Mount.MS_NOEXEC;
        mount("/dev/mqueue", kernel.posixQueues().fileSystem(), "mqueue", queues);
        mount("/proc", proc, "proc", Mount.MS_NOSUID | Mount.MS_NODEV | Mount.MS_NOEXEC);
        mount("/sys", sys, "sysfs", Mount.MS_NOSUID | Mount.MS_NODEV | Mount.MS_NOEXEC | Mount.MS_RDONLY);
    }

    /** The directory at a path, made with all above it if it is not there. */
    public PathNode directory(String path) {
        PathNode at = namespace.root();
        for (String name : path.split("/")) {
            if (!name.isEmpty()) {
                at = child(at, name);
            }
        }
        if (!at.inode().isDirectory()) {
            throw Errno.ENOTDIR.exception();
        }
        return at;
    }

    private PathNode child(PathNode parent, String name) {
        try {
            return namespace.walk(namespace.root(), parent, KERNEL, name, WalkOptions.FOLLOW);
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ENOENT) {
                throw e;
            }
        }
        Inode directory = parent.inode();
        directory.mkdir(name, Mode.S_IFDIR | 0755, 0, 0);
        return namespace.walk(namespace.root(), parent, KERNEL, name, WalkOptions.FOLLOW);
    }

    public Namespace namespace() {
        return namespace;
    }

    public FileServices services() {
        return services;
    }

    public PseudoFileSystem proc() {
        return proc;
    }

    public PseudoFileSystem sys() {
        return sys;
    }
}
