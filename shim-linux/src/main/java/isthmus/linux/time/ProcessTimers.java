package isthmus.linux.time;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.time.Clocks;
import isthmus.core.time.Timers;
import isthmus.linux.signal.SigInfo;
import isthmus.linux.signal.Signal;
import isthmus.linux.task.Limit;
import isthmus.linux.task.ResourceLimits;
import isthmus.linux.task.Task;
import isthmus.linux.task.ThreadGroup;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The timers of a process. Its monitor guards the table of POSIX timers; it is never held together with that of a timer. */
public final class ProcessTimers {
    public static final int ITIMER_REAL = 0, ITIMER_VIRTUAL = 1, ITIMER_PROF = 2;

    private static final long SECOND = 1_000_000_000L;

    private final ThreadGroup process;
    private final Timers timers;
    private final IntervalTimer[] interval;
    private final TimerClock[] clocks;
    private final ClockTimer cpuLimit;
    private final Map<Integer, PosixTimer> posix = new HashMap<>();
    private int nextId;

    public ProcessTimers(ThreadGroup process, Timers timers, Clocks clocks) {
        this.process = process;
        this.timers = timers;
        this.interval = new IntervalTimer[] {
            new IntervalTimer(timers, process.signals(), Signal.SIGALRM),
            new IntervalTimer(timers, process.signals(), Signal.SIGVTALRM),
            new IntervalTimer(timers, process.signals(), Signal.SIGPROF)
        };
        this.clocks = new TimerClock[] {
            TimerClock.monotonic(clocks),
            TimerClock.ofProcess(process, () -> CpuClocks.userOfProcess(process)),
            TimerClock.ofProcess(process, () -> CpuClocks.ofProcess(process))
        };
        this.cpuLimit = new ClockTimer(timers) {
            @Override
            void ranOut() {
                cpuLimitReached();
            }
        };
    }

    /** A new program starts: interval timers go on, POSIX timers are gone. */
    public void resetForExec() {
        deletePosixTimers();
    }

    /** The process ends. */
    public void close() {
        deletePosixTimers();
        for (IntervalTimer timer : interval) {
            timer.stop();
        }
        cpuLimit.stop();
    }

    private void deletePosixTimers() {
        List<PosixTimer> old;
        synchronized (this) {
            old = List.copyOf(posix.values());
            posix.clear();
            nextId = 0;
        }
        old.forEach(ClockTimer::stop);
    }

    // --- interval timers
    // ----------------------------------------------------------------------------------------------

    /** Time left and interval in nanoseconds. */
    public record Setting(long remaining, long interval) {}

    /** @param which ITIMER_REAL, ITIMER_VIRTUAL or ITIMER_PROF; EINVAL */
    public Setting get(int which) {
        ClockTimer timer = interval[checked(which)];
        synchronized (timer) {
            return new Setting(timer.remaining(), timer.interval());
        }
    }

    /** Sets one, or unsets it with a remaining time of 0, and returns what it was. EINVAL. */
    public Setting set(int which, Setting wanted) {
        ClockTimer timer = interval[checked(which)];
        synchronized (timer) {
            Setting old = get(which);
            if (wanted.remaining() == 0) {
                timer.stop();
            } else {
                timer.set(clocks[which], later(clocks[which].now(), wanted.remaining()), wanted.interval());
            }
            return old;
        }
    }

    private static int checked(int which) {
        if (which < ITIMER_REAL || which > ITIMER_PROF) {
            throw Errno.EINVAL.exception();
        }
        return which;
    }

    /** A sum that does not overflow. */
    static long later(long now, long nanos) {
        return nanos > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + nanos;
    }

    // --- RLIMIT_CPU
    // ---------------------------------------------------------------------------------------------------

    /** To be called when RLIMIT_CPU is set or inherited: SIGXCPU at the soft limit and each second after, SIGKILL at the hard one. */
    public void cpuLimitChanged() {
        Limit limit = process.limits().get(ResourceLimits.RLIMIT_CPU);
        long seconds = limit.soft() < 0 ? limit.hard() : limit.soft();
        if (seconds < 0 || seconds > Long.MAX_VALUE / SECOND) {
            cpuLimit.stop();
        } else {
            cpuLimit.set(clocks[ITIMER_PROF], seconds * SECOND, 0);
        }
    }

    private void cpuLimitReached() {
        Limit limit = process.limits().get(ResourceLimits.RLIMIT_CPU);
        long used = clocks[ITIMER_PROF].now();
        if (limit.hard() >= 0 && used / SECOND >= limit.hard()) {
            process.signals().send(SigInfo.ofKernel(Signal.SIGKILL));
        } else if (limit.soft() >= 0 && used / SECOND >= limit.soft()) {
            process.signals().send(SigInfo.ofKernel(Signal.SIGXCPU));
            cpuLimit.set(clocks[ITIMER_PROF], used + SECOND, 0);
        } else {
            cpuLimitChanged();
        }
    }

    // --- POSIX timers
    // -------------------------------------------------------------------------------------------------

    /** What a timer does when it runs out ({@code sigev_notify} of sigevent(7)). */
    public static final int SIGEV_SIGNAL = 0, SIGEV_NONE = 1, SIGEV_THREAD = 2, SIGEV_THREAD_ID = 4;

    /**
     * timer_create(2): makes one, not set, and returns its number.
     *
     * @param value what the signal carries; null for the timer's number
     * @param to the task that gets the signal, or null for the process
     * @throws ErrnoException EAGAIN if there are RLIMIT_SIGPENDING
     */
    public synchronized int create(TimerClock clock, int notify, int signo, Long value, Task to) {
        if (posix.size() >= process.pendingLimit()) {
            throw Errno.EAGAIN.exception();
        }
        while (posix.containsKey(nextId)) {
            nextId = nextId + 1 & Integer.MAX_VALUE;
        }
        int id = nextId;
        nextId = nextId + 1 & Integer.MAX_VALUE;
        PosixTimer.Event event = new PosixTimer.Event(notify, signo, value == null ? id : value, to);
        posix.put(id, new PosixTimer(timers, process, clock, id, event));
        return id;
    }

    /** EINVAL if there is none of this number. */
    private synchronized PosixTimer find(int id) {
        PosixTimer timer = posix.get(id);
        if (timer == null) {
            throw Errno.EINVAL.exception();
        }
        return timer;
    }

    /** timer_gettime(2). EINVAL. */
    public Setting getPosix(int id) {
        PosixTimer timer = find(id);
        synchronized (timer) {
            return new Setting(timer.remaining(), timer.interval());
        }
    }

    /** timer_settime(2): {@code wanted.remaining()} is a moment of the clock if {@code absolute}. Returns what it was. EINVAL. */
    public Setting setPosix(int id, Setting wanted, boolean absolute) {
        PosixTimer timer = find(id);
        synchronized (timer) {
            Setting old = new Setting(timer.remaining(), timer.interval());
            timer.resetOverrun();
            if (wanted.remaining() == 0) {
                timer.stop();
            } else {
                long target =
                        absolute ? wanted.remaining() : later(timer.clock().now(), wanted.remaining());
                timer.set(timer.clock(), target, wanted.interval());
            }
            return old;
        }
    }

    /** timer_getoverrun(2). EINVAL. */
    public int overrun(int id) {
        return find(id).overrun();
    }

    /** timer_delete(2). EINVAL. */
    public void delete(int id) {
        PosixTimer timer = find(id);
        timer.stop();
        synchronized (this) {
            posix.remove(id, timer);
        }
    }
}
