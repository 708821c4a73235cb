package isthmus.core.files;

/**
 * What stat(2) tells of an inode. Times are nanoseconds since 1970; {@code btime} is 0 where unknown.
 *
 * @param mode type and permission bits ({@link Mode})
 * @param rdev of a device node, packed as {@code makedev(3)}
 * @param blocks of 512 bytes
 */
public record Stat(
        long dev,
        long ino,
        int mode,
        int nlink,
        int uid,
        int gid,
        long rdev,
        long size,
        int blksize,
        long blocks,
        long atime,
        long mtime,
        long ctime,
        long btime) {
    public boolean isDirectory() {
        return Mode.isDirectory(mode);
    }

    public boolean isRegular() {
        return Mode.isRegular(mode);
    }

    public boolean isSymlink() {
        return Mode.isSymlink(mode);
    }

    /** The same with another device, inode number and number of links. */
    public Stat with(long newDev, long newIno, int newNlink) {
        return new Stat(
                newDev, newIno, mode, newNlink, uid, gid, rdev, size, blksize, blocks, atime, mtime, ctime, btime);
    }
}
