package isthmus.core.pipe;

import isthmus.core.Errno;
import isthmus.core.files.Inode;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.core.files.PathNode;
import isthmus.core.memory.GuestMemory;
import isthmus.core.wait.WaitQueue;
import java.nio.ByteBuffer;

/** One end of a {@link Pipe}, or a FIFO opened for both. */
public final class PipeEnd extends OpenFile {
    private static final int FIONREAD = 0x541b;

    private final Pipe pipe;
    private final Inode inode;
    private final PathNode path;
    private final int access;
    private final int hangUpSeen;

    /** Joins the pipe. */
    PipeEnd(Pipe pipe, Inode inode, PathNode path, int flags, int hangUpSeen) {
        super(flags);
        this.pipe = pipe;
        this.inode = inode;
        this.path = path;
        this.access = flags & OpenFlags.O_ACCMODE;
        this.hangUpSeen = hangUpSeen;
        pipe.join(access);
    }

    public Pipe pipe() {
        return pipe;
    }

    /** F_GETPIPE_SZ: bytes. */
    public int size() {
        return pipe.size();
    }

    /** F_SETPIPE_SZ; see {@link Pipe#resize}. */
    public int resize(long size, long maximum) {
        return pipe.resize(size, maximum);
    }

    @Override
    public Inode inode() {
        return inode;
    }

    @Override
    public PathNode path() {
        return path;
    }

    @Override
    public String description() {
        return "pipe:[" + inode.stat().ino() + "]";
    }

    @Override
    public int read(ByteBuffer target) {
        if (!OpenFlags.readable(access)) {
            throw Errno.EBADF.exception();
        }
        return pipe.read(target);
    }

    @Override
    public int write(ByteBuffer source) {
        if (!OpenFlags.writable(access)) {
            throw Errno.EBADF.exception();
        }
        return pipe.write(source, (flags() & OpenFlags.O_DIRECT) != 0);
    }

    @Override
    public boolean isMessageOriented() {
        return (flags() & OpenFlags.O_DIRECT) != 0;
    }

    @Override
    public int poll() {
        return pipe.poll(access, hangUpSeen);
    }

    @Override
    public WaitQueue waitQueue() {
        return pipe.queue(access);
    }

    @Override
    public long ioctl(int request, long argument, GuestMemory memory, Object caller) {
        if (request != FIONREAD) {
            throw Errno.ENOTTY.exception();
        }
        memory.writeInt(argument, pipe.bytes());
        return 0;
    }

    @Override
    protected void closed() {
        if (inode instanceof PipeInode) {
            pipe.leave(access);
        } else {
            Fifo.leave(inode, pipe, access);
        }
    }
}
