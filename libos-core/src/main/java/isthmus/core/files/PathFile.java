package isthmus.core.files;

import isthmus.core.Errno;
import isthmus.core.memory.GuestMemory;
import isthmus.core.memory.MemoryObject;
import java.nio.ByteBuffer;

/** A descriptor opened with O_PATH: names a place, and can neither be read nor written (EBADF). */
public final class PathFile extends OpenFile {
    private final PathNode path;

    private PathFile(PathNode path, int flags) {
        super(flags);
        this.path = path;
    }

    static PathFile open(PathNode path, int flags) {
        PathFile file = new PathFile(path, flags);
        path.inode().retain();
        file.setOpened(path.inode(), false);
        return file;
    }

    @Override
    public Inode inode() {
        return path.inode();
    }

    @Override
    public PathNode path() {
        return path;
    }

    @Override
    public void setStatusFlags(int newFlags) {
        throw Errno.EBADF.exception();
    }

    @Override
    public int read(ByteBuffer target) {
        throw Errno.EBADF.exception();
    }

    @Override
    public int write(ByteBuffer source) {
        throw Errno.EBADF.exception();
    }

    @Override
    public int read(ByteBuffer target, long offset) {
        throw Errno.EBADF.exception();
    }

    @Override
    public int write(ByteBuffer source, long offset) {
        throw Errno.EBADF.exception();
    }

    @Override
    public long lseek(long offset, int whence) {
        throw Errno.EBADF.exception();
    }

    @Override
    public long ioctl(int request, long argument, GuestMemory memory, Object caller) {
        throw Errno.EBADF.exception();
    }

    @Override
    public void readDirectory(DirectoryVisitor visitor) {
        throw Errno.EBADF.exception();
    }

    @Override
    public void sync(boolean dataOnly) {
        throw Errno.EBADF.exception();
    }

    @Override
    public void allocate(int mode, long offset, long length) {
        throw Errno.EBADF.exception();
    }

    @Override
    public void truncate(long size) {
        throw Errno.EBADF.exception();
    }

    @Override
    public MemoryObject memoryObject(boolean writableShared) {
        throw Errno.EBADF.exception();
    }
}
