package isthmus.linux.signal;

import isthmus.core.wait.PollEvents;
import isthmus.core.wait.WaitQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The signals of a process: what waits for any of its tasks, its actions, whether it is stopped or ends. Its monitor
 * also guards the pending signals and masks of each of its tasks.
 */
public final class ProcessSignals {
    /** What became of a signal that was sent. */
    public enum Sent {
        QUEUED,
        /** It is ignored, or was pending already. */
        DROPPED,
        /** The user has as many queued as RLIMIT_SIGPENDING allows: EAGAIN for sigqueue(3). */
        NO_ROOM
    }

    final SignalHooks hooks;
    /** Where signalfds hear of signals that were sent. */
    private final WaitQueue arrivals = new WaitQueue();

    private volatile SignalHandlers handlers;

    // All below is guarded by this.
    final PendingSignals shared = new PendingSignals();
    private final List<TaskSignals> members = new ArrayList<>();
    private final GroupStop stop = new GroupStop(this);
    private int nextChosen;
    private volatile boolean exiting;
    private int exitStatus;

    /** @param handlers shared with another process ({@code CLONE_SIGHAND}) or its own */
    public ProcessSignals(SignalHooks hooks, SignalHandlers handlers) {
        this.hooks = hooks;
        this.handlers = handlers;
    }

    public SignalHandlers handlers() {
        return handlers;
    }

    /** Where signalfds wait. */
    public WaitQueue arrivals() {
        return arrivals;
    }

    GroupStop stop() {
        return stop;
    }

    /** The tasks; only with the lock held. */
    List<TaskSignals> members() {
        return members;
    }

    // --- tasks and programs -----------------------------------------------------------------------------------------

    /** A task begins. Before anyone can find it. If the process is ending or stopping, the task takes part. */
    public synchronized void add(TaskSignals task) {
        members.add(task);
        stop.join(task);
        task.recompute();
    }

    /** A task ends: what was sent to it alone is forgotten, what was sent to all finds another. */
    public void remove(TaskSignals task) {
        boolean report;
        synchronized (this) {
            if (!members.remove(task)) {
                return;
            }
            task.gone = true;
            task.pending.discard(-1L);
            if (members.isEmpty()) {
                shared.discard(-1L);
            }
            report = stop.leave(task);
            retarget(shared.set() & ~task.blockedNow());
        }
        if (report) {
            hooks.stateChanged(SigInfo.CLD_STOPPED, stop.signal());
        }
    }

    /** Replaces the table of actions, while nobody else can find the process (clone(2)). */
    public void setHandlers(SignalHandlers handlers) {
        this.handlers = handlers;
    }

    /** A new program starts: a table of actions of its own; only what was ignored stays so. */
    public synchronized void resetForExec() {
        handlers = handlers.copyForExec();
    }

    // --- the end ----------------------------------------------------------------------------------------------------

    /**
     * Makes every task end as soon as it can.
     *
     * @param status as wait(2) shows it: {@code code << 8}, or a signal's number
     * @return whether this call began it; if not, the earlier status holds
     */
    public synchronized boolean beginExit(int status) {
        if (exiting) {
            return false;
        }
        exiting = true;
        exitStatus = status;
        for (TaskSignals member : members) {
            member.wakeUp();
        }
        notifyAll();
        return true;
    }

    /** Whether the whole process ends. */
    public boolean isExiting() {
        return exiting;
    }

    /** The status that {@link #beginExit} was given. */
    public synchronized int exitStatus() {
        return exitStatus;
    }

    /** Makes every task but this one end (execve(2)). */
    public synchronized void killOthers(TaskSignals survivor) {
        stop.cancel();
        for (TaskSignals member : members) {
            if (member != survivor) {
                member.kill();
            }
        }
        notifyAll();
    }

    // --- sending ----------------------------------------------------------------------------------------------------

    /** Sends to the process: one of its tasks will take it. No permission is checked. */
    public Sent send(SigInfo info) {
        return send(info, null, false, null);
    }

    /** {@link #send(SigInfo)} with something that completes the details when the signal is taken, with the lock held. */
    public Sent send(SigInfo info, UnaryOperator<SigInfo> onTake) {
        return send(info, null, false, onTake);
    }

