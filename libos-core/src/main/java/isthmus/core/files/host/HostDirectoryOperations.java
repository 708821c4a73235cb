package isthmus.core.files.host;

import isthmus.core.Errno;
import isthmus.core.files.HostBlocks;
import isthmus.core.files.HostNames;
import isthmus.core.files.Mode;
import isthmus.core.files.RenameOperation;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;

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

    private static HostInode made(HostInode directory, String name, Path path, int mode, int uid, int gid)
            throws IOException {
        HostVolume volume = directory.volume();
        HostBlocks hostBlocks = volume.services().hostBlocks();
        return volume.inode(directory, name, volume.files().own(path, volume.read(path), mode, uid, gid, hostBlocks));
    }

    static HostInode create(HostInode directory, String name, int mode, int uid, int gid) {
        if (!Mode.isRegular(mode)) {
            throw Errno.EPERM.exception(); // java.nio makes neither devices nor FIFOs nor sockets
        }
        HostVolume volume = directory.volume();
        return locked(volume, () -> {
            Path path = directory.path(name);
            HostChannel channel = HostChannel.create(path, volume.files().permissions(mode));
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
            Files.createDirectory(path, directory.volume().files().permissions(mode));
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
            directory.volume().files().delete(path, stat.stat());
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
            volume.files().move(source, target, replaced == null ? null : replaced.stat());
            if (victim != null && victim != moved) {
                unnamed(to, newName, victim, replaced);
            }
            from.forgetChild(oldName);
            moved.move(to, newName);
            volume.renamed(to, newName, moved);
            return null;
        });
    }
}
