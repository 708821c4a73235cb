package isthmus.linux.console;

import isthmus.core.Errno;
import isthmus.core.files.AnonymousFileSystem;
import isthmus.core.files.AnonymousInode;
import isthmus.core.files.Mode;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.core.files.PathNode;
import isthmus.core.wait.WaitQueue;
import java.nio.ByteBuffer;

/**
 * A standard stream of the host, which a guest takes for one end of a pipe(2). Opened again, as /dev/stdout or through
 * /proc/pid/fd, it is the same end, also where both were asked for; EACCES for the other one alone, which the host has.
 */
public abstract class HostStream extends AnonymousInode {
    final WaitQueue queue = new WaitQueue();
    private final int access;

    /** @param access O_RDONLY or O_WRONLY */
    HostStream(AnonymousFileSystem pipeFs, int access, int uid, int gid) {
        super(pipeFs, Mode.S_IFIFO | 0600, uid, gid);
        this.access = access;
    }

    /** It, as a file of the first program. */
    public final OpenFile open() {
        return new End(access);
    }

    @Override
    public final OpenFile open(PathNode path, int flags, Object caller) {
        int wanted = flags & OpenFlags.O_ACCMODE;
        if (wanted != access && wanted != OpenFlags.O_RDWR) {
            throw Errno.EACCES.exception();
        }
        return new End(flags);
    }

    /** See {@link isthmus.core.wait.Pollable#poll}. */
    abstract int poll();

    /** See {@link OpenFile#read(ByteBuffer)}. */
    abstract int read(ByteBuffer target);

    /** See {@link OpenFile#write(ByteBuffer)}. */
    abstract int write(ByteBuffer source);

    private final class End extends OpenFile {
        End(int flags) {
            super(flags);
        }

        @Override
        public HostStream inode() {
            return HostStream.this;
        }

        @Override
        public String description() {
            return "pipe:[" + ino() + "]";
        }

        @Override
        public PathNode path() {
            return PathNode.anonymous(HostStream.this, description());
        }

        @Override
        public boolean isMessageOriented() {
            return false;
        }

        @Override
        public WaitQueue waitQueue() {
            return queue;
        }

        @Override
        public int poll() {
            return HostStream.this.poll();
        }

        @Override
        public int read(ByteBuffer target) {
            return HostStream.this.read(target);
        }

        @Override
        public int write(ByteBuffer source) {
            return HostStream.this.write(source);
        }
    }
}
