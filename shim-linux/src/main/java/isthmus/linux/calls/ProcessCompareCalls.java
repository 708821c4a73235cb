package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.files.FdTable;
import isthmus.linux.task.Task;
import java.util.List;

/** kcmp(2): whether two processes share something. */
public final class ProcessCompareCalls {
    public static final List<SystemCall> ROWS = List.of(SystemCall.partial(
            312,
            "kcmp",
            "KCMP_EPOLL_TFD: EOPNOTSUPP",
            (t, a) -> kcmp(t, a),
            ArgType.PID,
            ArgType.PID,
            ArgType.INT,
            ArgType.LONG,
            ArgType.LONG));

    private static final int FILE = 0, VM = 1, FILES = 2, FS = 3, SIGHAND = 4, IO = 5, SYSVSEM = 6, EPOLL_TFD = 7;

    private ProcessCompareCalls() {}

    private static long kcmp(Task task, Args args) {
        Task first = find(task, args.i(0));
        Task second = find(task, args.i(1));
        Processes.checkInspect(task, first);
        Processes.checkInspect(task, second);
        return switch (args.i(2)) {
            case FILE -> compare(file(first, args.n(3)), file(second, args.n(4)));
            case VM -> compare(first.addressSpace(), second.addressSpace());
            case FILES -> compare(first.files(), second.files());
            case FS -> compare(first.fs(), second.fs());
            case SIGHAND ->
                compare(
                        first.group().signals().handlers(),
                        second.group().signals().handlers());
            case SYSVSEM -> compare(first.semaphoreUndosIfAny(), second.semaphoreUndosIfAny());
            case IO -> compare(first, second);
            case EPOLL_TFD -> throw Errno.EOPNOTSUPP.exception();
            default -> throw Errno.EINVAL.exception();
        };
    }

    private static Task find(Task task, int tid) {
        Task found = task.kernel().tree().pids().task(tid);
        if (found == null) {
            throw Errno.ESRCH.exception();
        }
        return found;
    }

    private static Object file(Task task, long fd) {
        FdTable files = task.files();
        if (files == null || fd < 0 || fd > Integer.MAX_VALUE) {
            throw Errno.EBADF.exception();
        }
        return files.peek((int) fd);
    }

    /** 0 for the same, otherwise 1 or 2 by an order that means nothing. */
    private static long compare(Object first, Object second) {
        if (first == second) {
            return 0;
        }
        return System.identityHashCode(first) <= System.identityHashCode(second) ? 1 : 2;
    }
}
