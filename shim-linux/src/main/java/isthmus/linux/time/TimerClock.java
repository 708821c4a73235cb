package isthmus.linux.time;

import isthmus.core.time.Clocks;
import isthmus.core.wait.Sleeper;
import isthmus.linux.task.Task;
import isthmus.linux.task.ThreadGroup;
import java.util.function.LongSupplier;

/** A clock that timers and sleeps go by. */
public interface TimerClock {
    /** In nanoseconds. */
    long now();

    /** The moment, in {@link System#nanoTime()}'s time, before which the clock does not reach {@code moment}. */
    long earliest(long moment);

    static TimerClock monotonic(Clocks clocks) {
        return new TimerClock() {
            @Override
            public long now() {
                return clocks.monotonic();
            }

            @Override
            public long earliest(long moment) {
                return Deadlines.inNanos(moment - clocks.monotonic());
            }
        };
    }

    static TimerClock realtime(Clocks clocks) {
        return new TimerClock() {
            @Override
            public long now() {
                return clocks.realtime();
            }

            @Override
            public long earliest(long moment) {
                return Deadlines.inNanos(moment - clocks.realtime());
            }
        };
    }

    /** CPU time of a process: it runs at most as fast as it has tasks. */
    static TimerClock ofProcess(ThreadGroup process, LongSupplier time) {
        return cpu(time, () -> Math.max(1, process.tasks().length));
    }

    static TimerClock ofTask(Task task) {
        return cpu(() -> CpuClocks.ofTask(task), () -> 1);
    }

    private static TimerClock cpu(LongSupplier time, LongSupplier speed) {
        return new TimerClock() {
            // The least time between two looks at a CPU clock: Linux looks as rarely, at its ticks of 4 ms.
            private static final long TICK = 4_000_000;

            @Override
            public long now() {
                return time.getAsLong();
            }

            @Override
            public long earliest(long moment) {
                long left = (moment - now()) / speed.getAsLong();
                return left > Long.MAX_VALUE / 2 ? Sleeper.FOREVER : Deadlines.inNanos(Math.max(TICK, left));
            }
        };
    }
}
