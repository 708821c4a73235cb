package isthmus.core.files;

import static isthmus.core.files.Permissions.MAY_EXEC;
import static isthmus.core.files.Permissions.MAY_READ;
import static isthmus.core.files.Permissions.MAY_WRITE;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;

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
        while (true) {
            OpenFile file = openOrCreate(actor, start, path, flags, mode, resolve);
            if (file != null) {
                return file;
            }
        }
    }

    private OpenFile openExisting(Actor actor, PathNode start, String path, int flags, WalkOptions resolve) {
        WalkOptions options = resolve.withFollowLast((flags & OpenFlags.O_NOFOLLOW) == 0);
        if ((flags & OpenFlags.O_DIRECTORY) != 0) {
            options = options.withDirectory();
        }
        while (true) {
            PathNode node = namespace.walk(actor.root(), start, actor.credentials(), path, options);
            OpenFile file = openFound(actor, node, flags);
            if (file != null) {
                return file;
            }
        }
    }

    /** Null if what was found has been removed or replaced since, and given up: the path must be walked again. */
    private OpenFile openFound(Actor actor, PathNode node, int flags) {
        try {
            return openNode(actor, node, flags);
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ENOENT
                    && node.inode().isDeleted()
                    && !node.inode().isHeld()) {
                Thread.onSpinWait();
                return null;
            }
            throw e;
        }
    }

    /** Null if what was there changed meanwhile, and the path must be walked again. */
    private OpenFile openOrCreate(Actor actor, PathNode start, String path, int flags, int mode, WalkOptions resolve) {
        boolean exclusive = (flags & OpenFlags.O_EXCL) != 0;
        boolean follow = !exclusive && (flags & OpenFlags.O_NOFOLLOW) == 0;
        WalkResult place =
                namespace.walkParent(actor.root(), start, actor.credentials(), path, resolve.withFollowLast(follow));
        if (place.last() == WalkResult.Last.NORMAL && place.trailingSlash()) {
            throw Errno.EISDIR.exception();
        }
        if (place.existing() == null) {
            return create(actor, place, flags, mode);
        }
        if (exclusive) {
            throw Errno.EEXIST.exception();
        }
        if (place.existing().inode().isDirectory()) {
            throw Errno.EISDIR.exception();
        }
        return openFound(actor, place.existing(), flags);
    }

    private OpenFile create(Actor actor, WalkResult place, int flags, int mode) {
        PathNode parent = place.parent();
        PathNode made;
        synchronized (parent.dentry()) {
            if (parent.dentry().lookupOrNull(place.name()) != null) {
                return null;
            }
            made = NameOperations.createLocked(actor, parent, place.name(), Mode.S_IFREG | mode & 07777, 0);
        }
        return openChecked(made, flags & ~OpenFlags.O_TRUNC, actor.task());
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

    /** Opens what was found already (/proc/self/fd, execve), with all checks; O_CREAT and O_EXCL mean nothing. */
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
