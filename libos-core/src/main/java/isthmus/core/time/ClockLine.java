package isthmus.core.time;

/**
 * A clock as a function of the cycles that have passed since some moment.
 *
 * @param nanos what it showed then
 * @param rate nanoseconds per cycle, times two to the power of {@link #RATE_BITS}
 */
record ClockLine(long nanos, long rate) {
    static final int RATE_BITS = 56;

    private static final double UNIT = 0x1p56;

    static ClockLine of(long nanos, double nanosPerCycle) {
        return new ClockLine(nanos, (long) (nanosPerCycle * UNIT));
    }

    /** Whether a rate fits: processors that count a cycle in less than 100 ns. */
    static boolean isPossible(double nanosPerCycle) {
        return nanosPerCycle > 0 && nanosPerCycle < 100;
    }

    /** What it shows after so many cycles, rounded down; the same number to which programs come. */
    long at(long cycles) {
        return nanos + (Math.multiplyHigh(cycles, rate) << 64 - RATE_BITS | cycles * rate >>> RATE_BITS);
    }
}
