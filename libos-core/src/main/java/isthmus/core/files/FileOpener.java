package isthmus.core.files;

import static isthmus.core.files.Permissions.MAY_EXEC;
import static isthmus.core.files.Permissions.MAY_READ;
import static isthmus.core.files.Permissions.MAY_WRITE;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import java.util.function.Function;
import java.util.function.Supplier;

/** open(2), openat2(2): from a path, or a place, to an open file. */
public final class FileOpener {
    private static final int PATH_FLAGS =
            OpenFlags.O_PATH | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW | OpenFlags.O_CLOEXEC;
    private static final int TMPFILE_BIT = OpenFlags.O_TMPFILE & ~OpenFlags.O_DIRECTORY;

    private final Namespace namespace;

    FileOpener(Namespace namespace) {
        this.namespace = namespace;
    }

    /**
     * Opens, and makes if {@code flags} say so, what a path leads to. The file has one reference.
     *
     * @param start where relative paths start
     * @param mode permissions of a new file, before the umask
     * @param resolve restrictions of openat2(2); {@code followLast} comes from the flags
     */
    public OpenFile open(Actor actor, PathNode start, String path, int flags, int mode, WalkOptions resolve) {
        if ((flags & OpenFlags.O_PATH) != 0) {
            return openExisting(actor, start, path, flags & PATH_FLAGS, resolve);
        }
        if ((flags & TMPFILE_BIT) != 0) {
            return openUnnamed(actor, start, path, flags, mode, resolve);
        }
        if ((flags & OpenFlags.O_CREAT) == 0) {
            return openExisting(actor, start, path, flags, resolve);
        }
        if ((flags & OpenFlags.O_DIRECTORY) != 0) {
            throw Errno.EINVAL.exception();
        }
        return openOrCreate(actor, start, path, flags, mode, resolve);
    }

    private OpenFile openExisting(Actor actor, PathNode start, String path, int flags, WalkOptions resolve) {
        WalkOptions followed = resolve.withFollowLast((flags & OpenFlags.O_NOFOLLOW) == 0);
        WalkOptions options = (flags & OpenFlags.O_DIRECTORY) == 0 ? followed : followed.withDirectory();
        return found(
                () -> namespace.walk(actor.root(), start, actor.credentials(), path, options),
                node -> openNode(actor, node, flags));
    }

    /** Walks to a file and does something with it; both again if it was removed or replaced, and given up, in between. */
    public static <T> T found(Supplier<PathNode> walk, Function<PathNode, T> action) {
        PathNode lost = null;
        while (true) {
            PathNode node = walk.get();
            try {
                return action.apply(node);
            } catch (ErrnoException e) {
                lost = lost(node, lost, e);
            }
        }
    }

    /**
     * What could not be used is gone, so that the path must be walked again. Returns the place if no name leads there any
     * more. Throws what was wrong if that is something else, or if the path led to such a place before (/proc/self/fd).
     */
    private static PathNode lost(PathNode node, PathNode before, ErrnoException e) {
        boolean perhaps = switch (e.errno()) {
            case ESTALE, ENOENT, EACCES -> node.inode().isDeleted();
            default -> false;
        };
        if (!perhaps) {
            throw e;
        }
        if (node.equals(before)) {
            throw e.errno() == Errno.ESTALE ? Errno.ENOENT.exception() : e;
        }
        Thread.onSpinWait();
        return node.isGone() || node.dentry().parent() == null ? node : null;
    }

    private OpenFile openOrCreate(Actor actor, PathNode start, String path, int flags, int mode, WalkOptions resolve) {
        boolean exclusive = (flags & OpenFlags.O_EXCL) != 0;
        boolean follow = !exclusive && (flags & OpenFlags.O_NOFOLLOW) == 0;
        WalkOptions options = resolve.withFollowLast(follow);
        PathNode lost = null;
        while (true) {
            WalkResult place = namespace.walkParent(actor.root(), start, actor.credentials(), path, options);
            check(place, exclusive);
            if (place.existing() == null) {
                OpenFile made = create(actor, place, flags, mode);
                if (made != null) {
                    return made;
                }
                continue;
            }
            try {
                return openNode(actor, place.existing(), flags);
            } catch (ErrnoException e) {
                lost = lost(place.existing(), lost, e);
            }
        }
    }

    private static void check(WalkResult place, boolean exclusive) {
        if (place.last() == WalkResult.Last.NORMAL && place.trailingSlash()) {
            throw Errno.EISDIR.exception();
        }
        if (place.existing() != null && exclusive) {
            throw Errno.EEXIST.exception();
        }
        if (place.existing() != null && place.existing().inode().isDirectory()) {
            throw Errno.EISDIR.exception();
        }
    }

