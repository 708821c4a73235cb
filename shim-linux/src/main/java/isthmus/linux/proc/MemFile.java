package isthmus.linux.proc;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.Mode;
import isthmus.core.files.OpenFile;
import isthmus.core.files.PathNode;
import isthmus.core.files.RegularFile;
import isthmus.core.memory.AddressSpace;
import isthmus.linux.pseudo.PseudoFileSystem;
import isthmus.linux.pseudo.PseudoInode;
import isthmus.linux.task.Task;
import java.nio.ByteBuffer;
import java.util.function.Supplier;

/** /proc/PID/mem. What the process itself may not write cannot be written here either. */
final class MemFile extends PseudoInode {
    private final Supplier<Task> task;

    MemFile(PseudoFileSystem proc, Supplier<Task> task) {
        super(proc, Mode.S_IFREG | 0600);
        this.task = task;
    }

    @Override
    public int uid() {
        return TaskEntries.owner(task.get());
    }

    @Override
    public OpenFile open(PathNode path, int flags, Object caller) {
        return new Opened(path, flags);
    }

    private final class Opened extends RegularFile {
        Opened(PathNode path, int flags) {
            super(MemFile.this, path, flags);
        }

        private int move(long position, ByteBuffer bytes, boolean write) {
            Task current = task.get();
            AddressSpace space = current == null ? null : current.addressSpace();
            if (space == null || !space.tryRetain()) {
                return 0;
            }
            try {
                return (int) space.memory().transfer(position, bytes.remaining(), write, piece -> {
                    int count = Math.min(piece.remaining(), bytes.remaining());
                    ByteBuffer from = write ? bytes : piece;
                    ByteBuffer to = write ? piece : bytes;
                    int limit = from.limit();
                    from.limit(from.position() + count);
                    to.put(from);
                    from.limit(limit);
                });
            } catch (ErrnoException e) {
                throw Errno.EIO.exception();
            } finally {
                space.release();
            }
        }

        @Override
        protected int readAt(ByteBuffer target, long position) {
            return move(position, target, false);
        }

        @Override
        protected int writeAt(ByteBuffer source, long position) {
            return move(position, source, true);
        }

        @Override
        protected long append(ByteBuffer source) {
            throw Errno.EINVAL.exception();
        }

        @Override
        protected long size() {
            return 0;
        }

        @Override
        protected long seekData(long position) {
            throw Errno.ENXIO.exception();
        }

        @Override
        protected long seekHole(long position) {
            throw Errno.ENXIO.exception();
        }
    }
}
