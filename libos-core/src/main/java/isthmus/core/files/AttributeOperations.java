package isthmus.core.files;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.time.Clocks;

/** chmod(2), chown(2), utimensat(2), truncate(2), access(2). The place is found by the caller. */
public final class AttributeOperations {
    /** For {@link #setTimes}: UTIME_OMIT and UTIME_NOW. */
    public static final long OMIT = Long.MIN_VALUE, NOW = Long.MIN_VALUE + 1;

    private final Clocks clocks;

    AttributeOperations(Clocks clocks) {
        this.clocks = clocks;
    }

    /** EOPNOTSUPP for symbolic links, EPERM unless owner. */
    public void chmod(Actor actor, PathNode node, int mode) {
        Inode inode = node.inode();
        NameOperations.checkWritable(node);
        Permissions.checkOwner(inode, actor.credentials());
        if (Mode.isSymlink(inode.mode())) {
            throw Errno.EOPNOTSUPP.exception();
        }
        int permissions = mode & 07777;
        if (!actor.credentials().isMember(inode.gid()) && !actor.credentials().has(Credentials.CAP_FSETID)) {
            permissions &= ~Mode.S_ISGID;
        }
        inode.setMode(permissions);
        FileEvents.at(node.dentry(), FileEvents.IN_ATTRIB);
    }

    /** @param uid,gid -1 leaves one as it is; EPERM */
    public void chown(Actor actor, PathNode node, int uid, int gid) {
        Inode inode = node.inode();
        Credentials who = actor.credentials();
        NameOperations.checkWritable(node);
        if (!who.has(Credentials.CAP_CHOWN)) {
            boolean owner = inode.uid() == who.fsuid();
            boolean uidAllowed = uid == -1 || owner && uid == inode.uid();
            boolean gidAllowed = gid == -1 || owner && (who.isMember(gid) || gid == inode.gid());
            if (!uidAllowed || !gidAllowed) {
                throw Errno.EPERM.exception();
            }
        }
        if (!inode.isDirectory()) {
            dropPrivileges(inode);
        }
        inode.setOwner(uid, gid);
        FileEvents.at(node.dentry(), FileEvents.IN_ATTRIB);
    }

    /** @param atime,mtime nanoseconds since 1970, {@link #OMIT} or {@link #NOW}; EPERM, EACCES */
    public void setTimes(Actor actor, PathNode node, long atime, long mtime) {
        if (atime == OMIT && mtime == OMIT) {
            return;
        }
        Inode inode = node.inode();
        NameOperations.checkWritable(node);
        if (!Permissions.isOwner(inode, actor.credentials())) {
            if (atime != NOW || mtime != NOW) {
                throw Errno.EPERM.exception();
            }
            Permissions.check(inode, actor.credentials(), Permissions.MAY_WRITE);
        }
        long now = clocks.realtime();
        inode.setTimes(atime == NOW ? now : atime, mtime == NOW ? now : mtime);
        FileEvents.at(node.dentry(), FileEvents.IN_ATTRIB);
    }

    /** EISDIR, EINVAL where it is no regular file, EACCES, ETXTBSY, EFBIG. */
    public void truncate(Actor actor, PathNode node, long size) {
        if (size < 0) {
            throw Errno.EINVAL.exception();
        }
        int mode = node.inode().mode();
        if (Mode.isDirectory(mode)) {
            throw Errno.EISDIR.exception();
        }
        if (!Mode.isRegular(mode)) {
            throw Errno.EINVAL.exception();
        }
        Permissions.check(node, actor.credentials(), Permissions.MAY_WRITE);
        truncateChecked(actor, node, size);
    }

    static void truncateChecked(Actor actor, PathNode node, long size) {
        Inode inode = node.inode();
        inode.startWriting();
        try {
            if (!actor.credentials().has(Credentials.CAP_FSETID)) {
                dropPrivileges(inode);
            }
            inode.truncate(size);
        } finally {
            inode.endWriting();
        }
        FileEvents.at(node.dentry(), FileEvents.IN_MODIFY);
    }

    /**
     * What happens to a file that is written by somebody without CAP_FSETID, and to one whose owner changes: set-user-ID
     * and, on group executables, set-group-ID go, and file capabilities too.
     */
    public static void dropPrivileges(Inode inode) {
        int mode = inode.mode();
        if (!Mode.isRegular(mode)) {
            return;
        }
        int gone = (mode & Mode.S_ISUID) | ((mode & (Mode.S_ISGID | 010)) == (Mode.S_ISGID | 010) ? Mode.S_ISGID : 0);
        if (gone != 0) {
            inode.setMode(mode & 07777 & ~gone);
        }
        try {
            inode.getXattr(XattrOperations.CAPABILITY);
        } catch (ErrnoException e) {
            return; // it has none
        }
        inode.removeXattr(XattrOperations.CAPABILITY);
    }

    /**
     * access(2), faccessat2(2): EACCES, EROFS.
     *
     * @param who with fsuid and fsgid as they are to be judged: the real IDs, or the effective ones for AT_EACCESS
     * @param mask R_OK 4, W_OK 2, X_OK 1
     */
    public void access(Credentials who, PathNode node, int mask) {
        boolean executes = (mask & Permissions.MAY_EXEC) != 0;
        if (executes && Mode.isRegular(node.inode().mode()) && node.mount().has(Mount.MS_NOEXEC)) {
            throw Errno.EACCES.exception();
        }
        Permissions.check(node, who, mask);
    }
}
