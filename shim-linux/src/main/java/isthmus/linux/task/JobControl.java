package isthmus.linux.task;

/**
 * Only a stand-in until {@code ProcessSignals} of the signal engineer is on main: then the stop state, the exit state, "kill the
 * others for execve" and "must return" are his (ProcessSignals, GroupStop, TaskSignals.mustReturn), this class and
 * Task's exitRequested go, ThreadGroup holds the ProcessSignals and implements SignalHooks. Do not build on it.
 *
 * <p>The stops of a process by job control. State is guarded by its monitor, which is a leaf; the flag that every task reads
 * before it runs guest code is volatile.
 *
 * <p>A stop is asked for by the task that took a stop signal ({@link #begin}). Each task then parks itself
 * ({@link #park}); the last one makes the stop complete, and tells the parent. SIGCONT, when it is sent, ends the stop
 * ({@link #resume}); the tasks that wake up tell the parent.
 */
public final class JobControl {
    private final ThreadGroup group;
    private volatile boolean requested;
    private int signal;
    private int parked;
    private boolean complete;
    private int resumes;
    /** The signal to report to a waiter with WUNTRACED, 0 when it has been. */
    private int stopReport;
    /** Whether there is something to report to a waiter with WCONTINUED. */
    private boolean continueReport;
    /** Whether a task that wakes up has to tell the parent of the continuation. */
    private boolean continueNotice;

    JobControl(ThreadGroup group) {
        this.group = group;
    }

    /** Whether tasks must not run guest code. */
    public boolean isStopRequested() {
        return requested;
    }

    /** Whether all tasks stand still. */
    public synchronized boolean isStopped() {
        return complete;
    }

    /** Counts the resumptions; to be read with the lock under which a stop signal is taken from the pending ones, and given to {@link #begin}. */
    public synchronized int ticket() {
        return resumes;
    }

    /** Stops the process because of {@code stopSignal}, unless it has been resumed since {@code ticket}, or ends. */
    public void begin(int stopSignal, int ticket) {
        synchronized (this) {
            if (ticket != resumes || group.isExiting() || requested) {
                return;
            }
            signal = stopSignal;
            parked = 0;
            requested = true;
            continueReport = false;
        }
        for (Task task : group.tasks()) {
            task.kick();
        }
    }

    /** SIGCONT was sent (or SIGKILL): ends a stop, or one that is on its way. Never blocks; may be called with signal locks held. */
    public synchronized void resume() {
        resumes++;
        if (!requested) {
            return;
        }
        requested = false;
        if (complete) {
            complete = false;
            stopReport = 0;
            continueReport = true;
            continueNotice = true;
        }
        notifyAll();
    }

    synchronized void wakeAll() {
        notifyAll();
    }

    /** The end of the process makes stops meaningless. */
    synchronized void cancel() {
        requested = false;
        complete = false;
        stopReport = 0;
        continueReport = false;
        continueNotice = false;
        notifyAll();
    }

    /** Stands still while the process is to be stopped. Called by the task's own thread, holding nothing. */
    void park(Task task) {
        boolean tell = false;
        synchronized (this) {
            if (requested && !task.isExitRequested()) {
                parked++;
                tell = completeIfAllParked(0);
            }
        }
        if (tell) {
            group.kernel().tree().stopped(group);
        }
        boolean continued;
        synchronized (this) {
            boolean interrupted = false;
            int mine = resumes;
            while (requested && resumes == mine && !task.isExitRequested()) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            continued = continueNotice;
            continueNotice = false;
        }
        if (continued) {
            group.kernel().tree().continued(group);
        }
    }

    /** A task leaves the process: perhaps the others are all parked. */
    void taskLeaves() {
        boolean tell;
        synchronized (this) {
            tell = requested && parked > 0 && completeIfAllParked(1);
        }
        if (tell) {
            group.kernel().tree().stopped(group);
        }
    }

    private boolean completeIfAllParked(int leaving) {
        if (complete || parked < group.tasks().length - leaving) {
            return false;
        }
        complete = true;
        stopReport = signal;
        return true;
    }

    /** The signal of a stop that no waiter has seen, or 0. */
    synchronized int takeStopReport(boolean leave) {
        int report = complete ? stopReport : 0;
        if (!leave && report != 0) {
            stopReport = 0;
        }
        return report;
    }

    synchronized boolean takeContinueReport(boolean leave) {
        boolean report = continueReport;
        if (!leave) {
            continueReport = false;
        }
        return report;
    }

    /** The signal of the present or last stop. */
    synchronized int signal() {
        return signal;
    }
}
