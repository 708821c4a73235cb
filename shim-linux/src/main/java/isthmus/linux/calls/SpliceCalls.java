package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.core.pipe.PipeEnd;
import isthmus.core.pipe.Splice;
import isthmus.core.wait.PollEvents;
import isthmus.core.wait.Sleeper;
import isthmus.linux.signal.Signal;
import isthmus.linux.task.Task;
import java.util.List;
import java.util.function.LongSupplier;

/** splice(2), tee(2), vmsplice(2). Bytes are always copied, which programs cannot see. */
public final class SpliceCalls {
    public static final List<SystemCall> ROWS = List.of(
            SystemCall.full(
                    275,
                    "splice",
                    SpliceCalls::splice,
                    ArgType.FD,
                    ArgType.ADDRESS,
                    ArgType.FD,
                    ArgType.ADDRESS,
                    ArgType.SIZE,
                    ArgType.HEX),
            SystemCall.full(276, "tee", SpliceCalls::tee, ArgType.FD, ArgType.FD, ArgType.SIZE, ArgType.HEX),
            SystemCall.full(
                    278, "vmsplice", SpliceCalls::vmsplice, ArgType.FD, ArgType.IOVEC, ArgType.SIZE, ArgType.HEX));

    private static final int SPLICE_F_NONBLOCK = 2, SPLICE_F_ALL = 15;

    private SpliceCalls() {}

    private static void checkFlags(int flags) {
        if ((flags & ~SPLICE_F_ALL) != 0) {
            throw Errno.EINVAL.exception();
        }
    }

    private static void checkModes(OpenFile in, OpenFile out) {
        if (!OpenFlags.readable(in.flags()) || !OpenFlags.writable(out.flags())) {
            throw Errno.EBADF.exception();
        }
    }

    // --- splice -----------------------------------------------------------------------------------------------------

    private static long splice(Task task, Args args) {
        if (args.n(4) == 0) {
            return 0;
        }
        checkFlags(args.i(5));
        return OpenFiles.use(task, args.i(0), in -> OpenFiles.use(task, args.i(2), out -> splice(task, args, in, out)));
    }

    private static long splice(Task task, Args args, OpenFile in, OpenFile out) {
        boolean inPipe = in instanceof PipeEnd;
        boolean outPipe = out instanceof PipeEnd;
        long inPointer = args.n(1);
        long outPointer = args.n(3);
        if (inPipe && inPointer != 0 || outPipe && outPointer != 0) {
            throw Errno.ESPIPE.exception();
        }
        checkModes(in, out);
        if (!inPipe && !outPipe) {
            throw Errno.EINVAL.exception();
        }
        boolean wait = (args.i(5) & SPLICE_F_NONBLOCK) == 0;
        long length = Math.min(args.n(4) < 0 ? Long.MAX_VALUE : args.n(4), GuestBuffers.MAX_RW_COUNT);
        if (in instanceof PipeEnd from && out instanceof PipeEnd to) {
            checkDistinct(from, to);
            return move(task, from, to, wait, () -> Splice.pipes(from, to, length));
        }
        long pointer = inPipe ? outPointer : inPointer;
        OpenFile file = inPipe ? out : in;
        long offset = pointer == 0 ? FileTransfer.AT_POSITION : offset(task, file, pointer);
        if (inPipe && (out.flags() & OpenFlags.O_APPEND) != 0 || !in.supportsSpliceRead()) {
            throw Errno.EINVAL.exception();
        }
        long moved = in instanceof PipeEnd from
                ? move(task, in, out, wait, () -> Splice.fromPipe(from, out, offset, length))
                : move(task, in, out, wait, () -> Splice.toPipe(in, offset, (PipeEnd) out, length));
        if (pointer != 0) {
            task.memory().writeLong(pointer, offset + moved);
        }
        return moved;
    }

    /** EINVAL where the file has no offsets. */
    private static long offset(Task task, OpenFile file, long pointer) {
        try {
            file.lseek(0, SeekCalls.SEEK_CUR);
        } catch (ErrnoException e) {
            throw Errno.EINVAL.exception();
        }
        long offset = task.memory().readLong(pointer);
        if (offset < 0) {
            throw Errno.EINVAL.exception();
        }
        return offset;
    }

    private static void checkDistinct(PipeEnd from, PipeEnd to) {
        if (from.pipe() == to.pipe()) {
            throw Errno.EINVAL.exception();
        }
    }

    /** Repeats {@code attempt} until it moves something; waits for the pipes if {@code wait}, for other files unless O_NONBLOCK. */
    private static long move(Task task, OpenFile from, OpenFile to, boolean wait, LongSupplier attempt) {
        while (true) {
            try {
                return attempt.getAsLong();
            } catch (ErrnoException e) {
                if (e.errno() == Errno.EPIPE && to.brokenPipeSignals()) {
                    FileTransfer.signalSelf(task, Signal.SIGPIPE);
                }
                if (e.errno() != Errno.EAGAIN || !mayWait(from, wait) || !mayWait(to, wait)) {
                    throw e;
                }
            }
            awaitReady(task, from, PollEvents.READABLE);
            awaitReady(task, to, PollEvents.WRITABLE);
        }
    }

    private static boolean mayWait(OpenFile file, boolean wait) {
        return !file.isNonBlocking() && (wait || !(file instanceof PipeEnd));
    }

    private static void awaitReady(Task task, OpenFile file, int events) {
        if (file.waitQueue() == null) {
            return;
        }
        task.sleeper().until(file.waitQueue(), events, Sleeper.FOREVER, () -> {
            if ((file.poll() & (events | PollEvents.POLLERR | PollEvents.POLLHUP)) == 0) {
                throw Errno.EAGAIN.exception();
            }
            return 0;
        });
    }

    // --- tee, vmsplice
    // --------------------------------------------------------------------------------------------------

    private static long tee(Task task, Args args) {
        checkFlags(args.i(3));
        if (args.n(2) == 0) {
            return 0;
        }
        long length = Math.min(args.n(2) < 0 ? Long.MAX_VALUE : args.n(2), GuestBuffers.MAX_RW_COUNT);
        boolean wait = (args.i(3) & SPLICE_F_NONBLOCK) == 0;
        return OpenFiles.use(
                task,
                args.i(0),
                in -> OpenFiles.use(task, args.i(1), out -> {
                    checkModes(in, out);
                    if (!(in instanceof PipeEnd from) || !(out instanceof PipeEnd to)) {
                        throw Errno.EINVAL.exception();
                    }
                    checkDistinct(from, to);
                    return move(task, from, to, wait, () -> Splice.tee(from, to, length));
                }));
    }

    private static long vmsplice(Task task, Args args) {
        checkFlags(args.i(3));
        return OpenFiles.use(task, args.i(0), file -> {
            if (!(file instanceof PipeEnd)) {
                throw Errno.EBADF.exception();
            }
            GuestBuffers memory = GuestBuffers.vector(task.memory(), args.n(1), args.n(2));
            if (memory.total() == 0) {
                return 0;
            }
            boolean wait = (args.i(3) & SPLICE_F_NONBLOCK) == 0;
            if (OpenFlags.writable(file.flags())) {
                return FileTransfer.writeOnce(task, file, memory, wait);
            }
            return FileTransfer.read(task, file, memory, FileTransfer.AT_POSITION, wait);
        });
    }
}
