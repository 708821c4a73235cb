package isthmus.core.files;

import isthmus.core.Errno;
import isthmus.core.time.Clocks;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A file system that is mounted nowhere and holds files without names: Linux's {@code pipefs}, {@code sockfs} and
 * {@code anon_inodefs}. One instance each a run.
 */
public final class AnonymousFileSystem extends FileSystem {
    private final String type;
    private final long dev;
    private final long magic;
    private final Clocks clocks;
    private final AtomicLong nextIno = new AtomicLong();
    private final AnonymousInode root;

    /**
     * @param dev {@code st_dev}
     * @param magic as in statfs(2)
     * @param firstIno the number of its root; the files follow
     */
    public AnonymousFileSystem(String type, long dev, long magic, Clocks clocks, long firstIno) {
        this.type = type;
        this.dev = dev;
        this.magic = magic;
        this.clocks = clocks;
        nextIno.set(firstIno);
        this.root = new AnonymousInode(this, Mode.S_IFDIR | 0555, 0, 0);
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public long dev() {
        return dev;
    }

    @Override
    public Inode root() {
        return root;
    }

    @Override
    public StatFs statFs() {
        return new StatFs(magic, 4096, 0, 0, 0, 0, 0, 255);
    }

    /** An unused inode number. */
    public long nextIno() {
        return nextIno.getAndIncrement();
    }

    long now() {
        return clocks.realtime();
    }

    /** A file that cannot be opened again by name (ENXIO), such as a socket or an eventfd. */
    public AnonymousInode create(int mode, int uid, int gid) {
        if ((mode & 07777) > 0777) {
            throw Errno.EINVAL.exception();
        }
        return new AnonymousInode(this, mode, uid, gid);
    }
}
