package isthmus.core.files.host;

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
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The attributes of a host file, read without following it.
 *
 * @param stat as a guest sees it, with the host's inode number
 * @param device the host's device number, which tells file systems apart below one folder; {@link #NO_NUMBERS} if the host
 *     numbers neither devices nor files
 */
record HostStat(Stat stat, long device) {
    private static final long NO_NUMBERS = -1;
    private static final String WANTED =
            "mode,ino,dev,nlink,uid,gid,rdev,size,lastModifiedTime,lastAccessTime,ctime,creationTime";
    /** ext4 keeps the target of a link up to this length in the inode. */
    private static final int FAST_LINK = 60;
    /** A directory up to this size is taken for stored in one piece. */
    private static final int SMALL_DIRECTORY = 4 << 12;
    /** A file up to this size is taken for one without holes. */
    private static final int SMALL_FILE = 1 << 16;

    /** What of a file never changes while it exists: of two equal ones the files are the same. */
    record Key(long device, long ino) {
        // Written out, as the generated ones make themselves at each start, which takes milliseconds.

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && device == key.device && ino == key.ino;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(device * 31 + ino);
        }
    }

    Key key() {
        return new Key(device, stat.ino());
    }

    /** Whether the host says which files are the same. */
    boolean hasNumbers() {
        return device != NO_NUMBERS;
    }

    /**
     * Whether this was read of the file that another was read of. Without numbers: whether it is a file of the same type and
     * made at the same time.
     */
    boolean isSameFile(HostStat other) {
        return hasNumbers()
                ? key().equals(other.key())
                : ((stat.mode() ^ other.stat.mode()) & Mode.S_IFMT) == 0 && stat.btime() == other.stat.btime();
    }

    /**
     * @param path absolute
     * @param unix whether the host has the "unix" view; without it owner, permissions, link count and inode number are made
     *     up. The number then belongs to the path and the time at which the file was made
     */
    static HostStat read(Path path, boolean unix, HostBlocks hostBlocks) throws IOException {
        return unix ? readUnix(path, hostBlocks) : readBasic(path);
    }

    private static HostStat readUnix(Path path, HostBlocks hostBlocks) throws IOException {
        Map<String, Object> a = Files.readAttributes(path, "unix:" + WANTED, LinkOption.NOFOLLOW_LINKS);
        int mode = (Integer) a.get("mode");
        long size = (Long) a.get("size");
        long mtime = nanos(a.get("lastModifiedTime"));
        long btime = nanos(a.get("creationTime"));
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
                nanos(a.get("lastAccessTime")),
                mtime,
                nanos(a.get("ctime")),
                btime);
        return new HostStat(stat, (Long) a.get("dev"));
    }

    private static HostStat readBasic(Path path) throws IOException {
        BasicFileAttributes a = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        int mode = basicMode(a);
        long mtime = nanos(a.lastModifiedTime());
        long size = Mode.isDirectory(mode) ? 4096 : a.size();
        long ino = number(path, nanos(a.creationTime()));
        int nlink = 1;
        long atime = nanos(a.lastAccessTime());
        long btime = nanos(a.creationTime());
        return new HostStat(
                new Stat(0, ino, mode, nlink, 0, 0, 0, size, 4096, blocks(mode, size), atime, mtime, mtime, btime),
                NO_NUMBERS);
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

    /** The host is asked where a guess may be wrong: large directories, and files that may have holes. */
    private static long blocks(Path path, int mode, long size, HostBlocks hostBlocks) {
        boolean ask = Mode.isDirectory(mode) && size > SMALL_DIRECTORY || Mode.isRegular(mode) && size > SMALL_FILE;
        long told = ask ? hostBlocks.of(path) : -1;
        return told >= 0 ? told : blocks(mode, size);
    }

    /** java.nio does not tell {@code st_blocks}: as ext4 has it for a file without holes. */
    private static long blocks(int mode, long size) {
        boolean stored = Mode.isRegular(mode) || Mode.isDirectory(mode) || Mode.isSymlink(mode) && size >= FAST_LINK;
        long blocks = stored ? size + 4095 >> 12 : 0;
        // A directory grows block by block, and the fifth run of blocks needs a block to list them.
        return (Mode.isDirectory(mode) && blocks > 4 ? blocks + 1 : blocks) * 8;
    }

    private static long nanos(Object time) {
        return ((FileTime) time).to(TimeUnit.NANOSECONDS);
    }

    /** The same with another device and inode number. */
    Stat as(long dev, long ino) {
        return stat.with(dev, ino, stat.nlink());
    }

    /** The same with another number of links. */
    HostStat withLinks(int nlink) {
        return new HostStat(stat.with(stat.dev(), stat.ino(), nlink), device);
    }
}
