package isthmus.linux.time;

import isthmus.core.Errno;
import isthmus.core.time.Clocks;
import isthmus.linux.task.Task;
import isthmus.linux.task.ThreadGroup;

/** The clocks of clock_gettime(2). */
public final class ClockIds {
    public static final int CLOCK_REALTIME = 0, CLOCK_MONOTONIC = 1, CLOCK_PROCESS_CPUTIME_ID = 2;
    public static final int CLOCK_THREAD_CPUTIME_ID = 3, CLOCK_MONOTONIC_RAW = 4, CLOCK_REALTIME_COARSE = 5;
    public static final int CLOCK_MONOTONIC_COARSE = 6, CLOCK_BOOTTIME = 7, CLOCK_REALTIME_ALARM = 8;
    public static final int CLOCK_BOOTTIME_ALARM = 9, CLOCK_TAI = 11;

    private static final long COARSE_RESOLUTION = 4_000_000;
    /** Kinds of CPU clocks in the two lowest bits of a negative ID; then one for threads; then the inverted ID. */
    private static final int CPU_VIRTUAL = 1, CPU_NONE = 3, PER_THREAD = 4;

    private ClockIds() {}

    /** Nanoseconds that the clock shows. EINVAL if there is no such clock. */
    public static long read(Task task, int id) {
        return switch (id) {
            case CLOCK_MONOTONIC_RAW, CLOCK_MONOTONIC_COARSE ->
                task.kernel().clocks().monotonic();
            case CLOCK_REALTIME_COARSE -> task.kernel().clocks().realtime();
            case CLOCK_REALTIME_ALARM, CLOCK_BOOTTIME_ALARM ->
                throw Errno.EINVAL.exception(); // no clock that wakes the host
            default -> find(task, id).now();
        };
    }

    /** In nanoseconds. EINVAL if there is no such clock. */
    public static long resolution(Task task, int id) {
        read(task, id);
        return id == CLOCK_REALTIME_COARSE || id == CLOCK_MONOTONIC_COARSE ? COARSE_RESOLUTION : 1;
    }

    /** A clock for sleeps and timers; EOPNOTSUPP if it is none for that, EINVAL if there is no such clock. */
    public static TimerClock forTimer(Task task, int id) {
        return switch (id) {
            case CLOCK_MONOTONIC_RAW,
                    CLOCK_REALTIME_COARSE,
                    CLOCK_MONOTONIC_COARSE,
                    CLOCK_REALTIME_ALARM,
                    CLOCK_BOOTTIME_ALARM -> throw Errno.EOPNOTSUPP.exception();
            default -> find(task, id);
        };
    }

    private static TimerClock find(Task task, int id) {
        Clocks clocks = task.kernel().clocks();
        return switch (id) {
            case CLOCK_REALTIME, CLOCK_TAI -> TimerClock.realtime(clocks);
            case CLOCK_MONOTONIC, CLOCK_BOOTTIME -> TimerClock.monotonic(clocks);
            case CLOCK_PROCESS_CPUTIME_ID -> ofProcess(task.group());
            case CLOCK_THREAD_CPUTIME_ID -> TimerClock.ofTask(task);
            default -> cpuClock(task, id);
        };
    }

    /** The CPU clock of a process or of a thread of one's own process (clock_getcpuclockid(3)). */
    private static TimerClock cpuClock(Task task, int id) {
        if (id >= 0 || (id & CPU_NONE) == CPU_NONE) {
            throw Errno.EINVAL.exception();
        }
        int number = ~(id >> 3);
        boolean user = (id & CPU_NONE) == CPU_VIRTUAL;
        if ((id & PER_THREAD) != 0) {
            Task other = number == 0 ? task : task.kernel().tree().pids().task(number);
            if (other == null || other.group() != task.group()) {
                throw Errno.EINVAL.exception();
            }
            return TimerClock.ofTask(other);
        }
        ThreadGroup process =
                number == 0 ? task.group() : task.kernel().tree().pids().process(number);
        if (process == null) {
            throw Errno.EINVAL.exception();
        }
        return user ? TimerClock.ofProcess(process, () -> CpuClocks.userOfProcess(process)) : ofProcess(process);
    }

    private static TimerClock ofProcess(ThreadGroup process) {
        return TimerClock.ofProcess(process, () -> CpuClocks.ofProcess(process));
    }
}
