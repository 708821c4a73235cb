package isthmus.linux.time;

import isthmus.core.time.Clocks;
import isthmus.core.wait.Sleeper;

/** Moments of guest clocks as deadlines in {@link System#nanoTime()}'s time. */
public final class Deadlines {
    private Deadlines() {}

    /** @param nanos a moment of CLOCK_MONOTONIC */
    public static long ofMonotonic(Clocks clocks, long nanos) {
        return inNanos(nanos - clocks.monotonic());
    }

    /** @param nanos a moment of CLOCK_REALTIME; later changes of the clock are not heeded */
    public static long ofRealtime(Clocks clocks, long nanos) {
        return inNanos(nanos - clocks.realtime());
    }

    /** So many nanoseconds from now; more than a hundred years is for ever. */
    public static long inNanos(long nanos) {
        if (nanos > Long.MAX_VALUE / 2) {
            return Sleeper.FOREVER;
        }
        long deadline = System.nanoTime() + Math.max(nanos, 0);
        return deadline == Sleeper.FOREVER ? deadline - 1 : deadline;
    }
}