    /**
     * Sends a signal.
     *
     * @param to the one task that may take it, or null
     * @param forced even if it is ignored
     * @param onTake changes what the signal carries when it is taken; called with the lock held; or null
     */
    Sent send(SigInfo info, TaskSignals to, boolean forced, UnaryOperator<SigInfo> onTake) {
        int signo = info.signo();
        PendingLimit counts = hooks.pendingCounts();
        long limit = hooks.pendingLimit();
        synchronized (this) {
            TaskSignals main = to != null ? to : mainTask();
            if (exiting || main == null || main.gone) {
                return Sent.DROPPED;
            }
            stop.prepare(signo);
            if (!forced && isIgnored(main, signo)) {
                return Sent.DROPPED;
            }
            PendingSignals queue = to != null ? to.pending : shared;
            if (!Signal.isRealTime(signo) && queue.contains(signo)) {
                return Sent.DROPPED;
            }
            boolean overLimit = !Signal.isRealTime(signo) && info.code() >= 0;
            PendingLimit.Slot slot = counts.reserve(
                    main.task().credentials().uid(), overLimit || onTake != null ? Long.MAX_VALUE : limit);
            if (slot != null) {
                queue.add(new PendingSignals.Entry(info, slot, onTake));
            } else if (Signal.isRealTime(signo) && info.code() != SigInfo.SI_USER) {
                return Sent.NO_ROOM;
            } else {
                queue.addBare(signo);
            }
            complete(signo, main, to != null);
        }
        arrivals.wake(PollEvents.READABLE);
        return Sent.QUEUED;
    }

    private TaskSignals mainTask() {
        for (TaskSignals member : members) {
            if (member.isLeader()) {
                return member;
            }
        }
        return members.isEmpty() ? null : members.get(0);
    }

    /** A blocked signal is kept even if it is ignored now: the action may change before it is unblocked. */
    private boolean isIgnored(TaskSignals main, int signo) {
        return !Signal.contains(main.blockedEver(), signo) && handlers.ignores(signo);
    }

    /** Finds the task that takes it, and begins the end at once if that is what the signal means. */
    private void complete(int signo, TaskSignals main, boolean onlyMain) {
        TaskSignals chosen = main.wants(signo) || onlyMain ? main : choose(signo);
        if (chosen == null || !chosen.wants(signo)) {
            return;
        }
        boolean fatal = handlers.get(signo).isDefault() && Signal.defaultAction(signo) == Signal.DefaultAction.TERM;
        if (fatal && !Signal.contains(chosen.waitedBlocked(), signo)) {
            beginExit(signo);
            return;
        }
        chosen.wakeUp();
    }

    /** Some task that does not block the signal, in turn; first those that have none yet. Null if all block it. */
    private TaskSignals choose(int signo) {
        TaskSignals busy = null;
        for (int i = 0; i < members.size(); i++) {
            int at = (nextChosen + i) % members.size();
            TaskSignals member = members.get(at);
            if (!member.wants(signo)) {
                continue;
            }
            if (!member.mustReturn()) {
                nextChosen = at;
                return member;
            }
            busy = member;
        }
        return busy;
    }

    /** Looks for other tasks for signals that a task will not take after all. With the lock held. */
    void retarget(long signals) {
        for (long left = signals; left != 0; left &= left - 1) {
            TaskSignals other = choose(Long.numberOfTrailingZeros(left) + 1);
            if (other != null) {
                other.wakeUp();
            }
        }
    }

    // --- actions ----------------------------------------------------------------------------------------------------

    /** sigaction(2): sets the action; a signal that is ignored now is no longer pending. Returns the old one. */
    public synchronized SigAction setAction(int signo, SigAction action) {
        SigAction old = handlers.set(signo, action);
        if (handlers.ignores(signo)) {
            shared.discard(Signal.bit(signo));
            for (TaskSignals member : members) {
                member.pending.discard(Signal.bit(signo));
            }
        }
        return old;
    }

    /** Signals that wait for the process as a whole (ShdPnd in /proc/pid/status). */
    public synchronized long pendingSet() {
        return shared.set();
    }

    // --- children and stops -----------------------------------------------------------------------------------------

    /**
     * Tells this process that a child stopped, continued or ended.
     *
     * @param info what to send: usually SIGCHLD, or the exit signal of clone(2)
     * @return whether a child that ended leaves nothing to wait for (SIGCHLD is ignored or has SA_NOCLDWAIT)
     */
    public boolean childChanged(SigInfo info) {
        SigAction action = handlers.get(Signal.SIGCHLD);
        boolean ended = info.code() != SigInfo.CLD_STOPPED && info.code() != SigInfo.CLD_CONTINUED;
        if (!ended) {
            if (!action.isIgnore() && !action.has(SigAction.SA_NOCLDSTOP)) {
                send(info);
            }
            return false;
        }
        boolean forget = info.signo() == Signal.SIGCHLD && (action.isIgnore() || action.has(SigAction.SA_NOCLDWAIT));
        if (info.signo() != 0 && !(info.signo() == Signal.SIGCHLD && action.isIgnore())) {
            send(info);
        }
        return forget;
    }

    /** For WUNTRACED: the signal that stopped the process, once per stop, or 0. {@code consume} is false for WNOWAIT. */
    public synchronized int stoppedBy(boolean consume) {
        return stop.waitable(consume);
    }

    /** For WCONTINUED: whether the process was continued, once per time. */
    public synchronized boolean continued(boolean consume) {
        return stop.continued(consume);
    }

    /** Whether all tasks are stopped (state T). */
    public synchronized boolean isStopped() {
        return stop.isComplete();
    }
}
