package isthmus.core.files;

import isthmus.core.Errno;
import java.util.concurrent.atomic.AtomicInteger;

/** rename(2) and renameat2(2). */
public final class RenameOperation {
    public static final int RENAME_NOREPLACE = 1, RENAME_EXCHANGE = 2, RENAME_WHITEOUT = 4;

    private final Namespace namespace;
    private final AtomicInteger cookies = new AtomicInteger();

    RenameOperation(Namespace namespace) {
        this.namespace = namespace;
    }

    public void rename(Actor actor, PathNode oldStart, String oldPath, PathNode newStart, String newPath, int flags) {
        checkFlags(flags);
        WalkResult from = find(actor, oldStart, oldPath);
        WalkResult to = find(actor, newStart, newPath);
        if (from.parent().mount() != to.parent().mount()) {
            throw Errno.EXDEV.exception();
        }
        if (from.last() != WalkResult.Last.NORMAL) {
            throw Errno.EBUSY.exception();
        }
        if (to.last() != WalkResult.Last.NORMAL) {
            throw ((flags & RENAME_NOREPLACE) != 0 ? Errno.EEXIST : Errno.EBUSY).exception();
        }
        NameOperations.checkWritable(from.parent());
        Dentry oldParent = from.parent().dentry();
        Dentry newParent = to.parent().dentry();
        if (oldParent == newParent) {
            synchronized (oldParent) {
                renameLocked(actor, from, to, flags);
            }
            return;
        }
        FileSystem fileSystem = oldParent.inode().fileSystem();
        fileSystem.renameLock().lock();
        try {
            synchronized (oldParent) {
                synchronized (newParent) {
                    renameLocked(actor, from, to, flags);
                }
            }
        } finally {
            fileSystem.renameLock().unlock();
        }
    }

    /** EINVAL for flags that are unknown or do not go together. */
    public static void checkFlags(int flags) {
        int known = RENAME_NOREPLACE | RENAME_EXCHANGE | RENAME_WHITEOUT;
        boolean both = (flags & RENAME_EXCHANGE) != 0 && (flags & (RENAME_NOREPLACE | RENAME_WHITEOUT)) != 0;
        if ((flags & ~known) != 0 || both) {
            throw Errno.EINVAL.exception();
        }
    }

    private WalkResult find(Actor actor, PathNode start, String path) {
        return namespace.walkParent(actor.root(), start, actor.credentials(), path, WalkOptions.NOFOLLOW);
    }

    private void renameLocked(Actor actor, WalkResult from, WalkResult to, int flags) {
        Dentry oldParent = from.parent().dentry();
        Dentry newParent = to.parent().dentry();
        Dentry source = oldParent.lookup(from.name());
        Dentry target = newParent.lookupOrNull(to.name());
        boolean exchange = (flags & RENAME_EXCHANGE) != 0;
        checkTarget(target, flags);
        checkSlashes(from, to, source, target, exchange);
        if (source.contains(newParent)) {
            throw Errno.EINVAL.exception();
        }
        if (target != null && target.contains(oldParent)) {
            throw (exchange ? Errno.EINVAL : Errno.ENOTEMPTY).exception();
        }
        if (target != null && target.inode() == source.inode()) {
            boolean respelled = oldParent == newParent && oldParent.inode().isSameName(from.name(), to.name());
            if (!respelled || exchange || target == source) {
                return;
            }
            target = null; // it is the source, by another spelling
        }
        checkPermissions(actor, oldParent, source, newParent, target, exchange);
        NameOperations.checkNotMountPoint(source);
        if (target != null) {
            NameOperations.checkNotMountPoint(target);
        }
        oldParent.inode().rename(from.name(), newParent.inode(), to.name(), flags);
        done(oldParent, source, newParent, target, to.name(), exchange);
    }

    private static void checkTarget(Dentry target, int flags) {
        if (target != null && (flags & RENAME_NOREPLACE) != 0) {
            throw Errno.EEXIST.exception();
        }
        if (target == null && (flags & RENAME_EXCHANGE) != 0) {
            throw Errno.ENOENT.exception();
        }
    }

    private static void checkSlashes(WalkResult from, WalkResult to, Dentry source, Dentry target, boolean exchange) {
        if (exchange && to.trailingSlash() && !target.inode().isDirectory()) {
            throw Errno.ENOTDIR.exception();
        }
        if (!source.inode().isDirectory() && (from.trailingSlash() || !exchange && to.trailingSlash())) {
            throw Errno.ENOTDIR.exception();
        }
    }

    private static void checkPermissions(
            Actor actor, Dentry oldParent, Dentry source, Dentry newParent, Dentry target, boolean exchange) {
        Credentials who = actor.credentials();
        boolean directory = source.inode().isDirectory();
        Permissions.checkDelete(oldParent.inode(), source.inode(), who);
        if (target == null) {
            if (newParent.isGone()) {
                throw Errno.ENOENT.exception();
            }
            Permissions.check(newParent.inode(), who, Permissions.MAY_WRITE | Permissions.MAY_EXEC);
        } else {
            boolean replaced = target.inode().isDirectory();
            Permissions.checkDelete(newParent.inode(), target.inode(), who);
            if (!exchange && directory != replaced) {
                throw (directory ? Errno.ENOTDIR : Errno.EISDIR).exception();
            }
            if (exchange && replaced && oldParent != newParent) {
                Permissions.check(target.inode(), who, Permissions.MAY_WRITE);
            }
        }
        if (directory && oldParent != newParent) {
            Permissions.check(source.inode(), who, Permissions.MAY_WRITE);
        }
    }

    private void done(
            Dentry oldParent, Dentry source, Dentry newParent, Dentry target, String newName, boolean exchange) {
        String oldName = source.name();
        if (exchange) {
            Dentry.exchanged(source, target);
        } else {
            if (target != null) {
                newParent.removed(target);
            }
            oldParent.moved(source, newParent, newName);
        }
        told(oldParent, oldName, newParent, newName, source.inode());
        if (exchange) {
            told(newParent, newName, oldParent, oldName, target.inode());
        } else if (target != null) {
            FileEvents.unlinked(target.inode());
        }
    }

    private void told(Dentry oldParent, String oldName, Dentry newParent, String newName, Inode moved) {
        int cookie = cookies.incrementAndGet();
        FileEvents.entry(oldParent, oldName, moved, FileEvents.IN_MOVED_FROM, cookie);
        FileEvents.entry(newParent, newName, moved, FileEvents.IN_MOVED_TO, cookie);
        FileEvents.self(moved, FileEvents.IN_MOVE_SELF);
    }
}
