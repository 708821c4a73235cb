package isthmus.core.time;

import java.time.Instant;

/** The clocks of a run, all in nanoseconds. An interface so that tests can turn the hands. */
public interface Clocks {
    /** CLOCK_REALTIME: since 1970. */
    long realtime();

    /** CLOCK_MONOTONIC: never negative, never less than before, and as fast as {@link System#nanoTime()}. */
    long monotonic();

    /** Keeps the page up to date from now on, if these clocks go by the processor's cycles; else it stays as it is. */
    default void publishOn(ClockPage page) {}

    /** The host's clocks. */
    static Clocks ofHost(long monotonicOffset) {
        return new Clocks() {
            @Override
            public long realtime() {
                return hostRealtime();
            }

            @Override
            public long monotonic() {
                return System.nanoTime() + monotonicOffset;
            }
        };
    }

    /** What the host says that CLOCK_REALTIME is. */
    static long hostRealtime() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }
}
