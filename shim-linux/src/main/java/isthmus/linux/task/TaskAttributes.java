package isthmus.linux.task;

/** What a task carries along for prctl(2), sched(7) and personality(2). Each field may be read and set by any thread. */
public final class TaskAttributes {
    /** PR_SET_PDEATHSIG. */
    public volatile int parentDeathSignal;
    /** PR_SET_NO_NEW_PRIVS. */
    public volatile boolean noNewPrivileges;
    /** PR_SET_SECUREBITS; SECBIT_KEEP_CAPS (bit 4) is PR_SET_KEEPCAPS. */
    public volatile int secureBits;
    /** PR_SET_TIMERSLACK, in nanoseconds. */
    public volatile long timerSlack = 50_000;

    public volatile long defaultTimerSlack = 50_000;
    /** PR_SET_TSC: PR_TSC_ENABLE. */
    public volatile int tscMode = 1;
    /** personality(2). */
    public volatile int personality;
    /** -20 to 19. */
    public volatile int nice;
    /** SCHED_OTHER 0, FIFO 1, RR 2, BATCH 3, IDLE 5. */
    public volatile int policy;
    /** 1 to 99 for FIFO and RR, else 0. */
    public volatile int realtimePriority;

    public volatile boolean resetOnFork;
    /** ioprio_set(2). */
    public volatile int ioPriority;
    /** The processors that it may run on, one bit each; null is all. */
    public volatile long[] affinity;

    /** What a child gets (fork(2), clone(2)). */
    TaskAttributes forChild() {
        TaskAttributes child = new TaskAttributes();
        child.noNewPrivileges = noNewPrivileges;
        child.secureBits = secureBits;
        child.timerSlack = timerSlack;
        child.defaultTimerSlack = timerSlack;
        child.tscMode = tscMode;
        child.personality = personality;
        child.ioPriority = ioPriority;
        child.affinity = affinity;
        child.nice = nice;
        if (resetOnFork) {
            child.nice = Math.max(nice, 0);
        } else {
            child.policy = policy;
            child.realtimePriority = realtimePriority;
        }
        return child;
    }
}
