package isthmus.linux.console;

import isthmus.core.Errno;
import isthmus.core.files.Inode;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.core.files.PathNode;
import isthmus.core.wait.PollEvents;
import isthmus.core.wait.WaitQueue;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Standard output or error of the host as a guest's file. A write is done when the host has taken it. */
public final class HostOutput extends OpenFile {
    private static final int LIMIT = 1 << 16;
    private final Inode inode;
    private final OutputStream stream;
    private final WaitQueue queue = new WaitQueue();
    /** Guarded by this. */
    private final byte[] buffer = new byte[LIMIT];

    /** @param inode what fstat(2) shows: an anonymous pipe */
    public HostOutput(Inode inode, OutputStream stream) {
        super(OpenFlags.O_WRONLY);
        this.inode = inode;
        this.stream = stream;
    }

    @Override
    public Inode inode() {
        return inode;
    }

    @Override
    public String description() {
        return "pipe:[" + inode.stat().ino() + "]";
    }

    @Override
    public boolean isMessageOriented() {
        return false;
    }

    @Override
    public PathNode path() {
        return PathNode.anonymous(inode, description());
    }

    /** It never changes, but epoll(7) takes it, as it takes a pipe. */
    @Override
    public WaitQueue waitQueue() {
        return queue;
    }

    @Override
    public int poll() {
        return PollEvents.WRITABLE;
    }

    @Override
    public int read(ByteBuffer target) {
        throw Errno.EBADF.exception();
    }

    @Override
    public synchronized int write(ByteBuffer source) {
        int count = Math.min(source.remaining(), LIMIT);
        source.get(buffer, 0, count);
        try {
            stream.write(buffer, 0, count);
            stream.flush();
        } catch (IOException e) {
            throw Errno.EPIPE
                    .exception(); // the reader is gone, or its disk is full: the host's stream is of no more use
        }
        return count;
    }
}
