package isthmus.core.files.host;

import isthmus.core.Errno;
import isthmus.core.files.HostBlocks;
import isthmus.core.files.Mode;
import isthmus.core.files.Stat;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Files with numbers, owners and permissions, as java.nio's view "unix" tells of them; removed and renamed as POSIX has it. */
final class NumberedFiles extends HostFiles {
    private static final String WANTED =
            "mode,ino,dev,nlink,uid,gid,rdev,size,lastModifiedTime,lastAccessTime,ctime,creationTime";
    /** A directory up to this size is taken for stored in one piece. */
    private static final int SMALL_DIRECTORY = 4 << 12;
    /** A file up to this size is taken for one without holes. */
    private static final int SMALL_FILE = 1 << 16;

    private static final int ALL_BUT_OWNER = 077;

    // --- which file it is
    // -------------------------------------------------------------------------------------------------------------

    @Override
    HostStat read(Path path, HostBlocks hostBlocks) throws IOException {
        Map<String, Object> a = Files.readAttributes(path, "unix:" + WANTED, LinkOption.NOFOLLOW_LINKS);
        int mode = (Integer) a.get("mode");
        long size = (Long) a.get("size");
        long mtime = HostStat.nanos(a.get("lastModifiedTime"));
        long btime = HostStat.nanos(a.get("creationTime"));
        Stat stat = new Stat(
                0,
                (Long) a.get("ino"),
                mode,
                (Integer) a.get("nlink"),
                (Integer) a.get("uid"),
                (Integer) a.get("gid"),
                (Long) a.get("rdev"),
                size,
                4096,
                blocks(path, mode, size, hostBlocks),
                HostStat.nanos(a.get("lastAccessTime")),
                mtime,
                HostStat.nanos(a.get("ctime")),
                btime);
        return new HostStat(stat, (Long) a.get("dev"));
    }

    /** The host is asked where a guess may be wrong: large directories, and files that may have holes. */
    private static long blocks(Path path, int mode, long size, HostBlocks hostBlocks) {
        boolean ask = Mode.isDirectory(mode) && size > SMALL_DIRECTORY || Mode.isRegular(mode) && size > SMALL_FILE;
        long told = ask ? hostBlocks.of(path) : -1;
        return told >= 0 ? told : HostStat.blocks(mode, size);
    }

    @Override
    boolean isSame(HostStat seen, HostStat now) {
        return now.key().equals(seen.key());
    }

    @Override
    boolean isStill(HostStat seen, HostStat now) {
        return isSame(seen, now);
    }

    @Override
    Object identity(HostNode node) {
        return node.host().key();
    }

    @Override
    HostStat lookAgain(Path path, HostStat seen, HostBlocks hostBlocks) throws IOException {
        HostStat now = read(path, hostBlocks);
        if (!isSame(seen, now)) {
            throw Errno.ESTALE.exception();
        }
        return now;
    }

    /** Its number would be another one. */
    @Override
    boolean leadsTo(Path path, Stat seen) {
        return true;
    }

    @Override
    long ino(long first, HostStat now) {
        return first;
    }

    @Override
    InodeIndex newIndex() {
        return new InodesByNumber();
    }

    // --- names
    // ------------------------------------------------------------------------------------------------------------------------

    @Override
    boolean isOtherName(Path path) {
        return false;
    }

    @Override
    boolean isListed(String name, Supplier<Set<String>> entries) {
        return true;
    }

    @Override
    void delete(Path path, Stat now) throws IOException {
        Files.delete(path);
    }

    @Override
    void move(Path source, Path target, Stat replaced) throws IOException {
        Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
    }

    // --- owners and permissions
    // -------------------------------------------------------------------------------------------------------

    @Override
    FileAttribute<?>[] permissions(int mode) {
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

    /** A host user who is not root cannot give files away: then they belong to that user. */
    @Override
    HostStat own(Path path, HostStat now, int mode, int uid, int gid, HostBlocks hostBlocks) throws IOException {
        Stat stat = now.stat();
        try {
            setOwner(path, stat.uid() == uid ? -1 : uid, stat.gid() == gid ? -1 : gid, stat);
        } catch (IOException e) {
            Errno errno = HostErrors.errno(e);
            if (errno != Errno.EPERM && errno != Errno.EACCES) {
                throw e;
            }
        }
        if (!Mode.isSymlink(mode) && (stat.mode() & 07777) != (mode & 07777)) {
            HostAttributes.setMode(this, path, stat.mode(), mode & 07777);
        }
        return read(path, hostBlocks);
    }

    @Override
    void setPermissions(Path path, int permissions) throws IOException {
        try {
            Files.setAttribute(path, "unix:mode", permissions, LinkOption.NOFOLLOW_LINKS);
        } catch (AccessDeniedException e) {
            // It cannot be opened for reading; it was looked at a moment ago and is no link.
            Files.setAttribute(path, "unix:mode", permissions);
        }
    }

    @Override
    void setOwner(Path path, int uid, int gid, Stat now) throws IOException {
        if (uid != -1) {
            Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
        }
        if (gid != -1) {
            Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
        }
    }

    /** java.nio tells who owns a file but not who we are: so a file of ours is made and looked at. */
    @Override
    Object user(Path temporary) throws IOException {
        Path probe = temporary.resolve(
                "isthmus-" + ProcessHandle.current().pid() + "-" + Long.toUnsignedString(System.nanoTime(), 36));
        Files.createDirectory(probe);
        try {
            return Files.getAttribute(probe, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        } finally {
            Files.delete(probe);
        }
    }

    @Override
    void checkPrivate(Path folder, Object user) throws IOException {
        Map<String, Object> found = Files.readAttributes(folder, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
        if (!found.get("uid").equals(user)) {
            throw new IOException("'" + folder + "' belongs to another user");
        }
        if (((Integer) found.get("mode") & ALL_BUT_OWNER) != 0) {
            throw new IOException("'" + folder + "' is open to other users");
        }
    }
}
