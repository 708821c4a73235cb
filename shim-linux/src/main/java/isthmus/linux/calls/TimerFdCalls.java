package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.core.time.Clocks;
import isthmus.linux.task.Task;
import isthmus.linux.time.ClockIds;
import isthmus.linux.time.ProcessTimers;
import isthmus.linux.time.TimerClock;
import isthmus.linux.time.TimerFd;
import java.util.List;

/** timerfd_create(2). */
public final class TimerFdCalls {
    public static final List<SystemCall> ROWS = List.of(
            SystemCall.full(283, "timerfd_create", TimerFdCalls::create, ArgType.CLOCK_ID, ArgType.HEX),
            SystemCall.partial(
                    286,
                    "timerfd_settime",
                    "TFD_TIMER_CANCEL_ON_SET is taken, but nothing sets the clock of a run",
                    TimerFdCalls::settime,
                    ArgType.FD,
                    ArgType.HEX,
                    ArgType.ADDRESS,
                    ArgType.ADDRESS),
            SystemCall.full(287, "timerfd_gettime", TimerFdCalls::gettime, ArgType.FD, ArgType.ADDRESS));

    private TimerFdCalls() {}

    private static long create(Task task, Args args) {
        int flags = args.i(1);
        if ((flags & ~(OpenFlags.O_CLOEXEC | OpenFlags.O_NONBLOCK)) != 0) {
            throw Errno.EINVAL.exception();
        }
        Clocks clocks = task.kernel().clocks();
        TimerClock clock = switch (args.i(0)) {
            case ClockIds.CLOCK_REALTIME, ClockIds.CLOCK_REALTIME_ALARM -> TimerClock.realtime(clocks);
            case ClockIds.CLOCK_MONOTONIC, ClockIds.CLOCK_BOOTTIME, ClockIds.CLOCK_BOOTTIME_ALARM ->
                TimerClock.monotonic(clocks);
            default -> throw Errno.EINVAL.exception();
        };
        TimerFd file = new TimerFd(
                task.kernel().anonInode(), task.kernel().timers(), clock, args.i(0), flags & OpenFlags.O_NONBLOCK);
        return Descriptors.install(task, file, (flags & OpenFlags.O_CLOEXEC) != 0);
    }

    /** What is done with the file of a descriptor. */
    @FunctionalInterface
    private interface Use {
        ProcessTimers.Setting of(TimerFd file);
    }

    /** EBADF, EINVAL if it is another file. */
    private static ProcessTimers.Setting with(Task task, int fd, Use use) {
        OpenFile file = task.files().get(fd);
        try {
            if (!(file instanceof TimerFd timer)) {
                throw Errno.EINVAL.exception();
            }
            return use.of(timer);
        } finally {
            file.release();
        }
    }

    private static long settime(Task task, Args args) {
        int flags = args.i(1);
        ProcessTimers.Setting wanted = TimerCalls.readSpec(task.memory(), args.n(2));
        if ((flags & ~(TimerFd.TFD_TIMER_ABSTIME | TimerFd.TFD_TIMER_CANCEL_ON_SET)) != 0) {
            throw Errno.EINVAL.exception();
        }
        ProcessTimers.Setting old =
                with(task, args.i(0), file -> file.set(wanted.remaining(), wanted.interval(), flags));
        if (args.n(3) != 0) {
            TimerCalls.writeSpec(task.memory(), args.n(3), old);
        }
        return 0;
    }

    private static long gettime(Task task, Args args) {
        TimerCalls.writeSpec(task.memory(), args.n(1), with(task, args.i(0), TimerFd::get));
        return 0;
    }
}
