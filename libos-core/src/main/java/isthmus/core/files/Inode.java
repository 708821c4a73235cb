package isthmus.core.files;

import isthmus.core.Errno;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/**
 * A file of any type in a {@link FileSystem}. The same file is always the same object while anything refers to it.
 *
 * <p>Permission checks are not made here but by the callers in {@link Namespace} and the shim ({@link Permissions}),
 * who know the credentials. Names are single components. Operations on something that is no directory throw ENOTDIR.
 */
public abstract class Inode {
    private static final AtomicReferenceFieldUpdater<Inode, InodeState> STATE =
            AtomicReferenceFieldUpdater.newUpdater(Inode.class, InodeState.class, "state");

    private static final AtomicIntegerFieldUpdater<Inode> HOLDERS =
            AtomicIntegerFieldUpdater.newUpdater(Inode.class, "holders");
    private static final AtomicIntegerFieldUpdater<Inode> WRITERS =
            AtomicIntegerFieldUpdater.newUpdater(Inode.class, "writers");

    private volatile InodeState state;
    private volatile int holders;
    /** How often it is open for writing, or, negated, how often it is being executed. */
    private volatile int writers;

    public abstract FileSystem fileSystem();

    public abstract Stat stat();

    /** Type and permissions; cheaper than {@link #stat()} where it matters. */
    public int mode() {
        return stat().mode();
    }

    /** The owner. */
    public int uid() {
        return stat().uid();
    }

    /** The owning group. */
    public int gid() {
        return stat().gid();
    }

    public final boolean isDirectory() {
        return Mode.isDirectory(mode());
    }

    // --- attributes; each sets ctime --------------------------------------------------------------------------

    public void setMode(int permissions) {
        throw Errno.EPERM.exception();
    }

    /** -1 leaves one as it is. Clearing of set-user-ID bits is the caller's. */
    public void setOwner(int uid, int gid) {
        throw Errno.EPERM.exception();
    }

    /** Nanoseconds since 1970; {@link Long#MIN_VALUE} leaves one as it is. */
    public void setTimes(long atime, long mtime) {
        throw Errno.EPERM.exception();
    }

    public void truncate(long size) {
        throw Errno.EINVAL.exception();
    }

    // --- directories ----------------------------------------------------------------------------------------------

    /** ENOENT if there is none. Never called with "." or "..". */
    public Inode lookup(String name) {
        throw Errno.ENOTDIR.exception();
    }

    /** A new regular file, FIFO, socket or device; EEXIST. {@code mode} has the type; the umask has been applied. */
    public Inode create(String name, int mode, long rdev, int uid, int gid) {
        throw Errno.ENOTDIR.exception();
    }

    public Inode mkdir(String name, int mode, int uid, int gid) {
        throw Errno.ENOTDIR.exception();
    }

    public Inode symlink(String name, String target, int uid, int gid) {
        throw Errno.ENOTDIR.exception();
    }

    /** A new name for {@code file}, which is of the same file system and no directory. */
    public void link(String name, Inode file) {
        throw Errno.EPERM.exception();
    }

    /** Removes a name of something that is no directory (EISDIR). */
    public void unlink(String name) {
        throw Errno.ENOTDIR.exception();
    }

    /** Removes an empty directory (ENOTEMPTY, ENOTDIR). */
    public void rmdir(String name) {
        throw Errno.ENOTDIR.exception();
    }

    /** Whether two names of this directory are spellings of one, as where case does not matter. */
    public boolean isSameName(String name, String other) {
        return name.equals(other);
    }

    /** rename(2) with the flags of renameat2(2); {@code newParent} is of the same file system. The caller has checked for loops. */
    public void rename(String oldName, Inode newParent, String newName, int flags) {
        throw Errno.ENOTDIR.exception();
    }

    /**
     * A regular file without a name (O_TMPFILE).
     *
     * @param linkable whether it may get a name by {@link #link}
     */
    public Inode createUnnamed(int mode, int uid, int gid, boolean linkable) {
        throw Errno.EOPNOTSUPP.exception();
    }

    // --- the rest -------------------------------------------------------------------------------------------------

    /** The target of a symbolic link; EINVAL for others. */
    public String readlink() {
        throw Errno.EINVAL.exception();
    }

    /** For magic links (/proc/self/fd/1, /proc/self/cwd): where they lead, whatever their text; else null. */
    public PathNode magicTarget() {
        return null;
    }

    /**
     * Opens it. Permissions were checked, O_CREAT, O_EXCL and O_TRUNC were done by the caller. Devices, FIFOs
     * and sockets are opened by who made them known in {@link FileSystem} (ENXIO otherwise).
     *
     * @param path where it was found
     * @param caller the calling task, as the shim knows it; opaque here
     */
    public abstract OpenFile open(PathNode path, int flags, Object caller);

    /** Extended attributes (xattr(7)): ENODATA. */
    public byte[] getXattr(String name) {
        throw Errno.EOPNOTSUPP.exception();
    }

    /** @param flags XATTR_CREATE 1, XATTR_REPLACE 2 */
    public void setXattr(String name, byte[] value, int flags) {
        throw Errno.EOPNOTSUPP.exception();
    }

    public List<String> listXattrs() {
        return List.of();
    }

    public void removeXattr(String name) {
        throw Errno.EOPNOTSUPP.exception();
    }

    /** Locks, watches and the like that hang on this file: made on first use, the same object ever after. */
    public final InodeState state() {
        InodeState current = state;
        if (current == null) {
            STATE.compareAndSet(this, null, new InodeState());
            current = state;
        }
        return current;
    }

    /** The same, null if nothing hangs there: a cheap look on the way of every read and write. */
    public final InodeState stateIfAny() {
        return state;
    }

    // --- users ------------------------------------------------------------------------------------------------------

    /** One more open file, or O_PATH descriptor: the contents stay although the last name may go. */
    public final void retain() {
        HOLDERS.incrementAndGet(this);
    }

    /** The opposite of {@link #retain()}; the last one calls {@link #unused}. */
    public final void release() {
        if (HOLDERS.decrementAndGet(this) == 0) {
            unused();
            FileEvents.unused(this);
        }
    }

    /** Whether it is held open. */
    public final boolean isHeld() {
        return holders > 0;
    }

    /** Whether its last name was removed. */
    public boolean isDeleted() {
        return stat().nlink() == 0;
    }

    /** The last holder is gone (another may come): what has no name either can be given up. */
    protected void unused() {}

    /** It is opened for writing; ETXTBSY while it is executed. Linux's {@code get_write_access}. */
    public final void startWriting() {
        change(1);
    }

    public final void endWriting() {
        WRITERS.decrementAndGet(this);
    }

    /** It is executed; ETXTBSY while it is open for writing. Linux's {@code deny_write_access}. */
    public final void denyWriting() {
        change(-1);
    }

    public final void allowWriting() {
        WRITERS.incrementAndGet(this);
    }

    private void change(int step) {
        while (true) {
            int now = writers;
            if (Integer.signum(now) == -step) {
                throw Errno.ETXTBSY.exception();
            }
            if (WRITERS.compareAndSet(this, now, now + step)) {
                return;
            }
        }
    }
}
