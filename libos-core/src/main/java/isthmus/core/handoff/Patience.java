package isthmus.core.handoff;

import java.util.function.BooleanSupplier;

/**
 * How long the kernel waits for one order to be carried out, before it takes the guest for one that has taken the stub's code
 * out of the kernel's hands. Only time counts that the kernel has slept through and in which the thread could run: whatever
 * stops this process, that thread, or the whole host, is none of the guest's doing.
 */
public final class Patience {
    /** The kernel sleeps no longer than this at once, in nanoseconds. What is longer, it was kept from running itself. */
    public static final long LONGEST_LOOK = 500_000_000L;
    /** For a guest that runs and was asked to stop. */
    static final long TO_STOP = 10_000_000_000L;
    /** For orders that the stub carries out without the guest; among them are changes of memory that is swapped out. */
    static final long TO_OBEY = 30_000_000_000L;

    private final boolean guestRuns;
    private final long most;
    private long waited;
    /** What of the time waited is not judged yet; less than a look. */
    private long lately;

    /** @param guestRuns whether the order is to let the guest run, which it may as long as it is not asked to stop */
    public Patience(boolean guestRuns) {
        this.guestRuns = guestRuns;
        this.most = guestRuns ? TO_STOP : TO_OBEY;
    }

    /** For something else that the host is to do, in which no guest runs: it may take so many nanoseconds. */
    public Patience(long nanos) {
        this.guestRuns = false;
        this.most = nanos;
    }

    /** What was waited for has come a step nearer: it has all its time again. */
    public void renew() {
        waited = 0;
    }

    /**
     * The kernel has slept.
     *
     * @param nanos how long, as a clock says
     * @param couldRun whether nothing kept the thread from running
     * @param askedToStop whether the guest is to stop
     * @return whether a guest that runs should be asked again, as it should be from time to time: what the first wish met it
     *     in may have hidden it
     */
    public boolean waited(long nanos, boolean couldRun, boolean askedToStop) {
        if (guestRuns && !askedToStop) {
            waited = 0;
            return false;
        }
        long before = waited;
        if (couldRun) {
            waited += Math.clamp(nanos, 0, LONGEST_LOOK);
        }
        return guestRuns && waited / LONGEST_LOOK > before / LONGEST_LOOK;
    }

    /** Whether the process is to end. */
    public boolean isOver() {
        return waited >= most;
    }

    /** Why the process ends, when it {@link #isOver}; a clause for the user. */
    String complaint(String order) {
        return guestRuns
                ? "one of its threads did not stop within " + TO_STOP / 1_000_000_000 + " s of being asked to"
                : "one of its threads did not carry out " + order + " within " + TO_OBEY / 1_000_000_000
                        + " s; the program may have overwritten its answer";
    }

    /** The same, where to see what could run takes time: it is asked once in {@link #LONGEST_LOOK}. */
    boolean waited(long nanos, BooleanSupplier couldRun, boolean askedToStop) {
        if (guestRuns && !askedToStop) {
            lately = 0;
            return waited(nanos, true, false);
        }
        lately += Math.clamp(nanos, 0, LONGEST_LOOK);
        if (lately < LONGEST_LOOK) {
            return false;
        }
        lately -= LONGEST_LOOK;
        return waited(LONGEST_LOOK, couldRun.getAsBoolean(), askedToStop);
    }
}
