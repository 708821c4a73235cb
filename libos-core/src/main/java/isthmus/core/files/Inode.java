package isthmus.core.files;

import isthmus.core.Errno;
import java.util.List;

/**
 * A file of any type in a {@link FileSystem}. The same file is always the same object while anything refers to it.
 *
 * <p>Permission checks are not made here but by the callers in {@link Namespace} and the shim ({@link Permissions}),
 * who know the credentials. Names are single components. Operations on something that is no directory throw ENOTDIR.
 */
public abstract class Inode {
    public abstract FileSystem fileSystem();

    public abstract Stat stat();

    /** Type and permissions; cheaper than {@link #stat()} where it matters. */
    public int mode() {
        return stat().mode();
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

    /** rename(2) with the flags of renameat2(2); {@code newParent} is of the same file system. The caller has checked for loops. */
    public void rename(String oldName, Inode newParent, String newName, int flags) {
        throw Errno.ENOTDIR.exception();
    }

    /** A regular file without a name (O_TMPFILE), which may get one by {@link #link}. */
    public Inode createUnnamed(int mode, int uid, int gid) {
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
    public abstract InodeState state();
}
