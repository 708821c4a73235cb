package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.FileEvents;
import isthmus.core.files.Mode;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.linux.signal.Signal;
import isthmus.linux.task.ResourceLimits;
import isthmus.linux.task.Task;
import java.nio.ByteBuffer;
import java.util.List;

/** sendfile(2), copy_file_range(2). */
public final class SendfileCalls {
    public static final List<SystemCall> ROWS = List.of(
            SystemCall.full(
                    40, "sendfile", SendfileCalls::sendfile, ArgType.FD, ArgType.FD, ArgType.ADDRESS, ArgType.SIZE),
            SystemCall.full(
                    326,
                    "copy_file_range",
                    SendfileCalls::copyFileRange,
                    ArgType.FD,
                    ArgType.ADDRESS,
                    ArgType.FD,
                    ArgType.ADDRESS,
                    ArgType.SIZE,
                    ArgType.HEX));

    private static final int PIECE = 1 << 18;

    private SendfileCalls() {}

    // --- sendfile ---------------------------------------------------------------------------------------------------

    private static long sendfile(Task task, Args args) {
        long pointer = args.n(2);
        long given = pointer == 0 ? FileTransfer.AT_POSITION : task.memory().readLong(pointer);
        return OpenFiles.use(
                task,
                args.i(1),
                in -> OpenFiles.use(task, args.i(0), out -> sendfile(task, out, in, pointer, given, args.n(3))));
    }

    private static long sendfile(Task task, OpenFile out, OpenFile in, long pointer, long given, long length) {
        if (!OpenFlags.readable(in.flags())) {
            throw Errno.EBADF.exception();
        }
        long position = seekable(in, pointer != 0);
        if (pointer != 0) {
            if (given < 0) {
                throw Errno.EINVAL.exception();
            }
            position = given;
        }
        if (!OpenFlags.writable(out.flags())) {
            throw Errno.EBADF.exception();
        }
        if ((out.flags() & OpenFlags.O_APPEND) != 0 || !in.supportsSpliceRead() || length < 0) {
            throw Errno.EINVAL.exception();
        }
        long moved =
                copy(task, in, position, out, FileTransfer.AT_POSITION, Math.min(length, GuestBuffers.MAX_RW_COUNT));
        if (pointer != 0) {
            task.memory().writeLong(pointer, position + moved);
        } else if (moved > 0) {
            in.lseek(position + moved, SeekCalls.SEEK_SET);
        }
        return moved;
    }

    /** The file's offset; EINVAL, or ESPIPE, if it has none. */
    private static long seekable(OpenFile file, boolean offsetGiven) {
        try {
            return file.lseek(0, SeekCalls.SEEK_CUR);
        } catch (ErrnoException e) {
            throw (offsetGiven ? Errno.ESPIPE : Errno.EINVAL).exception();
        }
    }

    /** Moves until the input ends, or the output takes no more; throws only if nothing was moved. */
    private static long copy(Task task, OpenFile in, long inOffset, OpenFile out, long outOffset, long length) {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(length, PIECE));
        long moved = 0;
        try {
            while (moved < length) {
                buffer.clear().limit((int) Math.min(length - moved, PIECE));
                if (in.read(buffer, inOffset + moved) <= 0) {
                    break;
                }
                long at = outOffset == FileTransfer.AT_POSITION ? outOffset : outOffset + moved;
                int offered = buffer.flip().remaining();
                long written = FileTransfer.write(task, out, buffer, at);
                moved += written;
                if (written < offered || task.sleeper().isInterrupted()) {
                    break;
                }
            }
        } catch (ErrnoException e) {
            if (moved == 0) {
                throw e;
            }
        }
        if (moved > 0) {
            FileEvents.at(in, FileEvents.IN_ACCESS);
        }
        return moved;
    }

    // --- copy_file_range
    // ----------------------------------------------------------------------------------------------

    private static long copyFileRange(Task task, Args args) {
        return OpenFiles.use(
                task, args.i(0), in -> OpenFiles.use(task, args.i(2), out -> copyFileRange(task, args, in, out)));
    }

    private static long copyFileRange(Task task, Args args, OpenFile in, OpenFile out) {
        long inPointer = args.n(1);
        long outPointer = args.n(3);
        long inOffset = offset(task, in, inPointer);
        long outOffset = offset(task, out, outPointer);
        long length = args.n(4);
        if (args.i(5) != 0) {
            throw Errno.EINVAL.exception();
        }
        checkFiles(in, out);
        if (inOffset < 0 || outOffset < 0) {
            throw Errno.EINVAL.exception();
        }
        if (inOffset + length < inOffset || outOffset + length < outOffset) {
            throw Errno.EOVERFLOW.exception();
        }
        long size = in.inode().stat().size();
        long wanted = Math.min(Math.min(length, Math.max(0, size - inOffset)), GuestBuffers.MAX_RW_COUNT);
        wanted = limited(task, outOffset, wanted);
        if (in.inode() == out.inode() && outOffset + wanted > inOffset && outOffset < inOffset + wanted) {
            throw Errno.EINVAL.exception();
        }
        if (wanted == 0) {
            return 0;
        }
        long moved = copy(task, in, inOffset, out, outOffset, wanted);
        advance(task, in, inPointer, inOffset + moved);
        advance(task, out, outPointer, outOffset + moved);
        return moved;
    }

    private static long offset(Task task, OpenFile file, long pointer) {
        return pointer != 0 ? task.memory().readLong(pointer) : seekable(file, false);
    }

    private static void advance(Task task, OpenFile file, long pointer, long offset) {
        if (pointer != 0) {
            task.memory().writeLong(pointer, offset);
        } else {
            file.lseek(offset, SeekCalls.SEEK_SET);
        }
    }

    private static void checkFiles(OpenFile in, OpenFile out) {
        int inMode = in.inode().mode();
        int outMode = out.inode().mode();
        if (Mode.isDirectory(inMode) || Mode.isDirectory(outMode)) {
            throw Errno.EISDIR.exception();
        }
        if (!Mode.isRegular(inMode) || !Mode.isRegular(outMode)) {
            throw Errno.EINVAL.exception();
        }
        if (!OpenFlags.readable(in.flags())
                || !OpenFlags.writable(out.flags())
                || (out.flags() & OpenFlags.O_APPEND) != 0) {
            throw Errno.EBADF.exception();
        }
        if (in.inode().fileSystem() != out.inode().fileSystem()) {
            throw Errno.EXDEV.exception();
        }
    }

    private static long limited(Task task, long offset, long length) {
        long limit = task.group().limits().soft(ResourceLimits.RLIMIT_FSIZE);
        if (length > 0 && offset >= limit) {
            FileTransfer.signalSelf(task, Signal.SIGXFSZ);
            throw Errno.EFBIG.exception();
        }
        return Math.min(length, limit - offset);
    }
}
