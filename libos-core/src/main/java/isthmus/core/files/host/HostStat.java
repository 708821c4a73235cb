package isthmus.core.files.host;

import isthmus.core.files.Mode;
import isthmus.core.files.Stat;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;

/**
 * The attributes of a host file, read without following it.
 *
 * @param stat as a guest sees it, with the host's inode number
 * @param device the host's device number, which tells file systems apart below one folder; {@link #NO_DEVICE} if the host
 *     numbers none
 */
record HostStat(Stat stat, long device) {
    static final long NO_DEVICE = -1;
    /** ext4 keeps the target of a link up to this length in the inode. */
    private static final int FAST_LINK = 60;

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

    /** java.nio does not tell {@code st_blocks}: as ext4 has it for a file without holes. */
    static long blocks(int mode, long size) {
        boolean stored = Mode.isRegular(mode) || Mode.isDirectory(mode) || Mode.isSymlink(mode) && size >= FAST_LINK;
        long blocks = stored ? size + 4095 >> 12 : 0;
        // A directory grows block by block, and the fifth run of blocks needs a block to list them.
        return (Mode.isDirectory(mode) && blocks > 4 ? blocks + 1 : blocks) * 8;
    }

    static long nanos(Object time) {
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
