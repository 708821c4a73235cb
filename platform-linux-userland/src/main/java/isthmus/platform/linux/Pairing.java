package isthmus.platform.linux;

/**
 * Keeps a guest thread and the kernel thread that serves it on one core while spinning is out of question: to change between
 * two threads of one core costs 2 µs, to wake another core 35 µs. Spinning is that when this process has more guests at work
 * than cores for them, or when others of the host take the cores: then who spins loses its time slice over it. Used by the
 * kernel thread only, but for {@link #end}.
 *
 * <p>A guest that computes is let go, so that the host can spread such guests over its cores.
 */
final class Pairing {
    /** Hand-offs in a crowd, less twice those that were not, before a pair is made; as much the other way dissolves it. */
    private static final int FULL = 64;
    /** A guest that runs for longer at a stretch computes. */
    static final long COMPUTING_NANOS = 5_000_000;

    /** Whether the calling kernel thread was kept on a core, which threads that it starts inherit. */
    private static final ThreadLocal<Boolean> CALLER_IS_FREE = new ThreadLocal<>();

    /** Sleeps after which it is looked whether others take the cores. */
    private static final int SLEEPS_PER_LOOK = 8;
    /**
     * It is looked at so long a time at once. Whoever takes a core for some milliseconds now and then, as a window does for its
     * pictures, costs a pair that spins no more than that, and one that shares a core much more.
     */
    private static final long LOOK_NANOS = 100_000_000;
    /** Of that time the guest has waited for a core, when others take the cores. */
    private static final double WAITED = 3 / 8.0;
    /** Hand-offs for which a pair stays when others took the cores; doubled each time that they still do. */
    private static final int LEAST_STAY = 1 << 15, LONGEST_STAY = 1 << 17;

    private final PairPolicy policy;
    private final CpuTime cpuTime;
    private final int tid;
    private int score;
    private int core = Affinity.NONE;

    private int sleeps;
    private int stay;
    private int nextStay = LEAST_STAY;
    private long lookedAt;
    private long waitedThen;

    /** @param cpuTime of the guest thread, whose number is tid */
    Pairing(PairPolicy policy, CpuTime cpuTime, int tid) {
        this.policy = policy;
        this.cpuTime = cpuTime;
        this.tid = tid;
    }

    /** A life begins, served by the calling thread. */
    void begin() {
        score = 0;
        stay = 0;
        lookedAt = 0;
        if (CALLER_IS_FREE.get() == null) {
            freeCaller();
        }
    }

    /** A hand-off is about to be made. True if the pair shares a core, and neither side may spin. */
    boolean adapt() {
        if (stay > 0) {
            stay--;
        } else if (policy.isCrowded()) {
            if (score < FULL && ++score == FULL && core == Affinity.NONE) {
                join();
            }
        } else if (score > 0) {
            score = Math.max(0, score - 2);
            if (score == 0) {
                dissolve();
            }
        }
        return core != Affinity.NONE;
    }

    /** Spinning was in vain, and the kernel thread has slept: it is looked now and then whether that is the others' fault. */
    void slept() {
        if (++sleeps % SLEEPS_PER_LOOK != 0 || core != Affinity.NONE || policy.affinity.cores() < 2) {
            return;
        }
        long now = System.nanoTime();
        if (lookedAt != 0 && now - lookedAt < LOOK_NANOS) {
            return;
        }
        long waited = cpuTime.waitedNanos();
        if (lookedAt != 0) {
            if (waited - waitedThen > (now - lookedAt) * WAITED) {
                join();
                score = FULL;
                stay = nextStay;
                nextStay = Math.min(2 * nextStay, LONGEST_STAY);
            } else {
                nextStay = LEAST_STAY;
            }
        }
        lookedAt = now;
        waitedThen = waited;
    }

    private void join() {
        core = policy.affinity.pair(tid);
        if (core != Affinity.NONE) {
            CALLER_IS_FREE.remove();
        }
    }

    boolean isPaired() {
        return core != Affinity.NONE;
    }

    /** Lets both threads run anywhere; the caller is the kernel thread. */
    void dissolve() {
        if (core != Affinity.NONE) {
            end();
            freeCaller();
        }
        score = 0;
        stay = 0;
        lookedAt = 0;
    }

    private void freeCaller() {
        policy.affinity.freeCaller();
        CALLER_IS_FREE.set(true);
    }

    /** The guest thread is out of work; the kernel thread is freed when it serves another. */
    void end() {
        if (core != Affinity.NONE) {
            policy.affinity.free(tid, core);
            core = Affinity.NONE;
        }
    }
}
