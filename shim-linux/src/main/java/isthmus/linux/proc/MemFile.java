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

/** /proc/PID/mem. As debuggers need it, private memory can be written here even where the process itself may only read it. */
final class MemFile extends PseudoInode {
    private static final int PAGE = 4096;

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

        /** The memory, retained, or null once there is none. */
        private AddressSpace space() {
            Task current = task.get();
            AddressSpace space = current == null ? null : current.addressSpace();
            return space != null && space.tryRetain() ? space : null;
        }

        @Override
        protected int readAt(ByteBuffer target, long position) {
            AddressSpace space = space();
            if (space == null) {
                return 0;
            }
            try {
                return (int) space.memory().transfer(position, target.remaining(), false, piece -> copy(piece, target));
            } catch (ErrnoException e) {
                throw Errno.EIO.exception();
            } finally {
                space.release();
            }
        }

        @Override
        protected int writeAt(ByteBuffer source, long position) {
            AddressSpace space = space();
            if (space == null) {
                return 0;
            }
            try {
                int done = 0;
                while (source.hasRemaining()) {
                    int moved = writePage(space, position + done, source);
                    if (moved == 0 && done == 0) {
                        throw Errno.EIO.exception();
                    } else if (moved == 0) {
                        break;
                    }
                    done += moved;
                }
                return done;
            } finally {
                space.release();
            }
        }

        /** Writes to one page, also where only the owner of the file may: private memory that is read-only. 0 if that fails. */
        private int writePage(AddressSpace space, long address, ByteBuffer source) {
            int count = Math.min(source.remaining(), PAGE - (int) (address & PAGE - 1));
            try {
                return (int) space.memory().transfer(address, count, true, piece -> copy(source, piece));
            } catch (ErrnoException e) {
                byte[] bytes = new byte[count];
                source.get(source.position(), bytes);
                if (!space.writeCode(address, bytes)) {
                    return 0;
                }
                source.position(source.position() + count);
                return count;
            }
        }

        /** As much as both have room for. */
        private static void copy(ByteBuffer from, ByteBuffer to) {
            int count = Math.min(from.remaining(), to.remaining());
            int limit = from.limit();
            from.limit(from.position() + count);
            to.put(from);
            from.limit(limit);
        }

        @Override
        protected long maxBytes() {
            return Long.MAX_VALUE;
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
