package isthmus.linux.signal;

/** How a whole process stops and goes on (signal(7), wait(2)). Guarded by its {@link ProcessSignals}, but for {@link #signal}. */
final class GroupStop {
    private final ProcessSignals process;
    /** The signal that stops, or stopped, the process; 0 if it runs. */
    private volatile int signal;
    /** How many tasks have yet to stop. */
    private int missing;
    /** For waiters: what stopped it and has not been waited for, or 0. */
    private int unreported;

    private boolean continued;
    /** The news that the next task to come by has to give to the parent: CLD_STOPPED, CLD_CONTINUED or 0. */
    private int news;
    /** Counts SIGCONTs. */
    private int continues;

    GroupStop(ProcessSignals process) {
        this.process = process;
    }

    int signal() {
        return signal;
    }

    boolean isComplete() {
        return signal != 0 && missing == 0;
    }

    boolean hasNews() {
        return news != 0;
    }

    /** Takes the news. */
    int takeNews() {
        int taken = news;
        news = 0;
        return taken;
    }

    /** What a waiter is told: nothing before all have stopped, and then once; nothing either when the process is to end. */
    int waitable(boolean consume) {
        if (!isComplete() || process.isExiting()) {
            return 0;
        }
        int found = unreported;
        if (consume) {
            unreported = 0;
        }
        return found;
    }

    boolean continued(boolean consume) {
        boolean found = continued && !process.isExiting();
        if (consume) {
            continued = false;
        }
        return found;
    }

    /** Before a signal is queued: SIGCONT and the stop signals undo each other, and SIGCONT continues, blocked or not. */
    void prepare(int signo) {
        if (Signal.contains(Signal.STOPS, signo)) {
            discard(Signal.bit(Signal.SIGCONT));
        } else if (signo == Signal.SIGCONT) {
            discard(Signal.STOPS);
            goOn();
        }
    }

    private void discard(long signals) {
        process.shared.discard(signals);
        for (TaskSignals member : process.members()) {
            member.pending.discard(signals);
        }
    }

    int continues() {
        return continues;
    }

    private void goOn() {
        continues++;
        if (signal == 0) {
            return;
        }
        news = missing == 0 ? SigInfo.CLD_CONTINUED : SigInfo.CLD_STOPPED;
        if (missing == 0) {
            continued = true;
            unreported = 0;
        }
        cancel();
        for (TaskSignals member : process.members()) {
            member.wakeUp();
        }
    }

    /** Nobody has to stop, or stays stopped. */
    void cancel() {
        signal = 0;
        missing = 0;
        for (TaskSignals member : process.members()) {
            member.mustStop = false;
            member.stopped = false;
        }
        process.notifyAll();
    }

    /** A task took a stop signal: all have to stop. */
    void begin(int signo) {
        if (signal != 0) {
            return;
        }
        signal = signo;
        unreported = signo;
        continued = false;
        news = 0;
        missing = 0;
        for (TaskSignals member : process.members()) {
            if (!member.dying) {
                member.mustStop = true;
                missing++;
                member.wakeUp();
            }
        }
    }

    /** A new task of a process that is about to stop, or stopped, stops too. */
    void join(TaskSignals task) {
        if (signal != 0) {
            task.mustStop = true;
            missing++;
        }
    }

    /** A task ends. Whether it was the last one that had to stop. */
    boolean leave(TaskSignals task) {
        boolean last = task.mustStop
                && --missing == 0
                && signal != 0
                && !process.members().isEmpty();
        task.mustStop = false;
        task.stopped = false;
        return last;
    }

    /** A task stops. Whether it was the last one. */
    boolean arrive(TaskSignals task) {
        task.mustStop = false;
        task.stopped = true;
        return --missing == 0;
    }
}
