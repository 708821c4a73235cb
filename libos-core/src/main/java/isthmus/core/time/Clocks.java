package isthmus.core.time;

import java.time.Instant;

/** The clocks of a run, all in nanoseconds. An interface so that tests can turn the hands. */
public interface Clocks {
    /** CLOCK_REALTIME: since 1970. */
    long realtime();

    /** CLOCK_MONOTONIC: the time of {@link System#nanoTime()} plus a constant of the run, never negative. */
    long monotonic();

    /** The deadline in {@link System#nanoTime()}'s time for a moment of {@link #monotonic()}. */
    long nanoTimeOfMonotonic(long monotonic);

    /** The host's clocks. */
    static Clocks ofHost(long monotonicOffset) {
        return new Clocks() {
            @Override
            public long realtime() {
                Instant now = Instant.now();
                return now.getEpochSecond() * 1_000_000_000L + now.getNano();
            }

            @Override
            public long monotonic() {
                return System.nanoTime() + monotonicOffset;
            }

            @Override
            public long nanoTimeOfMonotonic(long monotonic) {
                return monotonic - monotonicOffset;
            }
        };
    }
}
