package isthmus.core.files;

/** A file system, or a part of one, at a place. The place and the flags are guarded by the name space's lock where changed. */
public final class Mount {
    public static final int MS_RDONLY = 1, MS_NOSUID = 2, MS_NODEV = 4, MS_NOEXEC = 8, MS_NOATIME = 1024;

    private final int id;
    private final Dentry root;
    private final String source;
    private volatile int flags;
    private volatile PathNode mountPoint;

    Mount(int id, Dentry root, int flags, String source, PathNode mountPoint) {
        this.id = id;
        this.root = root;
        this.flags = flags;
        this.source = source;
        this.mountPoint = mountPoint;
    }

    /** A mount that is in no tree, for files without names. */
    static Mount internal(FileSystem fileSystem) {
        return fileSystem.internalMount();
    }

    /** As in /proc/self/mountinfo. */
    public int id() {
        return id;
    }

    public FileSystem fileSystem() {
        return root.inode().fileSystem();
    }

    /** What is seen at the mount point; not the file system's root if this is a bind mount of a part. */
    public Dentry root() {
        return root;
    }

    public PathNode rootNode() {
        return new PathNode(this, root);
    }

    /** What /proc/self/mounts shows first, such as {@code tmpfs} or the host path. */
    public String source() {
        return source;
    }

    /** Of {@code MS_RDONLY} and its kin, the ones of this mount. */
    public int flags() {
        return flags;
    }

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** Whether writes through it fail with EROFS. */
    public boolean readOnly() {
        return has(MS_RDONLY) || fileSystem().isReadOnly();
    }

    /** What it covers; null at the root of the name space and for mounts in no tree. */
    public PathNode mountPoint() {
        return mountPoint;
    }

    void setFlags(int flags) {
        this.flags = flags;
    }

    void detach() {
        mountPoint = null;
    }
}
