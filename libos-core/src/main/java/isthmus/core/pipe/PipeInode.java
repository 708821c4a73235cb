package isthmus.core.pipe;

import isthmus.core.files.AnonymousFileSystem;
import isthmus.core.files.AnonymousInode;
import isthmus.core.files.Mode;
import isthmus.core.files.OpenFile;
import isthmus.core.files.PathNode;

/** The inode of a pipe(2). Opened again through /proc/pid/fd, it gives another end of the same pipe. */
public final class PipeInode extends AnonymousInode {
    private final Pipe pipe = new Pipe();

    public PipeInode(AnonymousFileSystem pipeFs, int uid, int gid) {
        super(pipeFs, Mode.S_IFIFO | 0600, uid, gid);
    }

    @Override
    public OpenFile open(PathNode path, int flags, Object caller) {
        return new PipeEnd(pipe, this, null, flags, 0);
    }

    /** @param flags access mode, and O_NONBLOCK and O_DIRECT of pipe2(2) */
    public PipeEnd end(int flags) {
        return new PipeEnd(pipe, this, null, flags, 0);
    }
}
