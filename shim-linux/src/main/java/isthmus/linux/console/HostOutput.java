package isthmus.linux.console;

import isthmus.core.Errno;
import isthmus.core.files.AnonymousFileSystem;
import isthmus.core.files.OpenFlags;
import isthmus.core.wait.PollEvents;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Standard output or error of the host. A write is done when the host has taken it. */
public final class HostOutput extends HostStream {
    private static final int LIMIT = 1 << 16;
    private final OutputStream stream;
    /** Guarded by itself: a write may take long, and fstat(2) does not wait for it. */
    private final byte[] buffer = new byte[LIMIT];

    /** The user and group that it belongs to are those of the first program. */
    public HostOutput(AnonymousFileSystem pipeFs, OutputStream stream, int uid, int gid) {
        super(pipeFs, OpenFlags.O_WRONLY, uid, gid);
        this.stream = stream;
    }

    @Override
    int poll() {
        return PollEvents.WRITABLE;
    }

    @Override
    int read(ByteBuffer target) {
        throw Errno.EBADF.exception();
    }

    @Override
    int write(ByteBuffer source) {
        synchronized (buffer) {
            int count = Math.min(source.remaining(), LIMIT);
            source.get(buffer, 0, count);
            try {
                stream.write(buffer, 0, count);
                stream.flush();
            } catch (IOException e) {
                // The reader is gone, or its disk is full: the host's stream is of no more use.
                throw Errno.EPIPE.exception();
            }
            return count;
        }
    }
}
