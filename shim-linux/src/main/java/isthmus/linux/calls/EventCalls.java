package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.files.OpenFlags;
import isthmus.core.poll.EventFd;
import isthmus.linux.task.Task;
import java.util.List;

/** eventfd(2). */
public final class EventCalls {
    public static final List<SystemCall> ROWS = List.of(
            SystemCall.full(284, "eventfd", (task, args) -> eventfd(task, args.i(0), 0), ArgType.UNSIGNED),
            SystemCall.full(
                    290,
                    "eventfd2",
                    (task, args) -> eventfd(task, args.i(0), args.i(1)),
                    ArgType.UNSIGNED,
                    ArgType.HEX));

    private static final int EFD_SEMAPHORE = 1;

    private EventCalls() {}

    private static long eventfd(Task task, int initial, int flags) {
        if ((flags & ~(EFD_SEMAPHORE | OpenFlags.O_CLOEXEC | OpenFlags.O_NONBLOCK)) != 0) {
            throw Errno.EINVAL.exception();
        }
        EventFd file = new EventFd(
                task.kernel().anonInode(), initial, (flags & EFD_SEMAPHORE) != 0, flags & OpenFlags.O_NONBLOCK);
        return Descriptors.install(task, file, (flags & OpenFlags.O_CLOEXEC) != 0);
    }
}
