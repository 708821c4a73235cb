package isthmus.core.files.devices;

import isthmus.core.Errno;
import isthmus.core.files.Inode;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.core.files.PathNode;
import java.nio.ByteBuffer;

/** An open character device that never blocks and has no real offset: any may be asked for. */
abstract class CharacterDevice extends OpenFile {
    private final PathNode path;

    CharacterDevice(PathNode path, int flags) {
        super(flags);
        this.path = path;
    }

    abstract int fill(ByteBuffer target);

    abstract int consume(ByteBuffer source);

    @Override
    public final Inode inode() {
        return path.inode();
    }

    @Override
    public final PathNode path() {
        return path;
    }

    @Override
    public final boolean isMessageOriented() {
        return false;
    }

    @Override
    public final int read(ByteBuffer target) {
        if (!OpenFlags.readable(flags())) {
            throw Errno.EBADF.exception();
        }
        return fill(target);
    }

    @Override
    public final int write(ByteBuffer source) {
        if (!OpenFlags.writable(flags())) {
            throw Errno.EBADF.exception();
        }
        return consume(source);
    }

    @Override
    public final int read(ByteBuffer target, long offset) {
        if (offset < 0) {
            throw Errno.EINVAL.exception();
        }
        return read(target);
    }

    @Override
    public final int write(ByteBuffer source, long offset) {
        if (offset < 0) {
            throw Errno.EINVAL.exception();
        }
        return write(source);
    }

    /** Succeeds and leads to 0, as Linux has it for these devices ({@code null_lseek}). */
    @Override
    public long lseek(long offset, int whence) {
        return 0;
    }
}
