package isthmus.linux.pseudo;

import isthmus.core.files.FileServices;
import isthmus.core.files.FileSystem;
import isthmus.core.files.Inode;
import isthmus.core.files.StatFs;
import java.util.concurrent.atomic.AtomicLong;

/** proc(5) or sysfs(5). Nothing in it is stored. */
public final class PseudoFileSystem extends FileSystem {
    private final String type;
    private final long magic;
    private final long dev;
    private final FileServices services;
    private final AtomicLong nextIno = new AtomicLong(2);
    private volatile PseudoDirectory root;

    /** @param magic the {@code f_type} of statfs(2) */
    public PseudoFileSystem(String type, long magic, FileServices services) {
        this.type = type;
        this.magic = magic;
        this.services = services;
        this.dev = services.nextDev();
    }

    /** Set once, before it is mounted. */
    public void setRoot(PseudoDirectory root) {
        this.root = root;
    }

    long nextIno() {
        return nextIno.getAndIncrement();
    }

    long now() {
        return services.now();
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
    public boolean isDynamic() {
        return true;
    }

    @Override
    public StatFs statFs() {
        return new StatFs(magic, 4096, 0, 0, 0, 0, 0, 255);
    }
}
