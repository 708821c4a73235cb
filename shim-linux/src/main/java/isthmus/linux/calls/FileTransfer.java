package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.AttributeOperations;
import isthmus.core.files.Credentials;
import isthmus.core.files.FileEvents;
import isthmus.core.files.Mode;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.core.memory.GuestMemory;
import isthmus.linux.signal.SigInfo;
import isthmus.linux.signal.Signal;
import isthmus.linux.task.ResourceLimits;
import isthmus.linux.task.Task;
import java.nio.ByteBuffer;

/** Moves data between guest memory and an open file, and waits where it has to: what read(2), write(2) and their kin share. */
final class FileTransfer {
    /** Instead of an offset: the file's own, which moves. */
    static final long AT_POSITION = -1;

    /** Writes up to so many bytes are handed to the file as one, wherever they lie in guest memory. */
    private static final int WHOLE = 1 << 20;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private FileTransfer() {}

    // --- reading ----------------------------------------------------------------------------------------------------

    /** The file is open for reading. 0 is the end of the file. */
    static long read(Task task, OpenFile file, GuestBuffers target, long offset, boolean mayWait) {
        long count;
        if (mayWait && !file.isNonBlocking() && file.waitQueue() != null) {
            count = file.awaitRead(task.sleeper(), () -> readOnce(file, target, offset));
        } else {
            count = readOnce(file, target, offset);
        }
        if (count > 0) {
            FileEvents.at(file, FileEvents.IN_ACCESS);
        }
        return count;
    }

