package isthmus.core.files;

import isthmus.core.Errno;
import java.nio.ByteBuffer;

/**
 * An open directory. Positions are cookies that an entry keeps as long as it exists: 0 is ".", 1 is "..", the entries of
 * the subclass follow from {@link #FIRST} on. The monitor guards the position.
 */
public abstract class DirectoryFile extends OpenFile {
    /** The smallest position of an entry. */
    public static final long FIRST = 2;

    private final Inode inode;
    private final PathNode path;
    private long position;

    protected DirectoryFile(Inode inode, PathNode path, int flags) {
        super(flags);
        this.inode = inode;
        this.path = path;
    }

    /** Hands over the entries whose position is {@code from} or more, in order; stops when one is not taken. */
    protected abstract void entries(long from, DirectoryVisitor visitor);

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

    @Override
    public final boolean supportsSpliceRead() {
        return false;
    }

    @Override
    public int read(ByteBuffer target) {
        throw Errno.EISDIR.exception();
    }

    @Override
    public int read(ByteBuffer target, long offset) {
        throw Errno.EISDIR.exception();
    }

    @Override
    public int write(ByteBuffer source) {
        throw Errno.EBADF.exception();
    }

    @Override
    public int write(ByteBuffer source, long offset) {
        throw Errno.EBADF.exception();
    }

    /** SEEK_SET and SEEK_CUR to positions that were handed out. */
    @Override
    public synchronized long lseek(long offset, int whence) {
        long target = switch (whence) {
            case RegularFile.SEEK_SET -> offset;
            case RegularFile.SEEK_CUR -> position + offset;
            default -> throw Errno.EINVAL.exception();
        };
        if (target < 0) {
            throw Errno.EINVAL.exception();
        }
        position = target;
        return target;
    }

    /** The position, for /proc/pid/fdinfo. */
    public final synchronized long position() {
        return position;
    }

    /** ENOENT if the directory was removed, as getdents64(2) has it. */
    @Override
    public synchronized void readDirectory(DirectoryVisitor visitor) {
        if (inode.isDeleted()) {
            throw Errno.ENOENT.exception();
        }
        DirectoryVisitor keeping = (name, ino, type, next) -> {
            if (!visitor.entry(name, ino, type, next)) {
                return false;
            }
            position = next;
            return true;
        };
        int directory = Mode.directoryEntryType(Mode.S_IFDIR);
        if (position == 0 && !keeping.entry(".", inode.stat().ino(), directory, 1)) {
            return;
        }
        if (position == 1 && !keeping.entry("..", parentIno(), directory, FIRST)) {
            return;
        }
        entries(position, keeping);
    }

    private long parentIno() {
        PathNode parent = path == null ? null : path.parent();
        return (parent == null ? inode : parent.inode()).stat().ino();
    }

    @Override
    public void sync(boolean dataOnly) {}
}
