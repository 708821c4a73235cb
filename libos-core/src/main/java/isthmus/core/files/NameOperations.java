package isthmus.core.files;

import static isthmus.core.files.Permissions.MAY_EXEC;
import static isthmus.core.files.Permissions.MAY_WRITE;

import isthmus.core.Errno;

/**
 * mknod(2), mkdir(2), symlink(2), link(2), unlink(2), rmdir(2). Each checks permissions, works under the monitor of the
 * directory's dentry and tells the watches.
 */
public final class NameOperations {
    private final Namespace namespace;

    NameOperations(Namespace namespace) {
        this.namespace = namespace;
    }

    /** What is done once the place is found, free and locked. */
    @FunctionalInterface
    private interface Maker {
        Inode make(Inode directory, String name);
    }

    private PathNode make(Actor actor, PathNode start, String path, boolean directory, Maker maker) {
        WalkResult place = namespace.walkParent(actor.root(), start, actor.credentials(), path, WalkOptions.NOFOLLOW);
        if (place.last() != WalkResult.Last.NORMAL) {
            throw Errno.EEXIST.exception();
        }
        PathNode parent = place.parent();
        synchronized (parent.dentry()) {
            if (parent.dentry().lookupOrNull(place.name()) != null) {
                throw Errno.EEXIST.exception();
            }
            if (place.trailingSlash() && !directory) {
                throw Errno.ENOENT.exception();
            }
            return makeLocked(actor, parent, place.name(), maker);
        }
    }

    /** The monitor of the parent's dentry is held. */
    private static PathNode makeLocked(Actor actor, PathNode parent, String name, Maker maker) {
        if (parent.mount().readOnly()) {
            throw Errno.EROFS.exception();
        }
        if (parent.isGone()) {
            throw Errno.ENOENT.exception();
        }
        Permissions.check(parent.inode(), actor.credentials(), MAY_WRITE | MAY_EXEC);
        Inode made = maker.make(parent.inode(), name);
        Dentry dentry = parent.dentry().added(name, made);
        FileEvents.entry(parent.dentry(), name, made, FileEvents.IN_CREATE, 0);
        return parent.child(dentry);
    }

    /** A new file that is no directory and no link, in a free and locked place. */
    static PathNode createLocked(Actor actor, PathNode parent, String name, int mode, long rdev) {
        return makeLocked(
                actor,
                parent,
                name,
                (directory, child) -> directory.create(
                        child,
                        modeFor(actor, directory, mode),
                        rdev,
                        actor.credentials().fsuid(),
                        groupFor(actor, directory)));
    }

    /** The group of what is made in a directory: inherited where that has the set-group-ID bit. */
    static int groupFor(Actor actor, Inode directory) {
        return (directory.mode() & Mode.S_ISGID) != 0
                ? directory.gid()
                : actor.credentials().fsgid();
    }

    /** The mode of a new file: without the umask; without set-group-ID for a group one is not in. */
    static int modeFor(Actor actor, Inode directory, int mode) {
        int result = mode & ~(actor.umask() & 0777);
        boolean inherits = (directory.mode() & Mode.S_ISGID) != 0;
        if (Mode.isDirectory(mode)) {
            return inherits ? result | Mode.S_ISGID : result;
        }
        Credentials who = actor.credentials();
        boolean groupExecutable = (mode & (Mode.S_ISGID | 010)) == (Mode.S_ISGID | 010);
        if (inherits && groupExecutable && !who.isMember(directory.gid()) && !who.has(Credentials.CAP_FSETID)) {
            result &= ~Mode.S_ISGID;
        }
        return result;
    }

    /** @param mode type (none means regular) and permissions; EPERM for devices without CAP_MKNOD */
    public PathNode mknod(Actor actor, PathNode start, String path, int mode, long rdev) {
        int type = mode & Mode.S_IFMT;
        switch (type) {
            case 0, Mode.S_IFREG, Mode.S_IFIFO, Mode.S_IFSOCK, Mode.S_IFCHR, Mode.S_IFBLK -> {}
            case Mode.S_IFDIR -> throw Errno.EPERM.exception();
            default -> throw Errno.EINVAL.exception();
        }
        boolean device = type == Mode.S_IFCHR || type == Mode.S_IFBLK;
        int full = (type == 0 ? Mode.S_IFREG : type) | mode & 07777;
        PathNode made = make(actor, start, path, false, (directory, name) -> {
            if (device && !actor.credentials().has(Credentials.CAP_MKNOD)) {
                throw Errno.EPERM.exception();
            }
            return directory.create(
                    name,
                    modeFor(actor, directory, full),
                    device ? rdev : 0,
                    actor.credentials().fsuid(),
                    groupFor(actor, directory));
        });
        // Nobody opens it now: whoever kept something for that may let it go.
        made.inode().retain();
        made.inode().release();
        return made;
    }

