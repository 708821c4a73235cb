package isthmus.linux.task;

import isthmus.core.Errno;
import isthmus.core.files.OpenFile;
import isthmus.core.wait.PollEvents;
import isthmus.core.wait.Sleeper;
import isthmus.core.wait.WaitEntry;
import isthmus.linux.signal.SigInfo;
import isthmus.linux.signal.Signal;

/** Waits for changes of children (wait(2)). Called by the thread that serves the parent. */
public final class ChildWait {
    public static final int WNOHANG = 1, WSTOPPED = 2, WEXITED = 4, WCONTINUED = 8, WNOWAIT = 0x01000000;
    public static final int WNOTHREAD = 0x20000000, WALL = 0x40000000, WCLONE = 0x80000000;

    /** Which children are meant. */
    public enum Kind {
        ALL,
        PROCESS,
        GROUP
    }

    /**
     * What became of a child.
     *
     * @param code CLD_EXITED, CLD_KILLED, CLD_DUMPED, CLD_STOPPED, CLD_CONTINUED
     * @param status the exit status, or the signal
     * @param waitStatus as wait4(2) gives it
     * @param usage of the child and its descendants that it waited for
     */
    public record Change(int pid, int uid, int code, int status, int waitStatus, CpuTimes usage) {}

    private final Task task;
    private final Kind kind;
    private final int id;
    private final int options;

    /** @param id of the process or process group; not looked at for {@link Kind#ALL} */
    public ChildWait(Task task, Kind kind, int id, int options) {
        this.task = task;
        this.kind = kind;
        this.id = id;
        this.options = options;
    }

    /**
     * The next change; null if there is none and WNOHANG is set. ECHILD, ERESTARTSYS.
     *
     * @param nonBlocking a pidfd that must not block, or null: EAGAIN where it would
     */
    public Change run(OpenFile nonBlocking) {
        Change change = look();
        if (change != null || (options & WNOHANG) != 0) {
            return change;
        }
        if (nonBlocking != null) {
            throw Errno.EAGAIN.exception();
        }
        Sleeper sleeper = task.sleeper();
        WaitEntry entry = new WaitEntry(PollEvents.READABLE, events -> sleeper.wake());
        task.group().childEvents().add(entry);
        try {
            while (true) {
                sleeper.prepare();
                change = look();
                if (change != null) {
                    return change;
                }
                if (sleeper.pause(Sleeper.FOREVER) == Sleeper.Outcome.INTERRUPTED) {
                    throw Errno.ERESTARTSYS.exception();
                }
            }
        } finally {
            task.group().childEvents().remove(entry);
        }
    }

    private Change look() {
        ProcessTree tree = task.kernel().tree();
        synchronized (tree) {
            boolean any = false;
            for (ThreadGroup child : task.group().children()) {
                if (!isMeant(child)) {
                    continue;
                }
                any = true;
                Change change = change(tree, child);
                if (change != null) {
                    return change;
                }
            }
            if (!any) {
                throw Errno.ECHILD.exception();
            }
            return null;
        }
    }

    private boolean isMeant(ThreadGroup child) {
        boolean chosen = switch (kind) {
            case ALL -> true;
            case PROCESS -> child.pid() == id;
            case GROUP -> child.processGroup().id() == id;
        };
        boolean isClone = child.exitSignal() != Signal.SIGCHLD;
        return chosen
                && ((options & WALL) != 0 || isClone == ((options & WCLONE) != 0))
                && ((options & WNOTHREAD) == 0 || child.parentTask() == task);
    }

    private Change change(ProcessTree tree, ThreadGroup child) {
        boolean leave = (options & WNOWAIT) != 0;
        if (child.isZombie()) {
            return (options & WEXITED) == 0 ? null : ended(tree, child, leave);
        }
        if ((options & WSTOPPED) != 0) {
            int signal = child.signals().stoppedBy(!leave);
            if (signal != 0) {
                return new Change(
                        child.pid(), uid(child), SigInfo.CLD_STOPPED, signal, signal << 8 | 0x7f, usage(child));
            }
        }
        if ((options & WCONTINUED) != 0 && child.signals().continued(!leave)) {
            return new Change(child.pid(), uid(child), SigInfo.CLD_CONTINUED, Signal.SIGCONT, 0xffff, usage(child));
        }
        return null;
    }

    private static Change ended(ProcessTree tree, ThreadGroup child, boolean leave) {
        int status = child.exitStatus();
        int signal = status & 0x7f;
        int code = signal == 0 ? SigInfo.CLD_EXITED : (status & 0x80) != 0 ? SigInfo.CLD_DUMPED : SigInfo.CLD_KILLED;
        Change change = new Change(
                child.pid(), uid(child), code, signal == 0 ? status >> 8 & 0xff : signal, status, usage(child));
        if (!leave) {
            tree.reap(child);
        }
        return change;
    }

    private static int uid(ThreadGroup child) {
        return child.leader().credentials().uid();
    }

    private static CpuTimes usage(ThreadGroup child) {
        CpuTimes sum = child.times();
        sum.add(child.waitedChildren());
        return sum;
    }
}
