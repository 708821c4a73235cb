package isthmus.core.files.host;

import isthmus.core.Errno;
import isthmus.core.files.HostBlocks;
import isthmus.core.files.HostNames;
import isthmus.core.files.Mode;
import isthmus.core.files.Stat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.DosFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Files without numbers and owners, on a host that tells case not apart and is strict about what is open (Windows). Owner,
 * permissions, link count and inode number are made up; the number belongs to the path and the time at which the file was made.
 */
final class NamedFiles extends HostFiles {
    private static final FileAttribute<?>[] NOTHING = {};

    // --- which file it is
    // -------------------------------------------------------------------------------------------------------------

    @Override
    HostStat read(Path path, HostBlocks hostBlocks) throws IOException {
        BasicFileAttributes a = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        int mode = basicMode(a);
        long mtime = HostStat.nanos(a.lastModifiedTime());
        long size = Mode.isDirectory(mode) ? 4096 : a.size();
        long ino = number(path, HostStat.nanos(a.creationTime()));
        int nlink = 1;
        long atime = HostStat.nanos(a.lastAccessTime());
        long btime = HostStat.nanos(a.creationTime());
        return new HostStat(
                new Stat(
                        0,
                        ino,
                        mode,
                        nlink,
                        0,
                        0,
                        0,
                        size,
                        4096,
                        HostStat.blocks(mode, size),
                        atime,
                        mtime,
                        mtime,
                        btime),
                HostStat.NO_DEVICE);
    }

    /**
     * Such a host says nothing of users, so everybody may do what this process may. A directory that is something else too
     * stands for another one (a junction), and is a link for guests, that they do not leave the folder by it.
     */
    private static int basicMode(BasicFileAttributes a) {
        if (a.isSymbolicLink() || a.isDirectory() && a.isOther()) {
            return Mode.S_IFLNK | 0777;
        }
        if (a.isDirectory()) {
            return Mode.S_IFDIR | 0777;
        }
        return Mode.S_IFREG | (a instanceof DosFileAttributes dos && dos.isReadOnly() ? 0555 : 0777);
    }

    /** A number of 47 bits that only a file of this name and age has. */
    private static long number(Path path, long madeAt) {
        long hash = madeAt;
        for (Path part : path) {
            hash = (hash ^ HostNames.identity(HostNames.name(part)).hashCode()) * 0x9e3779b97f4a7c15L;
            hash ^= hash >>> 29;
        }
        return (hash * 0xbf58476d1ce4e5b9L >>> 17) + 3;
    }

    @Override
    boolean isSame(HostStat seen, HostStat now) {
        return ((seen.stat().mode() ^ now.stat().mode()) & Mode.S_IFMT) == 0
                && seen.stat().btime() == now.stat().btime();
    }

    @Override
    Object identity(HostNode node) {
        return node;
    }

    @Override
    boolean isStill(HostStat seen, HostStat now) {
        return true;
    }

    @Override
    HostStat lookAgain(Path path, HostStat seen, HostBlocks hostBlocks) {
        return seen;
    }

    @Override
    boolean leadsTo(Path path, Stat seen) throws IOException {
        return HostLinks.leadsTo(path, seen);
    }

    @Override
    long ino(long first, HostStat now) {
        return now.stat().ino();
    }

    @Override
    InodeIndex newIndex() {
        return new InodesByName();
    }

    // --- names
    // ------------------------------------------------------------------------------------------------------------------------

    @Override
    boolean isOtherName(Path path) throws IOException {
        return HostLinks.isOtherName(path);
    }

    @Override
    boolean isListed(String name, Supplier<Set<String>> entries) {
        return entries.get().contains(name);
    }

    @Override
    void delete(Path path, Stat now) throws IOException {
        HostMoves.delete(path, now);
    }

    @Override
    void move(Path source, Path target, Stat replaced) throws IOException {
        HostMoves.move(source, target, replaced);
    }

    // --- owners and permissions
    // -------------------------------------------------------------------------------------------------------

    @Override
    FileAttribute<?>[] permissions(int mode) {
        return NOTHING;
    }

    @Override
    HostStat own(Path path, HostStat now, int mode, int uid, int gid, HostBlocks hostBlocks) {
        return now;
    }

    /** Such a host knows only whether a file may be written. */
    @Override
    void setPermissions(Path path, int permissions) throws IOException {
        Files.setAttribute(path, "dos:readonly", (permissions & 0222) == 0, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    void setOwner(Path path, int uid, int gid, Stat now) {
        if (uid != -1 && uid != now.uid() || gid != -1 && gid != now.gid()) {
            throw Errno.EPERM.exception();
        }
    }

    @Override
    Object user(Path temporary) {
        return System.getProperty("user.name");
    }

    @Override
    void checkPrivate(Path folder, Object user) {
        // Such folders are the user's own: others have another one.
    }
}
