package isthmus.linux.signal;

/** What the signals of a process need of the process. Never called with a lock of this package held. */
public interface SignalHooks {
    /** How many signals the users of this run have queued. */
    PendingLimit pendingCounts();

    /** The soft limit RLIMIT_SIGPENDING; {@link Long#MAX_VALUE} for none. */
    long pendingLimit();

    /** Whether its process group is orphaned, so that a terminal's stop signals do nothing (setpgid(2)). */
    boolean isOrphaned();

    /**
     * All tasks have stopped, or go on again: the parent's waiters wake, and the parent gets SIGCHLD through
     * {@link ProcessSignals#childChanged}.
     *
     * @param code {@link SigInfo#CLD_STOPPED} or {@link SigInfo#CLD_CONTINUED}
     * @param signo the signal that stopped it, or SIGCONT
     */
    void stateChanged(int code, int signo);
}
