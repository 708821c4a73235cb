package isthmus.linux.task;

import java.util.function.LongSupplier;

/**
 * Looks how much of a process's memory is resident. That is a walk over all its pages, of about 40 ms a GiB, so it is not done
 * more often than a twentieth of the time allows, and {@code ru_maxrss} of getrusage(2) may be so much behind.
 */
final class ResidentSampler {
    /** Times as long as a look has taken nobody looks again. */
    private static final int PAUSE = 19;

    private final LongSupplier clock;
    private boolean looked;
    private long next;

    /** @param clock in nanoseconds, from any point on */
    ResidentSampler(LongSupplier clock) {
        this.clock = clock;
    }

    /**
     * Keeps the number as one of {@code times}, unless it is too early to look again.
     *
     * @param resident in bytes
     */
    synchronized void sample(CpuTimes times, LongSupplier resident) {
        long start = clock.getAsLong();
        if (looked && start - next < 0) {
            return;
        }
        times.seenResident(resident.getAsLong());
        long end = clock.getAsLong();
        next = end + PAUSE * (end - start);
        looked = true;
    }
}