    private static long readOnce(OpenFile file, GuestBuffers target, long offset) {
        if (target.total() == 0) {
            return read(file, NOTHING.duplicate(), offset);
        }
        if (file.isMessageOriented()) {
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(target.total(), WHOLE));
            int count = read(file, buffer, offset);
            target.scatter(buffer.flip());
            return count;
        }
        return target.transfer(0, target.total(), true, new Reader(file, offset));
    }

    private static int read(OpenFile file, ByteBuffer target, long offset) {
        return offset == AT_POSITION ? file.read(target) : file.read(target, offset);
    }

    /** Fills pieces of guest memory until the file has no more. */
    private static final class Reader implements GuestMemory.Transfer {
        private final OpenFile file;
        private long offset;
        private boolean moved;

        Reader(OpenFile file, long offset) {
            this.file = file;
            this.offset = offset;
        }

        @Override
        public void move(ByteBuffer piece) {
            int count;
            try {
                count = read(file, piece, offset);
            } catch (ErrnoException e) {
                if (moved) {
                    return;
                }
                throw e;
            }
            if (offset != AT_POSITION) {
                offset += count;
            }
            moved |= count > 0;
        }
    }

    // --- writing ----------------------------------------------------------------------------------------------------

    /** The file is open for writing. Sends SIGPIPE and SIGXFSZ. */
    static long write(Task task, OpenFile file, GuestBuffers source, long offset, boolean mayWait) {
        long length = source.total();
        if (Mode.isRegular(file.inode().mode())) {
            length = beforeWrite(task, file, offset, length);
        }
        long count;
        try {
            count = writeAll(task, file, source, length, offset, mayWait);
        } catch (ErrnoException e) {
            if (e.errno() == Errno.EPIPE) {
                brokenPipe(task, file);
            }
            throw e;
        }
        if (count > 0) {
            FileEvents.at(file, FileEvents.IN_MODIFY);
        }
        return count;
    }

    /** Writes what goes in at once, after waiting for room for the first byte. */
    static long writeOnce(Task task, OpenFile file, GuestBuffers source, boolean mayWait) {
        Writer writer = new Writer(file, source, source.total(), AT_POSITION);
        try {
            return mayWait && !file.isNonBlocking() ? file.awaitWrite(task.sleeper(), writer::once) : writer.once();
        } catch (ErrnoException e) {
            if (e.errno() == Errno.EPIPE) {
                brokenPipe(task, file);
            }
            throw e;
        }
    }

    /**
     * Writes what the kernel itself holds: all that {@code source} has, unless the file takes no more. Throws only if nothing
     * was written.
     */
    static long write(Task task, OpenFile file, ByteBuffer source, long offset) {
        int start = source.position();
        if (Mode.isRegular(file.inode().mode())) {
            source.limit(start + (int) beforeWrite(task, file, offset, source.remaining()));
        }
        boolean waits = !file.isNonBlocking() && file.waitQueue() != null;
        try {
            while (source.hasRemaining()) {
                long at = offset == AT_POSITION ? offset : offset + source.position() - start;
                if (waits) {
                    file.awaitWrite(task.sleeper(), () -> write(file, source, at));
                } else if (write(file, source, at) == 0) {
                    break;
                }
            }
        } catch (ErrnoException e) {
            if (e.errno() == Errno.EPIPE) {
                brokenPipe(task, file);
            }
            if (source.position() == start) {
                throw e;
            }
        }
        if (source.position() > start) {
            FileEvents.at(file, FileEvents.IN_MODIFY);
        }
        return (long) source.position() - start;
    }

    private static int write(OpenFile file, ByteBuffer source, long offset) {
        return offset == AT_POSITION ? file.write(source) : file.write(source, offset);
    }

    private static long writeAll(
            Task task, OpenFile file, GuestBuffers source, long length, long offset, boolean mayWait) {
        boolean waits = mayWait && !file.isNonBlocking() && file.waitQueue() != null;
        Writer writer = new Writer(file, source, length, offset);
        if (!waits) {
            return writer.once();
        }
        long round;
        do {
            try {
                round = file.awaitWrite(task.sleeper(), writer::once);
            } catch (ErrnoException e) {
                if (writer.done == 0) {
                    throw e;
                }
                if (e.errno() == Errno.EPIPE) {
                    brokenPipe(task, file);
                }
                break;
            }
        } while (round > 0 && !writer.isComplete());
        return writer.done;
    }

    private static void brokenPipe(Task task, OpenFile file) {
        if (file.brokenPipeSignals()) {
            signalSelf(task, Signal.SIGPIPE);
        }
    }

    static void signalSelf(Task task, int signo) {
        task.signals().send(SigInfo.ofUser(signo, task.pid(), task.credentials().uid()));
    }

    /** RLIMIT_FSIZE (EFBIG and SIGXFSZ), and what set-user-ID programs lose; returns how much may be written. */
    private static long beforeWrite(Task task, OpenFile file, long offset, long length) {
        if (length == 0) {
            return 0;
        }
        long limit = task.group().limits().soft(ResourceLimits.RLIMIT_FSIZE);
        long allowed = length;
        if (limit != Long.MAX_VALUE) {
            long at = writePosition(file, offset);
            if (at >= limit) {
                signalSelf(task, Signal.SIGXFSZ);
                throw Errno.EFBIG.exception();
            }
            allowed = Math.min(length, limit - at);
        }
        if (!task.credentials().has(Credentials.CAP_FSETID)) {
            AttributeOperations.dropPrivileges(file.inode());
        }
        return allowed;
    }

    private static long writePosition(OpenFile file, long offset) {
        if ((file.flags() & OpenFlags.O_APPEND) != 0) {
            return file.inode().stat().size();
        }
        return offset == AT_POSITION ? file.lseek(0, 1) : offset;
    }

    /** One write in as many rounds as it takes. */
    private static final class Writer implements GuestMemory.Transfer {
        private final OpenFile file;
        private final GuestBuffers source;
        private final long length;
        private final long offset;
        private long done;
        /** Moved in this round. */
        private long moved;
        /** The memory comes in several pieces and must be copied together. */
        private boolean split;
        /** Such a copy; what is left of it is for the next round. */
        private ByteBuffer copied = NOTHING;
        /** A message was taken as a whole, whatever it counted for. */
        private boolean taken;

        Writer(OpenFile file, GuestBuffers source, long length, long offset) {
            this.file = file;
            this.source = source;
            this.length = length;
            this.offset = offset;
        }

        boolean isComplete() {
            return taken || done >= length;
        }

        /** A round: writes what goes in now; the number of bytes. EAGAIN and the like only if that is none. */
        long once() {
            if (length == 0) {
                write(NOTHING.duplicate());
                return 0;
            }
            moved = 0;
            long left = length - done;
            if (!file.isMessageOriented() && !split) {
                source.transfer(done, left, false, this);
                if (moved > 0 || !split) {
                    done += moved;
                    return moved;
                }
            }
            if (file.isMessageOriented() || !copied.hasRemaining()) {
                copied = source.gather(done, (int) Math.min(left, WHOLE));
            }
            int count = write(copied);
            taken = file.isMessageOriented() && !copied.hasRemaining() && left <= WHOLE;
            done += count;
            return count;
        }

        @Override
        public void move(ByteBuffer piece) {
            long left = length - done - moved;
            if (moved == 0 && piece.remaining() < left && left <= WHOLE) {
                split = true;
                return;
            }
            try {
                moved += write(piece);
            } catch (ErrnoException e) {
                if (moved == 0) {
                    throw e;
                }
            }
        }

        private int write(ByteBuffer piece) {
            return FileTransfer.write(file, piece, offset == AT_POSITION ? offset : offset + done + moved);
        }
    }
}
