package isthmus.core.files;

import isthmus.core.Errno;
import java.nio.ByteBuffer;

/**
 * An open file with an offset and contents that can be read anywhere. The subclass moves the data; this class keeps the
 * offset, checks the access mode, and knows O_APPEND and lseek(2).
 *
 * <p>Locks: the monitor guards the offset; the file system's own locks are taken under it.
 */
public abstract class RegularFile extends OpenFile {
    public static final int SEEK_SET = 0, SEEK_CUR = 1, SEEK_END = 2, SEEK_DATA = 3, SEEK_HOLE = 4;
    public static final int FALLOC_FL_KEEP_SIZE = 1, FALLOC_FL_PUNCH_HOLE = 2, FALLOC_FL_ZERO_RANGE = 0x10;
    /** The largest offset, as on ext4: 16 TiB. */
    public static final long MAX_BYTES = 1L << 44;

    private final Inode inode;
    private final PathNode path;
    private long offset;

    protected RegularFile(Inode inode, PathNode path, int flags) {
        super(flags);
        this.inode = inode;
        this.path = path;
    }

    /** Moves bytes from {@code position} on; 0 at the end. */
    protected abstract int readAt(ByteBuffer target, long position);

    /** Writes all that {@code source} has, or fails; extends the file where needed. Returns the number of bytes. */
    protected abstract int writeAt(ByteBuffer source, long position);

    /** Writes at the end, in one step with finding it; returns the position after what was written. */
    protected abstract long append(ByteBuffer source);

    protected abstract long size();

    /** No offset is larger. */
    protected long maxBytes() {
        return MAX_BYTES;
    }

    /** The first data at or after {@code position}, which is below the size; ENXIO. */
    protected abstract long seekData(long position);

    /** The first hole at or after {@code position}, which is below the size; the end counts as one. */
    protected abstract long seekHole(long position);

    /** fallocate(2) after the checks of the arguments; {@code mode} is one that {@link #allocate} knows. */
    protected void allocateRange(int mode, long start, long length) {
        throw Errno.EOPNOTSUPP.exception();
    }

    @Override
    public final Inode inode() {
        return inode;
    }

    @Override
    public final PathNode path() {
        return path;
    }

    @Override
    public final boolean isMessageOriented() {
        return false;
    }

    private void checkReadable() {
        if (!OpenFlags.readable(flags())) {
            throw Errno.EBADF.exception();
        }
    }

    private void checkWritable() {
        if (!OpenFlags.writable(flags())) {
            throw Errno.EBADF.exception();
        }
    }

    @Override
    public int read(ByteBuffer target) {
        checkReadable();
        synchronized (this) {
            int done = readAt(target, offset);
            offset += done;
            return done;
        }
    }

    @Override
    public int write(ByteBuffer source) {
        checkWritable();
        synchronized (this) {
            if (!source.hasRemaining()) {
                return 0;
            }
            int length = source.remaining();
            if ((flags() & OpenFlags.O_APPEND) != 0) {
                offset = append(source);
                return length - source.remaining();
            }
            int done = writeWithin(source, offset);
            offset += done;
            return done;
        }
    }

    @Override
    public int read(ByteBuffer target, long position) {
        if (position < 0) {
            throw Errno.EINVAL.exception();
        }
        checkReadable();
        return readAt(target, position);
    }

    /** With O_APPEND at the end whatever {@code position} says, as Linux does it (pwrite(2), BUGS). */
    @Override
    public int write(ByteBuffer source, long position) {
        if (position < 0) {
            throw Errno.EINVAL.exception();
        }
        checkWritable();
        if (!source.hasRemaining()) {
            return 0;
        }
        if ((flags() & OpenFlags.O_APPEND) != 0) {
            int length = source.remaining();
            append(source);
            return length - source.remaining();
        }
        return writeWithin(source, position);
    }

    /** As much as fits below the largest size; EFBIG if nothing does. */
    private int writeWithin(ByteBuffer source, long position) {
        if (position >= maxBytes()) {
            throw Errno.EFBIG.exception();
        }
        long room = maxBytes() - position;
        if (source.remaining() <= room) {
            return writeAt(source, position);
        }
        ByteBuffer part = source.slice(source.position(), (int) room);
        int done = writeAt(part, position);
        source.position(source.position() + done);
        return done;
    }

    @Override
    public synchronized long lseek(long distance, int whence) {
        long base = switch (whence) {
            case SEEK_SET -> 0;
            case SEEK_CUR -> offset;
            case SEEK_END -> size();
            case SEEK_DATA, SEEK_HOLE -> {
                if (distance < 0 || distance >= size()) {
                    throw Errno.ENXIO.exception();
                }
                offset = whence == SEEK_DATA ? seekData(distance) : seekHole(distance);
                yield -1;
            }
            default -> throw Errno.EINVAL.exception();
        };
        if (base < 0) {
            return offset;
        }
        long target = base + distance;
        if (target < 0 || (distance > 0 && target < base)) {
            throw Errno.EINVAL.exception();
        }
        if (target > maxBytes()) {
            throw Errno.EINVAL.exception();
        }
        offset = target;
        return target;
    }

    /** The offset, for /proc/pid/fdinfo. */
    public final synchronized long offset() {
        return offset;
    }

    @Override
    public void allocate(int mode, long start, long length) {
        checkWritable();
        if (start < 0 || length <= 0) {
            throw Errno.EINVAL.exception();
        }
        boolean known = switch (mode) {
            case 0,
                    FALLOC_FL_KEEP_SIZE,
                    FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
                    FALLOC_FL_ZERO_RANGE,
                    FALLOC_FL_ZERO_RANGE | FALLOC_FL_KEEP_SIZE -> true;
            default -> false;
        };
        if (!known) {
            throw Errno.EOPNOTSUPP.exception();
        }
        if (start + length > MAX_BYTES || start + length < 0) {
            throw Errno.EFBIG.exception();
        }
        allocateRange(mode, start, length);
    }

    /** ftruncate(2): EINVAL if it is not open for writing. */
    @Override
    public void truncate(long size) {
        checkTruncate(size);
        inode.truncate(size);
    }

    protected final void checkTruncate(long size) {
        if (size < 0 || !OpenFlags.writable(flags())) {
            throw Errno.EINVAL.exception();
        }
        if (size > MAX_BYTES) {
            throw Errno.EFBIG.exception();
        }
    }

    @Override
    public void sync(boolean dataOnly) {}
}