    /** Null if somebody else made one meanwhile. */
    private OpenFile create(Actor actor, WalkResult place, int flags, int mode) {
        PathNode parent = place.parent();
        synchronized (parent.dentry()) { // so that nobody removes it before it is open
            if (parent.dentry().lookupOrNull(place.name()) != null) {
                return null;
            }
            PathNode made = NameOperations.createLocked(actor, parent, place.name(), Mode.S_IFREG | mode & 07777, 0);
            return openChecked(made, flags & ~OpenFlags.O_TRUNC, actor.task());
        }
    }

    private OpenFile openUnnamed(Actor actor, PathNode start, String path, int flags, int mode, WalkOptions resolve) {
        if ((flags & OpenFlags.O_TMPFILE) != OpenFlags.O_TMPFILE || !OpenFlags.writable(flags)) {
            throw Errno.EINVAL.exception();
        }
        WalkOptions options =
                resolve.withFollowLast((flags & OpenFlags.O_NOFOLLOW) == 0).withDirectory();
        PathNode directory = namespace.walk(actor.root(), start, actor.credentials(), path, options);
        Permissions.check(directory, actor.credentials(), MAY_WRITE | MAY_EXEC);
        Inode parent = directory.inode();
        int permissions = NameOperations.modeFor(actor, parent, Mode.S_IFREG | mode & 07777);
        Inode inode = parent.createUnnamed(
                permissions,
                actor.credentials().fsuid(),
                NameOperations.groupFor(actor, parent),
                (flags & OpenFlags.O_EXCL) == 0);
        return openChecked(PathNode.unnamed(directory.mount(), inode), flags & ~OpenFlags.O_EXCL, actor.task());
    }

    /**
     * Opens what was found already, with all checks; O_CREAT and O_EXCL mean nothing. ESTALE if it has lost its name since
     * and its contents with it: see {@link #found}.
     */
    public OpenFile openNode(Actor actor, PathNode node, int flags) {
        if ((flags & OpenFlags.O_PATH) != 0) {
            return PathFile.open(node, flags);
        }
        Inode inode = node.inode();
        Credentials who = actor.credentials();
        int mask = accessMask(flags);
        switch (inode.mode() & Mode.S_IFMT) {
            case Mode.S_IFLNK -> throw Errno.ELOOP.exception();
            case Mode.S_IFDIR -> {
                if ((mask & MAY_WRITE) != 0) {
                    throw Errno.EISDIR.exception();
                }
            }
            case Mode.S_IFCHR, Mode.S_IFBLK -> {
                if (node.mount().has(Mount.MS_NODEV)) {
                    throw Errno.EACCES.exception();
                }
            }
            default -> {}
        }
        Permissions.check(node, who, mask);
        if ((flags & OpenFlags.O_NOATIME) != 0) {
            Permissions.checkOwner(inode, who);
        }
        if ((flags & OpenFlags.O_TRUNC) != 0 && Mode.isRegular(inode.mode())) {
            AttributeOperations.truncateChecked(actor, node, 0);
        }
        return openChecked(node, flags, actor.task());
    }

    private static int accessMask(int flags) {
        int mask = switch (flags & OpenFlags.O_ACCMODE) {
            case OpenFlags.O_RDONLY -> MAY_READ;
            case OpenFlags.O_WRONLY -> MAY_WRITE;
            default -> MAY_READ | MAY_WRITE;
        };
        return (flags & OpenFlags.O_TRUNC) != 0 ? mask | MAY_WRITE : mask;
    }

    /** Opens a place without any permission check: for the kernel's own use, and after the checks. */
    public static OpenFile openChecked(PathNode node, int flags, Object task) {
        return open(
                node,
                flags,
                task,
                OpenFlags.writable(flags) && Mode.isRegular(node.inode().mode()));
    }

    /** The same for a new file that has no name, as memfd_create(2) makes it: it may be executed although this is open for writing. */
    public static OpenFile openNew(PathNode node, int flags, Object task) {
        return open(node, flags, task, false);
    }

    private static OpenFile open(PathNode node, int flags, Object task, boolean writer) {
        Inode inode = node.inode();
        if (writer) {
            inode.startWriting();
        }
        inode.retain();
        OpenFile file = null;
        try {
            file = inode.open(node, flags, task);
        } finally {
            if (file == null) {
                inode.release();
                if (writer) {
                    inode.endWriting();
                }
            }
        }
        file.setOpened(inode, writer);
        FileEvents.at(node.dentry(), FileEvents.IN_OPEN);
        return file;
    }
}
