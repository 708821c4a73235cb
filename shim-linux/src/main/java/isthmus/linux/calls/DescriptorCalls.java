package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.linux.task.Task;
import java.util.List;

/** dup(2), dup2(2), dup3(2). */
public final class DescriptorCalls {
    public static final List<SystemCall> ROWS = List.of(
            SystemCall.full(32, "dup", (task, args) -> duplicate(task, args.i(0), 0, false), ArgType.FD),
            SystemCall.full(33, "dup2", DescriptorCalls::dup2, ArgType.FD, ArgType.FD),
            SystemCall.full(292, "dup3", DescriptorCalls::dup3, ArgType.FD, ArgType.FD, ArgType.OPEN_FLAGS));

    private DescriptorCalls() {}

    /** The lowest free number from {@code minimum} on for the same file. */
    static long duplicate(Task task, int descriptor, int minimum, boolean cloexec) {
        OpenFile file = task.files().get(descriptor);
        try {
            return task.files().install(file, cloexec, minimum, Descriptors.limit(task));
        } catch (ErrnoException e) {
            file.release();
            throw e;
        }
    }

    private static long dup2(Task task, Args args) {
        if (args.i(0) == args.i(1)) {
            task.files().peek(args.i(0));
            return args.i(1);
        }
        return replace(task, args.i(0), args.i(1), false);
    }

    private static long dup3(Task task, Args args) {
        if ((args.i(2) & ~OpenFlags.O_CLOEXEC) != 0 || args.i(0) == args.i(1)) {
            throw Errno.EINVAL.exception();
        }
        return replace(task, args.i(0), args.i(1), args.i(2) != 0);
    }

    private static long replace(Task task, int from, int to, boolean cloexec) {
        if (Integer.toUnsignedLong(to) >= Descriptors.limit(task)) {
            throw Errno.EBADF.exception();
        }
        OpenFile file = task.files().get(from);
        OpenFile old = task.files().replace(to, file, cloexec);
        if (old != null) {
            CloseCalls.drop(task, old);
        }
        return to;
    }
}
