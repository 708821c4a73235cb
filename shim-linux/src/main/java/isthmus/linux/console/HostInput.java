package isthmus.linux.console;

import isthmus.core.Errno;
import isthmus.core.files.AnonymousFileSystem;
import isthmus.core.files.OpenFlags;
import isthmus.core.wait.PollEvents;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Standard input of the host. Java can only read it by waiting, so a thread does: it reads once each
 * time when the guest wants something and nothing is there, and so takes no more from the host than it must.
 */
public final class HostInput extends HostStream {
    private static final int LIMIT = 1 << 16;
    private final InputStream stream;
    /** Guarded by this: what was read and not yet taken, whether more is wanted, whether the end has come. */
    private final byte[] buffer = new byte[LIMIT];

    private int start;
    private int end;
    private int wanted;
    private boolean ended;
    private Thread reader;

    /** The user and group that it belongs to are those of the first program. */
    public HostInput(AnonymousFileSystem pipeFs, InputStream stream, int uid, int gid) {
        super(pipeFs, OpenFlags.O_RDONLY, uid, gid);
        this.stream = stream;
    }

    @Override
    synchronized int poll() {
        if (start < end) {
            return PollEvents.READABLE;
        }
        if (ended) {
            return PollEvents.READABLE | PollEvents.POLLHUP;
        }
        want(LIMIT);
        return 0;
    }

    @Override
    synchronized int read(ByteBuffer target) {
        if (start == end) {
            if (ended || !target.hasRemaining()) {
                return 0;
            }
            want(Math.min(LIMIT, target.remaining()));
            throw Errno.EAGAIN.exception();
        }
        int count = Math.min(target.remaining(), end - start);
        target.put(buffer, start, count);
        start += count;
        return count;
    }

    @Override
    int write(ByteBuffer source) {
        throw Errno.EBADF.exception();
    }

    private void want(int bytes) {
        wanted = Math.max(wanted, bytes);
        if (reader == null) {
            reader = new Thread(this::fill, "isthmus-stdin");
            reader.setDaemon(true);
            reader.start();
        }
        notifyAll();
    }

    private void fill() {
        byte[] fresh = new byte[LIMIT];
        while (true) {
            int count;
            synchronized (this) {
                while (wanted == 0 || start < end) {
                    try {
                        wait();
                    } catch (InterruptedException e) {
                        return;
                    }
                }
                count = wanted;
            }
            int got;
            try {
                got = stream.read(fresh, 0, count);
            } catch (IOException e) {
                got = -1; // as a hang-up: nothing more will come
            }
            synchronized (this) {
                wanted = 0;
                if (got < 0) {
                    ended = true;
                } else {
                    System.arraycopy(fresh, 0, buffer, 0, got);
                    start = 0;
                    end = got;
                }
            }
            queue.wake(PollEvents.READABLE | (got < 0 ? PollEvents.POLLHUP : 0));
            if (got < 0) {
                return;
            }
        }
    }
}
