package isthmus.core.pipe;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.Inode;
import isthmus.core.files.InodeState;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.core.files.PathNode;
import isthmus.core.wait.PollEvents;
import isthmus.core.wait.Sleeper;
import java.util.function.IntSupplier;

/**
 * How FIFOs are opened (fifo(7)). The pipe hangs on the inode's {@link InodeState#attachment()} while somebody has it open.
 * Lock order: the state's monitor, then the pipe.
 */
public final class Fifo {
    private Fifo() {}

    /**
     * Opens a FIFO; waits for the other side if it has to. ENXIO for a writer with O_NONBLOCK without a reader; ERESTARTSYS
     * when interrupted.
     */
    public static OpenFile open(Inode inode, PathNode path, int flags, Sleeper sleeper) {
        boolean nonBlocking = (flags & OpenFlags.O_NONBLOCK) != 0;
        boolean readOnly = (flags & OpenFlags.O_ACCMODE) == OpenFlags.O_RDONLY;
        boolean writeOnly = (flags & OpenFlags.O_ACCMODE) == OpenFlags.O_WRONLY;
        PipeEnd end;
        Pipe pipe;
        int before;
        boolean alone;
        synchronized (inode.state()) {
            pipe = inode.state().attachment() instanceof Pipe present ? present : new Pipe();
            if (writeOnly && nonBlocking && pipe.readers() == 0) {
                throw Errno.ENXIO.exception();
            }
            before = readOnly ? pipe.writerCount() : pipe.readerCount();
            alone = readOnly && pipe.writers() == 0 || writeOnly && pipe.readers() == 0;
            end = new PipeEnd(pipe, inode, path, flags, readOnly && alone && nonBlocking ? before : 0);
            inode.state().setAttachment(pipe);
        }
        if (alone && !nonBlocking) {
            await(end, readOnly ? pipe::writerCount : pipe::readerCount, before, sleeper);
        }
        return end;
    }

    /** Waits until the other side's count is another one: somebody came, even if already gone again. */
    private static void await(PipeEnd end, IntSupplier count, int before, Sleeper sleeper) {
        try {
            sleeper.until(end.waitQueue(), PollEvents.READABLE | PollEvents.WRITABLE, Sleeper.FOREVER, () -> {
                if (count.getAsInt() == before) {
                    throw Errno.EAGAIN.exception();
                }
                return 0;
            });
        } catch (ErrnoException e) {
            end.release();
            throw e;
        }
    }

    /** An end is closed; after the last one the pipe and what is in it are forgotten. */
    static void leave(Inode inode, Pipe pipe, int access) {
        InodeState state = inode.state();
        synchronized (state) {
            if (pipe.leave(access) && state.attachment() == pipe) {
                state.setAttachment(null);
            }
        }
    }
}
