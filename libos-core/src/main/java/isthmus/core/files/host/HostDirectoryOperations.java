package isthmus.core.files.host;

import isthmus.core.Errno;
import isthmus.core.files.HostNames;
import isthmus.core.files.Mode;
import isthmus.core.files.RenameOperation;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** What changes the names in a host directory. All of it is done with the volume's name lock held for writing. */
final class HostDirectoryOperations {
    private HostDirectoryOperations() {}

    private static <T> T locked(HostVolume volume, HostNamesLock.Action<T> change) {
        try {
            return volume.names.writing(change);
        } catch (AtomicMoveNotSupportedException e) {
            throw Errno.EXDEV.exception();
        } catch (IOException e) {
            throw HostErrors.exception(e);
        } catch (UnsupportedOperationException e) {
            throw Errno.EPERM.exception();
        }
    }

    /** Permissions to make something with; the set-ID and sticky bits come after. */
    private static FileAttribute<?>[] permissions(HostVolume volume, int mode) {
        if (!volume.isUnix()) {
            return new FileAttribute<?>[0];
        }
        Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] all = {
            PosixFilePermission.OTHERS_EXECUTE, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_READ,
            PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.GROUP_WRITE, PosixFilePermission.GROUP_READ,
            PosixFilePermission.OWNER_EXECUTE, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_READ
        };
        for (int bit = 0; bit < all.length; bit++) {
            if ((mode & 1 << bit) != 0) {
                set.add(all[bit]);
            }
        }
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(set)};
    }

    /** The new file gets the wanted owner, where the host lets us, and exactly the wanted permissions, whatever our umask. */
    private static HostInode made(HostInode directory, String name, Path path, int mode, int uid, int gid)
            throws IOException {
        HostVolume volume = directory.volume();
        HostStat stat = volume.read(path);
        if (volume.isUnix()) {
            own(path, stat, uid, gid);
            if (!Mode.isSymlink(mode) && (stat.stat().mode() & 07777) != (mode & 07777)) {
                HostAttributes.setMode(path, stat.stat().mode(), mode & 07777, true);
            }
            stat = volume.read(path);
        }
        return volume.inode(directory, name, stat);
    }

    /** A host user who is not root cannot give files away: then they belong to that user. */
    private static void own(Path path, HostStat stat, int uid, int gid) throws IOException {
        try {
            if (stat.stat().uid() != uid) {
                Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
            }
            if (stat.stat().gid() != gid) {
                Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
            }
        } catch (IOException e) {
            Errno errno = HostErrors.errno(e);
            if (errno != Errno.EPERM && errno != Errno.EACCES) {
                throw e;
            }
        }
    }

    static HostInode create(HostInode directory, String name, int mode, int uid, int gid) {
        if (!Mode.isRegular(mode)) {
            throw Errno.EPERM.exception(); // java.nio makes neither devices nor FIFOs nor sockets
        }
        HostVolume volume = directory.volume();
        return locked(volume, () -> {
            Path path = directory.path(name);
            HostChannel channel = HostChannel.create(path, permissions(volume, mode));
            boolean done = false;
            try {
                HostInode inode = made(directory, name, path, mode, uid, gid);
                inode.contents().setFirst(channel);
                done = true;
                return inode;
            } finally {
                if (!done) {
                    channel.release();
                }
            }
        });
    }

    static HostInode mkdir(HostInode directory, String name, int mode, int uid, int gid) {
        return locked(directory.volume(), () -> {
            Path path = directory.path(name);
            Files.createDirectory(path, permissions(directory.volume(), mode));
            return made(directory, name, path, mode, uid, gid);
        });
    }

    static HostInode symlink(HostInode directory, String name, String target, int uid, int gid) {
        return locked(directory.volume(), () -> {
            Path path = directory.path(name);
            try {
                Files.createSymbolicLink(path, HostNames.link(target));
            } catch (IllegalArgumentException e) {
                throw Errno.EINVAL.exception();
            }
            directory.volume().names.linksChanged();
            if (directory.volume().readOrNull(path) == null) {
                throw Errno.EPERM.exception(); // a host that has none and does not say so
            }
            return made(directory, name, path, Mode.S_IFLNK | 0777, uid, gid);
        });
    }

    static void link(HostInode directory, String name, HostInode file) {
        locked(directory.volume(), () -> {
            Files.createLink(directory.path(name), file.path());
            return null;
        });
    }

    static void remove(HostInode directory, String name, boolean isDirectory) {
        locked(directory.volume(), () -> {
            Path path = directory.path(name);
            HostStat stat = directory.volume().read(path);
            if (stat.stat().isDirectory() != isDirectory) {
                throw (isDirectory ? Errno.ENOTDIR : Errno.EISDIR).exception();
            }
            HostInode inode = directory.volume().inode(directory, name, stat);
            if (directory.volume().isUnix()) {
                Files.delete(path);
            } else {
                HostMoves.delete(path, stat.stat());
            }
            unnamed(directory, name, inode, stat);
            return null;
        });
    }

    private static void unnamed(HostInode directory, String name, HostInode inode, HostStat before) {
        directory.forgetChild(name);
        inode.removed(before.stat().isDirectory() ? 0 : before.stat().nlink() - 1);
    }

    static void rename(HostInode from, String oldName, HostInode to, String newName, int flags) {
        if ((flags & ~RenameOperation.RENAME_NOREPLACE) != 0) {
            throw Errno.EINVAL.exception(); // java.nio exchanges no names
        }
        HostVolume volume = from.volume();
        locked(volume, () -> {
            Path source = from.path(oldName);
            Path target = to.path(newName);
            HostInode moved = volume.inode(from, oldName, volume.read(source));
            HostStat replaced = volume.readOrNull(target);
            if (replaced != null && (flags & RenameOperation.RENAME_NOREPLACE) != 0) {
                throw Errno.EEXIST.exception();
            }
            HostInode victim = replaced == null ? null : volume.inode(to, newName, replaced);
            boolean sameName = from == to && source.equals(target); // but for its case, on some hosts
            if (victim == moved && (!sameName || oldName.equals(newName))) {
                return null;
            }
            if (Mode.isDirectory(moved.mode()) && HostNamesFolder.isAt(source)) {
                throw Errno.EBUSY.exception(); // runs to come would not find the lock that those of now hold
            }
            if (!Mode.isRegular(moved.mode())) {
                volume.names.linksChanged();
            }
            if (volume.isUnix()) {
                Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
            } else {
                HostMoves.move(source, target, replaced == null ? null : replaced.stat());
            }
            if (victim != null && victim != moved) {
                unnamed(to, newName, victim, replaced);
            }
            from.forgetChild(oldName);
            moved.move(to, newName);
            if (!volume.isUnix()) {
                to.rememberChild(newName, moved);
            }
            return null;
        });
    }
}
