package isthmus.linux.task;

/** The signals that the process tree itself sends. Called with the task lock held. */
final class ChildSignals {
    static final int SIGHUP = 1, SIGCHLD = 17, SIGCONT = 18;

    private ChildSignals() {}

    /** Tells the parent of the end of a child; returns whether nobody wants its status, so that it leaves no zombie. */
    static boolean childEnded(ThreadGroup parent, ThreadGroup child) {
        return false;
    }

    static void childStopped(ThreadGroup parent, ThreadGroup child) {}

    static void childContinued(ThreadGroup parent, ThreadGroup child) {}

    static void parentDeath(ThreadGroup child, int signal) {}

    /** SIGHUP and SIGCONT to a group that has become orphaned while a member is stopped. */
    static void hangUp(ProcessGroup group) {}
}
