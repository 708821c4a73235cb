package isthmus.core.files.tmpfs;

import isthmus.core.Errno;
import isthmus.core.files.Inode;
import isthmus.core.files.Mode;
import isthmus.core.files.Stat;
import isthmus.core.files.XattrOperations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An inode whose attributes are kept here. The monitor guards them; the link count is guarded by the tree lock. */
public abstract class MemoryInode extends Inode {
    private static final long DAY = 86_400_000_000_000L;
    /** What extended attributes of one inode may take together, names and values; like ext4's one block, but larger. */
    private static final int XATTR_TOTAL = 1 << 20;

    private final MemoryFileSystem fileSystem;
    private final long ino;
    private final long rdev;
    private final long btime;
    private volatile int mode;
    private volatile int uid;
    private volatile int gid;
    private volatile int nlink;
    private long atime;
    private long mtime;
    private long ctime;
    private Map<String, byte[]> xattrs;

    /** A new inode. */
    protected MemoryInode(MemoryFileSystem fileSystem, int mode, long rdev, int uid, int gid, int nlink) {
        this.fileSystem = fileSystem;
        this.ino = fileSystem.newIno();
        this.rdev = rdev;
        this.mode = mode;
        this.uid = uid;
        this.gid = gid;
        this.nlink = nlink;
        long now = fileSystem.services().now();
        this.atime = now;
        this.mtime = now;
        this.ctime = now;
        this.btime = now;
    }

    /** One that takes over where a lower layer ends. */
    protected MemoryInode(MemoryFileSystem fileSystem, Stat stat) {
        this.fileSystem = fileSystem;
        this.ino = stat.ino();
        this.rdev = stat.rdev();
        this.mode = stat.mode();
        this.uid = stat.uid();
        this.gid = stat.gid();
        this.nlink = stat.nlink();
        this.atime = stat.atime();
        this.mtime = stat.mtime();
        this.ctime = stat.ctime();
        this.btime = stat.btime();
    }

    @Override
    public final MemoryFileSystem fileSystem() {
        return fileSystem;
    }

    public final long ino() {
        return ino;
    }

    protected final long now() {
        return fileSystem.services().now();
    }

    protected abstract long size();

    protected long allocatedBytes() {
        return 0;
    }

    /** Called before anything here changes but the access time: an overlay's inode becomes one that differs from its lower. */
    protected void beforeChange() {}

    /** An extended attribute as it was before the first change; ENODATA. */
    protected byte[] originalXattr(String name) {
        throw Errno.ENODATA.exception();
    }

    /** The names of all of them. */
    protected List<String> originalXattrNames() {
        return List.of();
    }

    @Override
    public Stat stat() {
        long size = size();
        long blocks = allocatedBytes() + 511 >>> 9;
        synchronized (this) {
            return new Stat(
                    fileSystem.dev(), ino, mode, nlink, uid, gid, rdev, size, 4096, blocks, atime, mtime, ctime, btime);
        }
    }

    @Override
    public final int mode() {
        return mode;
    }

    @Override
    public final int uid() {
        return uid;
    }

    @Override
    public final int gid() {
        return gid;
    }

    @Override
    public final boolean isDeleted() {
        return nlink == 0;
    }

    // --- attributes
    // ---------------------------------------------------------------------------------------------------

    @Override
    public void setMode(int permissions) {
        beforeChange();
        synchronized (this) {
            mode = mode & Mode.S_IFMT | permissions & 07777;
            ctime = now();
        }
    }

    @Override
    public void setOwner(int newUid, int newGid) {
        beforeChange();
        synchronized (this) {
            uid = newUid == -1 ? uid : newUid;
            gid = newGid == -1 ? gid : newGid;
            ctime = now();
        }
    }

    @Override
    public void setTimes(long newAtime, long newMtime) {
        beforeChange();
        synchronized (this) {
            atime = newAtime == Long.MIN_VALUE ? atime : newAtime;
            mtime = newMtime == Long.MIN_VALUE ? mtime : newMtime;
            ctime = now();
        }
    }

    /** It was read: the access time moves by the rules of {@code relatime} (mount(2)). */
    protected final synchronized void touchAccess() {
        long now = now();
        if (atime <= mtime || atime <= ctime || now - atime >= DAY) {
            atime = now;
        }
    }

    /** The contents changed. */
    protected final synchronized void touchContents() {
        long now = now();
        mtime = now;
        ctime = now;
    }

    /** Something else changed: a name, the link count. */
    protected final synchronized void touchChange() {
        ctime = now();
    }

    // --- links; the tree lock is held
    // -------------------------------------------------------------------------------------

    protected final int nlink() {
        return nlink;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // the tree lock is held
    protected final void addLinks(int change) {
        nlink += change;
    }

    protected final void noLinks() {
        nlink = 0;
    }

    /** The last name and the last holder are gone: the contents can go. Called with the tree lock held, perhaps twice. */
    protected void discard() {}

    @Override
    protected void unused() {
        synchronized (fileSystem.tree()) {
            if (nlink == 0 && !isHeld()) {
                discard();
            }
        }
    }

    // --- extended attributes
    // --------------------------------------------------------------------------------------------

    @Override
    public synchronized byte[] getXattr(String name) {
        if (xattrs == null) {
            return originalXattr(name);
        }
        byte[] value = xattrs.get(name);
        if (value == null) {
            throw Errno.ENODATA.exception();
        }
        return value.clone();
    }

    @Override
    public void setXattr(String name, byte[] value, int flags) {
        beforeChange();
        synchronized (this) {
            boolean present = own().containsKey(name);
            if (present && (flags & XattrOperations.XATTR_CREATE) != 0) {
                throw Errno.EEXIST.exception();
            }
            if (!present && (flags & XattrOperations.XATTR_REPLACE) != 0) {
                throw Errno.ENODATA.exception();
            }
            long total = (long) name.length() + value.length;
            int names = name.length() + 1;
            for (Map.Entry<String, byte[]> other : own().entrySet()) {
                if (!other.getKey().equals(name)) {
                    total += other.getKey().length() + other.getValue().length;
                    names += other.getKey().length() + 1;
                }
            }
            if (total > XATTR_TOTAL || names > XattrOperations.XATTR_LIST_MAX) {
                throw Errno.ENOSPC.exception();
            }
            own().put(name, value.clone());
            ctime = now();
        }
    }

    private Map<String, byte[]> own() {
        if (xattrs == null) {
            Map<String, byte[]> copy = new TreeMap<>();
            for (String name : originalXattrNames()) {
                copy.put(name, originalXattr(name));
            }
            xattrs = copy;
        }
        return xattrs;
    }

    @Override
    public synchronized List<String> listXattrs() {
        return xattrs == null ? originalXattrNames() : new ArrayList<>(xattrs.keySet());
    }

    @Override
    public void removeXattr(String name) {
        beforeChange();
        synchronized (this) {
            if (own().remove(name) == null) {
                throw Errno.ENODATA.exception();
            }
            ctime = now();
        }
    }
}
