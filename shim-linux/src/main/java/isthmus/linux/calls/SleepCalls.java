package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.wait.Sleeper;
import isthmus.linux.task.Task;
import isthmus.linux.time.ClockIds;
import isthmus.linux.time.TimerClock;
import java.util.List;

/** nanosleep(2) and clock_nanosleep(2). */
public final class SleepCalls {
    public static final List<SystemCall> ROWS = List.of(
            SystemCall.full(35, "nanosleep", SleepCalls::nanosleep, ArgType.TIMESPEC_IN, ArgType.TIMESPEC_OUT),
            SystemCall.full(
                    230,
                    "clock_nanosleep",
                    SleepCalls::clockNanosleep,
                    ArgType.CLOCK_ID,
                    ArgType.HEX,
                    ArgType.TIMESPEC_IN,
                    ArgType.TIMESPEC_OUT));

    private static final int TIMER_ABSTIME = 1;

    private SleepCalls() {}

    private static long nanosleep(Task task, Args args) {
        long nanos = Timeouts.timespec(task.memory(), args.n(0));
        return sleepFor(task, ClockIds.forTimer(task, ClockIds.CLOCK_MONOTONIC), nanos, args.n(1));
    }

    private static long clockNanosleep(Task task, Args args) {
        int id = args.i(0);
        if (id == ClockIds.CLOCK_THREAD_CPUTIME_ID) {
            throw Errno.EOPNOTSUPP.exception();
        }
        TimerClock clock = ClockIds.forTimer(task, id);
        long nanos = Timeouts.timespec(task.memory(), args.n(2));
        if ((args.i(1) & TIMER_ABSTIME) == 0) {
            return sleepFor(task, clock, nanos, args.n(3));
        }
        if (!sleepUntil(task, clock, nanos)) {
            throw Errno.ERESTARTNOHAND.exception();
        }
        return 0;
    }

    private static long sleepFor(Task task, TimerClock clock, long nanos, long remainder) {
        long now = clock.now();
        return sleepToMoment(task, clock, nanos > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + nanos, remainder);
    }

    private static long sleepToMoment(Task task, TimerClock clock, long moment, long remainder) {
        if (sleepUntil(task, clock, moment)) {
            return 0;
        }
        long left = moment - clock.now();
        if (left <= 0) {
            return 0;
        }
        if (remainder != 0) {
            Timeouts.writeTimespec(task.memory(), remainder, left);
        }
        throw task.signals().restartWith(() -> sleepToMoment(task, clock, moment, remainder));
    }

    /** False if a signal came first. */
    private static boolean sleepUntil(Task task, TimerClock clock, long moment) {
        Sleeper sleeper = task.sleeper();
        while (true) {
            sleeper.prepare();
            if (clock.now() >= moment) {
                return true;
            }
            if (sleeper.pause(clock.earliest(moment)) == Sleeper.Outcome.INTERRUPTED) {
                return false;
            }
        }
    }
}
