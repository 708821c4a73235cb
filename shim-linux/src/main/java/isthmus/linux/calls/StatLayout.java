package isthmus.linux.calls;

import isthmus.core.files.DeviceNumbers;
import isthmus.core.files.Stat;
import isthmus.core.files.StatFs;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The structures of stat(2), statx(2) and statfs(2) on x86-64. */
final class StatLayout {
    static final int STAT = 144, STATX = 256, STATFS = 120;
    /** STATX_BASIC_STATS, STATX_BTIME, STATX_MNT_ID. */
    static final int STATX_BASIC_STATS = 0x7ff, STATX_BTIME = 0x800, STATX_MNT_ID = 0x1000;

    static final int STATX_ATTR_MOUNT_ROOT = 0x2000;
    private static final long SECOND = 1_000_000_000L;
    /** In {@code f_flags}: the flags are there, as they are since Linux 2.6.36. */
    private static final long ST_VALID = 0x20;

    private StatLayout() {}

    private static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** {@code struct stat}. */
    static ByteBuffer stat(Stat stat) {
        ByteBuffer to = allocate(STAT);
        to.putLong(0, stat.dev()).putLong(8, stat.ino()).putLong(16, stat.nlink());
        to.putInt(24, stat.mode()).putInt(28, stat.uid()).putInt(32, stat.gid());
        to.putLong(40, stat.rdev()).putLong(48, stat.size());
        to.putLong(56, stat.blksize()).putLong(64, stat.blocks());
        putTime(to, 72, stat.atime());
        putTime(to, 88, stat.mtime());
        putTime(to, 104, stat.ctime());
        return to;
    }

    private static void putTime(ByteBuffer to, int at, long nanos) {
        long seconds = Math.floorDiv(nanos, SECOND);
        to.putLong(at, seconds).putLong(at + 8, nanos - seconds * SECOND);
    }

    /** {@code struct statx}. */
    static ByteBuffer statx(Stat stat, int mountId, boolean mountRoot) {
        ByteBuffer to = allocate(STATX);
        boolean born = stat.btime() != 0;
        to.putInt(0, STATX_BASIC_STATS | STATX_MNT_ID | (born ? STATX_BTIME : 0))
                .putInt(4, stat.blksize());
        to.putLong(8, mountRoot ? STATX_ATTR_MOUNT_ROOT : 0);
        to.putInt(16, stat.nlink())
                .putInt(20, stat.uid())
                .putInt(24, stat.gid())
                .putShort(28, (short) stat.mode());
        to.putLong(32, stat.ino())
                .putLong(40, stat.size())
                .putLong(48, stat.blocks())
                .putLong(56, STATX_ATTR_MOUNT_ROOT);
        putTime(to, 64, stat.atime());
        putTime(to, 80, stat.btime());
        putTime(to, 96, stat.ctime());
        putTime(to, 112, stat.mtime());
        to.putInt(128, DeviceNumbers.major(stat.rdev())).putInt(132, DeviceNumbers.minor(stat.rdev()));
        to.putInt(136, DeviceNumbers.major(stat.dev())).putInt(140, DeviceNumbers.minor(stat.dev()));
        to.putLong(144, mountId);
        return to;
    }

    /** {@code struct statfs}. */
    static ByteBuffer statfs(StatFs fs, long dev, int mountFlags) {
        ByteBuffer to = allocate(STATFS);
        to.putLong(0, fs.magic()).putLong(8, fs.blockSize());
        to.putLong(16, fs.blocks()).putLong(24, fs.free()).putLong(32, fs.available());
        to.putLong(40, fs.files()).putLong(48, fs.filesFree());
        to.putLong(56, dev).putLong(64, fs.nameMax()).putLong(72, fs.blockSize());
        to.putLong(80, ST_VALID | mountFlags);
        return to;
    }
}
