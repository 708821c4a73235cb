package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.linux.task.Task;
import java.nio.ByteBuffer;
import java.util.List;

/** read(2), write(2), pread(2), readv(2), preadv2(2) and their kin. */
public final class ReadWriteCalls {
    public static final List<SystemCall> ROWS = List.of(
            SystemCall.full(0, "read", ReadWriteCalls::read, ArgType.FD, ArgType.BUFFER_OUT, ArgType.SIZE),
            SystemCall.full(1, "write", ReadWriteCalls::write, ArgType.FD, ArgType.BUFFER_IN, ArgType.SIZE),
            SystemCall.full(
                    17, "pread64", ReadWriteCalls::pread, ArgType.FD, ArgType.BUFFER_OUT, ArgType.SIZE, ArgType.OFFSET),
            SystemCall.full(
                    18,
                    "pwrite64",
                    ReadWriteCalls::pwrite,
                    ArgType.FD,
                    ArgType.BUFFER_IN,
                    ArgType.SIZE,
                    ArgType.OFFSET),
            SystemCall.full(
                    19,
                    "readv",
                    (task, args) -> readv(task, args, FileTransfer.AT_POSITION, 0),
                    ArgType.FD,
                    ArgType.IOVEC,
                    ArgType.SIZE),
            SystemCall.full(
                    20,
                    "writev",
                    (task, args) -> writev(task, args, FileTransfer.AT_POSITION, 0),
                    ArgType.FD,
                    ArgType.IOVEC,
                    ArgType.SIZE),
            SystemCall.full(
                    295,
                    "preadv",
                    (task, args) -> readv(task, args, checkedOffset(args.n(3)), 0),
                    ArgType.FD,
                    ArgType.IOVEC,
                    ArgType.SIZE,
                    ArgType.OFFSET),
            SystemCall.full(
                    296,
                    "pwritev",
                    (task, args) -> writev(task, args, checkedOffset(args.n(3)), 0),
                    ArgType.FD,
                    ArgType.IOVEC,
                    ArgType.SIZE,
                    ArgType.OFFSET),
            SystemCall.full(
                    327,
                    "preadv2",
                    (task, args) -> readv(task, args, offset2(args.n(3)), args.i(5)),
                    ArgType.FD,
                    ArgType.IOVEC,
                    ArgType.SIZE,
                    ArgType.OFFSET,
                    ArgType.OFFSET,
                    ArgType.HEX),
            SystemCall.full(
                    328,
                    "pwritev2",
                    (task, args) -> writev(task, args, offset2(args.n(3)), args.i(5)),
                    ArgType.FD,
                    ArgType.IOVEC,
                    ArgType.SIZE,
                    ArgType.OFFSET,
                    ArgType.OFFSET,
                    ArgType.HEX));

    private static final int RWF_HIPRI = 1, RWF_DSYNC = 2, RWF_SYNC = 4, RWF_NOWAIT = 8, RWF_APPEND = 16;
    private static final int RWF_KNOWN = RWF_HIPRI | RWF_DSYNC | RWF_SYNC | RWF_NOWAIT | RWF_APPEND;

    private ReadWriteCalls() {}

    private static long checkedOffset(long offset) {
        if (offset < 0) {
            throw Errno.EINVAL.exception();
        }
        return offset;
    }

    /** Of preadv2: -1 is the file's own offset. */
    private static long offset2(long offset) {
        return offset == -1 ? FileTransfer.AT_POSITION : checkedOffset(offset);
    }

    /** EBADF; ESPIPE comes first. */
    private static void checkReadable(OpenFile file, long offset) {
        if (!OpenFlags.readable(file.flags())) {
            if (offset != FileTransfer.AT_POSITION) {
                file.read(ByteBuffer.allocate(0), offset);
            }
            throw Errno.EBADF.exception();
        }
    }

    private static void checkWritable(OpenFile file, long offset) {
        if (!OpenFlags.writable(file.flags())) {
            if (offset != FileTransfer.AT_POSITION) {
                file.write(ByteBuffer.allocate(0), offset);
            }
            throw Errno.EBADF.exception();
        }
    }

    private static long read(Task task, Args args) {
        OpenFile file = task.files().get(args.i(0));
        try {
            checkReadable(file, FileTransfer.AT_POSITION);
            GuestBuffers target = GuestBuffers.range(task.memory(), args.n(1), args.n(2));
            return FileTransfer.read(task, file, target, FileTransfer.AT_POSITION, true);
        } finally {
            file.release();
        }
    }

    private static long write(Task task, Args args) {
        OpenFile file = task.files().get(args.i(0));
        try {
            checkWritable(file, FileTransfer.AT_POSITION);
            GuestBuffers source = GuestBuffers.range(task.memory(), args.n(1), args.n(2));
            return FileTransfer.write(task, file, source, FileTransfer.AT_POSITION, true);
        } finally {
            file.release();
        }
    }

    private static long pread(Task task, Args args) {
        long offset = checkedOffset(args.n(3));
        OpenFile file = task.files().get(args.i(0));
        try {
            checkReadable(file, offset);
            GuestBuffers target = GuestBuffers.range(task.memory(), args.n(1), args.n(2));
            return FileTransfer.read(task, file, target, offset, true);
        } finally {
            file.release();
        }
    }

    private static long pwrite(Task task, Args args) {
        long offset = checkedOffset(args.n(3));
        OpenFile file = task.files().get(args.i(0));
        try {
            checkWritable(file, offset);
            GuestBuffers source = GuestBuffers.range(task.memory(), args.n(1), args.n(2));
            return FileTransfer.write(task, file, source, offset, true);
        } finally {
            file.release();
        }
    }

    private static long readv(Task task, Args args, long offset, int flags) {
        OpenFile file = task.files().get(args.i(0));
        try {
            checkReadable(file, offset);
            GuestBuffers target = GuestBuffers.vector(task.memory(), args.n(1), args.n(2));
            checkFlags(flags, RWF_KNOWN & ~RWF_APPEND);
            return FileTransfer.read(task, file, target, offset, (flags & RWF_NOWAIT) == 0);
        } finally {
            file.release();
        }
    }

    private static long writev(Task task, Args args, long offset, int flags) {
        OpenFile file = task.files().get(args.i(0));
        try {
            checkWritable(file, offset);
            GuestBuffers source = GuestBuffers.vector(task.memory(), args.n(1), args.n(2));
            checkFlags(flags, RWF_KNOWN);
            boolean append = (flags & RWF_APPEND) != 0;
            long at = append && offset != FileTransfer.AT_POSITION
                    ? file.inode().stat().size()
                    : offset;
            if (append && offset == FileTransfer.AT_POSITION) {
                file.lseek(0, SeekCalls.SEEK_END);
            }
            long count = FileTransfer.write(task, file, source, at, (flags & RWF_NOWAIT) == 0);
            if ((flags & (RWF_DSYNC | RWF_SYNC)) != 0) {
                file.sync((flags & RWF_SYNC) == 0);
            }
            return count;
        } finally {
            file.release();
        }
    }

    private static void checkFlags(int flags, int known) {
        if ((flags & ~known) != 0) {
            throw Errno.EOPNOTSUPP.exception();
        }
    }
}
