package isthmus.core.files.tmpfs;

import isthmus.core.Errno;
import isthmus.core.files.FileServices;
import isthmus.core.files.FileSystem;
import isthmus.core.files.StatFs;
import java.util.concurrent.atomic.AtomicLong;

/** What file systems have in common whose changes live in memory: {@link Tmpfs}, and an overlay's upper half. */
public abstract class MemoryFileSystem extends FileSystem {
    /** Guards what is in which directory, and link counts. */
    protected final Object tree = new Object();

    private final FileServices services;
    private final long dev;
    private final AtomicLong nextIno;
    private final AtomicLong usedBytes = new AtomicLong();
    private final AtomicLong usedInodes = new AtomicLong();
    private final long limitBytes;
    private final long limitInodes;

    /**
     * @param firstIno the first number that new inodes get
     * @param limitBytes for the contents of all files together (ENOSPC); inodes are limited to one for each 4 KiB
     */
    protected MemoryFileSystem(FileServices services, long firstIno, long limitBytes) {
        this.services = services;
        this.dev = services.nextDev();
        this.nextIno = new AtomicLong(firstIno);
        this.limitBytes = limitBytes;
        this.limitInodes = limitBytes >>> 12;
    }

    public final FileServices services() {
        return services;
    }

    @Override
    public final long dev() {
        return dev;
    }

    @Override
    public StatFs statFs() {
        long blocks = limitBytes >>> 12;
        long free = Math.max(0, limitBytes - usedBytes.get() >> 12);
        long inodes = Math.max(0, limitInodes - usedInodes.get());
        return new StatFs(0x01021994, 4096, blocks, free, free, limitInodes, inodes, 255);
    }

    protected final long limitBytes() {
        return limitBytes;
    }

    /** A number for a new inode, which is counted; ENOSPC. */
    final long newIno() {
        if (usedInodes.get() >= limitInodes) {
            throw Errno.ENOSPC.exception();
        }
        usedInodes.incrementAndGet();
        return nextIno.getAndIncrement();
    }

    final void inodeGone() {
        usedInodes.decrementAndGet();
    }

    /** ENOSPC unless there is room for so many more bytes. */
    final void checkRoom(long bytes) {
        if (bytes > 0 && usedBytes.get() + bytes > limitBytes) {
            throw Errno.ENOSPC.exception();
        }
    }

    final void charge(long bytes) {
        usedBytes.addAndGet(bytes);
    }

    /** {@code st_size} of a directory made here: tmpfs counts 20 bytes an entry. */
    protected long directoryBytes(int entries) {
        return 40L + 20L * entries;
    }

    final Object tree() {
        return tree;
    }
}