    public PathNode mkdir(Actor actor, PathNode start, String path, int mode) {
        return make(
                actor,
                start,
                path,
                true,
                (directory, name) -> directory.mkdir(
                        name,
                        modeFor(actor, directory, Mode.S_IFDIR | mode & 01777),
                        actor.credentials().fsuid(),
                        groupFor(actor, directory)));
    }

    public PathNode symlink(Actor actor, String target, PathNode start, String path) {
        if (target.isEmpty()) {
            throw Errno.ENOENT.exception();
        }
        if (target.length() >= PathWalk.PATH_MAX) {
            throw Errno.ENAMETOOLONG.exception();
        }
        return make(
                actor,
                start,
                path,
                false,
                (directory, name) ->
                        directory.symlink(name, target, actor.credentials().fsuid(), groupFor(actor, directory)));
    }

    /** @param source the file that gets another name, found by the caller as linkat(2)'s flags say */
    public PathNode link(Actor actor, PathNode source, PathNode start, String path) {
        PathNode made = make(actor, start, path, false, (directory, name) -> {
            Inode file = source.inode();
            if (file.fileSystem() != directory.fileSystem()) {
                throw Errno.EXDEV.exception();
            }
            Permissions.checkLinkSource(file, actor.credentials());
            if (file.isDirectory()) {
                throw Errno.EPERM.exception();
            }
            directory.link(name, file);
            return file;
        });
        FileEvents.self(source.inode(), FileEvents.IN_ATTRIB);
        return made;
    }

    public void unlink(Actor actor, PathNode start, String path) {
        WalkResult place = find(actor, start, path);
        if (place.last() != WalkResult.Last.NORMAL) {
            throw Errno.EISDIR.exception();
        }
        PathNode parent = place.parent();
        checkWritable(parent);
        synchronized (parent.dentry()) {
            Dentry victim = parent.dentry().lookup(place.name());
            boolean directory = victim.inode().isDirectory();
            if (place.trailingSlash()) {
                throw (directory ? Errno.EISDIR : Errno.ENOTDIR).exception();
            }
            Permissions.checkDelete(parent.inode(), victim.inode(), actor.credentials());
            if (directory) {
                throw Errno.EISDIR.exception();
            }
            checkNotMountPoint(victim);
            parent.inode().unlink(place.name());
            removed(parent.dentry(), victim, place.name());
        }
    }

    public void rmdir(Actor actor, PathNode start, String path) {
        WalkResult place = find(actor, start, path);
        switch (place.last()) {
            case DOT -> throw Errno.EINVAL.exception();
            case DOTDOT -> throw Errno.ENOTEMPTY.exception();
            case ROOT, MAGIC -> throw Errno.EBUSY.exception();
            case NORMAL -> {}
        }
        PathNode parent = place.parent();
        checkWritable(parent);
        synchronized (parent.dentry()) {
            Dentry victim = parent.dentry().lookup(place.name());
            Permissions.checkDelete(parent.inode(), victim.inode(), actor.credentials());
            if (!victim.inode().isDirectory()) {
                throw Errno.ENOTDIR.exception();
            }
            checkNotMountPoint(victim);
            parent.inode().rmdir(place.name());
            removed(parent.dentry(), victim, place.name());
        }
    }

    private WalkResult find(Actor actor, PathNode start, String path) {
        return namespace.walkParent(actor.root(), start, actor.credentials(), path, WalkOptions.NOFOLLOW);
    }

    static void checkWritable(PathNode parent) {
        if (parent.mount().readOnly()) {
            throw Errno.EROFS.exception();
        }
    }

    /** EBUSY where something is mounted, in whatever mount of the file system. */
    static void checkNotMountPoint(Dentry victim) {
        if (victim.isMountPoint()) {
            throw Errno.EBUSY.exception();
        }
    }

    private static void removed(Dentry parent, Dentry victim, String name) {
        parent.removed(victim);
        FileEvents.unlinked(victim.inode());
        FileEvents.entry(parent, name, victim.inode(), FileEvents.IN_DELETE, 0);
    }
}
