package isthmus.core.files;

import isthmus.core.Errno;

/** A file without a name in an {@link AnonymousFileSystem}. Attributes are guarded by this. */
public class AnonymousInode extends Inode {
    private final AnonymousFileSystem fileSystem;
    private final long ino;
    private int mode;
    private int uid;
    private int gid;
    private long atime;
    private long mtime;
    private long ctime;

    /** @param mode with the file type, which may be 0 as Linux has it for {@code anon_inode} */
    protected AnonymousInode(AnonymousFileSystem fileSystem, int mode, int uid, int gid) {
        this.fileSystem = fileSystem;
        this.ino = fileSystem.nextIno();
        this.mode = mode;
        this.uid = uid;
        this.gid = gid;
        long now = fileSystem.now();
        this.atime = now;
        this.mtime = now;
        this.ctime = now;
    }

    @Override
    public AnonymousFileSystem fileSystem() {
        return fileSystem;
    }

    public long ino() {
        return ino;
    }

    @Override
    public synchronized Stat stat() {
        return new Stat(fileSystem.dev(), ino, mode, 1, uid, gid, 0, 0, 4096, 0, atime, mtime, ctime, 0);
    }

    @Override
    public synchronized int mode() {
        return mode;
    }

    @Override
    public synchronized void setMode(int permissions) {
        mode = mode & Mode.S_IFMT | permissions & 07777;
        ctime = fileSystem.now();
    }

    @Override
    public synchronized void setOwner(int newUid, int newGid) {
        uid = newUid == -1 ? uid : newUid;
        gid = newGid == -1 ? gid : newGid;
        ctime = fileSystem.now();
    }

    @Override
    public synchronized void setTimes(long newAtime, long newMtime) {
        atime = newAtime == Long.MIN_VALUE ? atime : newAtime;
        mtime = newMtime == Long.MIN_VALUE ? mtime : newMtime;
        ctime = fileSystem.now();
    }

    @Override
    public OpenFile open(PathNode path, int flags, Object caller) {
        throw Errno.ENXIO.exception();
    }
}
