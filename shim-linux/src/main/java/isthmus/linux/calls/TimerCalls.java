package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.memory.GuestMemory;
import isthmus.linux.signal.Signal;
import isthmus.linux.task.Task;
import isthmus.linux.time.ClockIds;
import isthmus.linux.time.ProcessTimers;
import isthmus.linux.time.TimerClock;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Timers that send signals: alarm(2), setitimer(2), timer_create(2). */
public final class TimerCalls {
    private static final String CPU_NOTE =
            "timers on CPU time run out up to 4 ms late, and count the time that the host gave the guest's threads";

    public static final List<SystemCall> ROWS = List.of(
            SystemCall.partial(36, "getitimer", CPU_NOTE, TimerCalls::getitimer, ArgType.INT, ArgType.ADDRESS),
            SystemCall.full(37, "alarm", TimerCalls::alarm, ArgType.UNSIGNED),
            SystemCall.partial(
                    38, "setitimer", CPU_NOTE, TimerCalls::setitimer, ArgType.INT, ArgType.ADDRESS, ArgType.ADDRESS),
            SystemCall.partial(
                    222,
                    "timer_create",
                    CPU_NOTE,
                    TimerCalls::timerCreate,
                    ArgType.CLOCK_ID,
                    ArgType.ADDRESS,
                    ArgType.ADDRESS),
            SystemCall.full(
                    223,
                    "timer_settime",
                    TimerCalls::timerSettime,
                    ArgType.INT,
                    ArgType.HEX,
                    ArgType.ADDRESS,
                    ArgType.ADDRESS),
            SystemCall.full(224, "timer_gettime", TimerCalls::timerGettime, ArgType.INT, ArgType.ADDRESS),
            SystemCall.full(
                    225, "timer_getoverrun", (task, args) -> timers(task).overrun(args.i(0)), ArgType.INT),
            SystemCall.full(226, "timer_delete", TimerCalls::timerDelete, ArgType.INT));

    private static final long SECOND = 1_000_000_000L;
    private static final int TIMER_ABSTIME = 1, SIGEVENT_BYTES = 64;

    private TimerCalls() {}

    private static ProcessTimers timers(Task task) {
        return task.group().timers();
    }

    // --- interval timers
    // ----------------------------------------------------------------------------------------------

    private static long alarm(Task task, Args args) {
        long seconds = Integer.toUnsignedLong(args.i(0));
        ProcessTimers.Setting old =
                timers(task).set(ProcessTimers.ITIMER_REAL, new ProcessTimers.Setting(seconds * SECOND, 0));
        long left = old.remaining() / SECOND;
        long rest = old.remaining() % SECOND;
        return left == 0 && rest > 0 || rest >= SECOND / 2 ? left + 1 : left;
    }

    private static long getitimer(Task task, Args args) {
        writeTimevals(task.memory(), args.n(1), timers(task).get(args.i(0)));
        return 0;
    }

    private static long setitimer(Task task, Args args) {
        ProcessTimers.Setting wanted = args.n(1) == 0
                ? new ProcessTimers.Setting(0, 0)
                : new ProcessTimers.Setting(timeval(task.memory(), args.n(1) + 16), timeval(task.memory(), args.n(1)));
        ProcessTimers.Setting old = timers(task).set(args.i(0), wanted);
        if (args.n(2) != 0) {
            writeTimevals(task.memory(), args.n(2), old);
        }
        return 0;
    }

    /** EINVAL unless there are less than a million microseconds. */
    private static long timeval(GuestMemory memory, long address) {
        if (Long.compareUnsigned(memory.readLong(address + 8), 1_000_000) >= 0) {
            throw Errno.EINVAL.exception();
        }
        return Timeouts.timeval(memory, address);
    }

    private static void writeTimevals(GuestMemory memory, long address, ProcessTimers.Setting setting) {
        Timeouts.writeTimeval(memory, address, setting.interval());
        Timeouts.writeTimeval(memory, address + 16, roundUp(setting.remaining()));
    }

    /** A timer that runs never shows 0. */
    private static long roundUp(long nanos) {
        return nanos > 0 && nanos < 1000 ? 1000 : nanos;
    }

    // --- POSIX timers
    // -------------------------------------------------------------------------------------------------

    private static long timerCreate(Task task, Args args) {
        TimerClock clock = ClockIds.forTimer(task, args.i(0));
        int notify = ProcessTimers.SIGEV_SIGNAL;
        int signo = Signal.SIGALRM;
        Long value = null;
        Task to = null;
        if (args.n(1) != 0) {
            ByteBuffer event = ByteBuffer.wrap(task.memory().readBytes(args.n(1), SIGEVENT_BYTES))
                    .order(ByteOrder.LITTLE_ENDIAN);
            value = event.getLong(0);
            signo = event.getInt(8);
            notify = event.getInt(12);
            to = checkEvent(task, notify, signo, event.getInt(16));
        }
        ProcessTimers timers = timers(task);
        int id = timers.create(clock, notify, signo, value, to);
        try {
            task.memory().writeInt(args.n(2), id);
        } catch (isthmus.core.ErrnoException e) {
            timers.delete(id);
            throw e;
        }
        return 0;
    }

    /** EINVAL for what no timer can do. Returns the task to signal, or null for the process. */
    private static Task checkEvent(Task task, int notify, int signo, int tid) {
        switch (notify) {
            case ProcessTimers.SIGEV_NONE -> {
                return null;
            }
            case ProcessTimers.SIGEV_SIGNAL, ProcessTimers.SIGEV_THREAD, ProcessTimers.SIGEV_THREAD_ID -> {
                if (!Signal.isValid(signo)) {
                    throw Errno.EINVAL.exception();
                }
            }
            default -> throw Errno.EINVAL.exception();
        }
        if (notify != ProcessTimers.SIGEV_THREAD_ID) {
            return null;
        }
        Task to = task.kernel().tree().pids().task(tid);
        if (to == null || to.group() != task.group()) {
            throw Errno.EINVAL.exception();
        }
        return to;
    }

    private static long timerSettime(Task task, Args args) {
        GuestMemory memory = task.memory();
        if (args.n(2) == 0) {
            throw Errno.EINVAL.exception();
        }
        ProcessTimers.Setting wanted = readSpec(memory, args.n(2));
        ProcessTimers.Setting old = timers(task).setPosix(args.i(0), wanted, (args.i(1) & TIMER_ABSTIME) != 0);
        if (args.n(3) != 0) {
            writeSpec(memory, args.n(3), old);
        }
        return 0;
    }

    private static long timerGettime(Task task, Args args) {
        writeSpec(task.memory(), args.n(1), timers(task).getPosix(args.i(0)));
        return 0;
    }

    private static long timerDelete(Task task, Args args) {
        timers(task).delete(args.i(0));
        return 0;
    }

    /** A {@code struct itimerspec}: interval, then value. EINVAL, EFAULT. */
    static ProcessTimers.Setting readSpec(GuestMemory memory, long address) {
        long interval = Timeouts.timespec(memory, address);
        return new ProcessTimers.Setting(Timeouts.timespec(memory, address + 16), interval);
    }

    static void writeSpec(GuestMemory memory, long address, ProcessTimers.Setting setting) {
        Timeouts.writeTimespec(memory, address, setting.interval());
        Timeouts.writeTimespec(memory, address + 16, setting.remaining());
    }
}
