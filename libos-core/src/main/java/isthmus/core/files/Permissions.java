package isthmus.core.files;

import isthmus.core.Errno;

/** Who may do what to an inode: path_resolution(7), capabilities(7), inode(7). Judged by {@code fsuid} and {@code fsgid}. */
public final class Permissions {
    public static final int MAY_EXEC = 1, MAY_WRITE = 2, MAY_READ = 4;

    private Permissions() {}

    /** Whether all of {@code mask} is allowed. Read-only mounts are not looked at. */
    public static boolean allowed(Inode inode, Credentials who, int mask) {
        int mode = inode.mode();
        boolean directory = Mode.isDirectory(mode);
        if (who.has(Credentials.CAP_DAC_OVERRIDE) && (directory || (mask & MAY_EXEC) == 0 || (mode & 0111) != 0)) {
            return true;
        }
        int bits;
        if (inode.uid() == who.fsuid()) {
            bits = mode >> 6;
        } else if (who.isMember(inode.gid())) {
            bits = mode >> 3;
        } else {
            bits = mode;
        }
        if ((bits & mask) == mask) {
            return true;
        }
        boolean onlyLooking = directory ? (mask & MAY_WRITE) == 0 : mask == MAY_READ;
        return onlyLooking && who.has(Credentials.CAP_DAC_READ_SEARCH);
    }

    /** EACCES unless all of {@code mask} is allowed. */
    public static void check(Inode inode, Credentials who, int mask) {
        if (!allowed(inode, who, mask)) {
            throw Errno.EACCES.exception();
        }
    }

    /** {@link #check} and EROFS for writing through a read-only mount to what is stored in it. */
    public static void check(PathNode node, Credentials who, int mask) {
        if ((mask & MAY_WRITE) != 0 && node.mount().readOnly()) {
            int type = node.inode().mode() & Mode.S_IFMT;
            if (type == Mode.S_IFREG || type == Mode.S_IFDIR || type == Mode.S_IFLNK) {
                throw Errno.EROFS.exception();
            }
        }
        check(node.inode(), who, mask);
    }

    public static boolean isOwner(Inode inode, Credentials who) {
        return inode.uid() == who.fsuid() || who.has(Credentials.CAP_FOWNER);
    }

    /** EPERM unless {@code who} owns the inode or has CAP_FOWNER. */
    public static void checkOwner(Inode inode, Credentials who) {
        if (!isOwner(inode, who)) {
            throw Errno.EPERM.exception();
        }
    }

    /** Whether a name in {@code directory} may be removed or replaced: EACCES, and EPERM for the sticky bit. */
    static void checkDelete(Inode directory, Inode victim, Credentials who) {
        check(directory, who, MAY_WRITE | MAY_EXEC);
        if ((directory.mode() & Mode.S_ISVTX) != 0
                && victim.uid() != who.fsuid()
                && directory.uid() != who.fsuid()
                && !who.has(Credentials.CAP_FOWNER)) {
            throw Errno.EPERM.exception();
        }
    }

    /** Linux's {@code fs.protected_hardlinks}: EPERM for links to what one neither owns nor may read and write. */
    static void checkLinkSource(Inode source, Credentials who) {
        if (isOwner(source, who)) {
            return;
        }
        int mode = source.mode();
        boolean groupExecutable = (mode & (Mode.S_ISGID | 010)) == (Mode.S_ISGID | 010);
        if (!Mode.isRegular(mode)
                || (mode & Mode.S_ISUID) != 0
                || groupExecutable
                || !allowed(source, who, MAY_READ | MAY_WRITE)) {
            throw Errno.EPERM.exception();
        }
    }
}
