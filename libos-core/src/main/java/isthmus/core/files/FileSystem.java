package isthmus.core.files;

import java.util.concurrent.locks.ReentrantLock;

/** One file system instance. */
public abstract class FileSystem {
    private final ReentrantLock renameLock = new ReentrantLock();
    /** Guarded by this. */
    private Dentry rootDentry;
    /** Guarded by this. */
    private Mount internalMount;

    /** As in /proc/filesystems: {@code tmpfs}, {@code overlay}, {@code proc} … */
    public abstract String type();

    /** {@code st_dev}, unique in the run. */
    public abstract long dev();

    public abstract Inode root();

    /** The numbers of statfs(2). */
    public abstract StatFs statFs();

    /** Whether nothing in it can be changed. */
    public boolean isReadOnly() {
        return false;
    }

    /**
     * Whether names come and go, or lead elsewhere, without a call to its inodes (as in /proc): then every look-up asks
     * {@link Inode#lookup}, otherwise what was found once stays found until it is removed or renamed.
     */
    public boolean isDynamic() {
        return false;
    }

    /** What /proc/self/mounts shows after the general options, with a comma before each, such as {@code ,size=64k}. */
    public String mountOptions() {
        return "";
    }

    /** Writes back what is not yet on the host (sync(2)). */
    public void sync() {}

    /** The one dentry of {@link #root()}. */
    public final synchronized Dentry rootDentry() {
        if (rootDentry == null) {
            rootDentry = Dentry.root(root());
        }
        return rootDentry;
    }

    /** A mount in no tree, for files that have no name; the same each time. */
    final synchronized Mount internalMount() {
        if (internalMount == null) {
            internalMount = new Mount(0, rootDentry(), 0, type(), null);
        }
        return internalMount;
    }

    /** Held while something is renamed from one directory to another: no directory has another parent meanwhile. The first lock taken. */
    public final ReentrantLock renameLock() {
        return renameLock;
    }
}
