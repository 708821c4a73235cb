package isthmus.linux.task;

import java.util.HashSet;
import java.util.Set;

/** A session (setsid(2)). Its parts are guarded by the task lock unless they say otherwise. */
public final class Session {
    private final int id;
    private final ThreadGroup leader;
    final Set<ProcessGroup> groups = new HashSet<>();
    private volatile Object terminal;
    /** Guarded by this, a leaf lock. */
    private ProcessGroup formerForeground;

    Session(int id, ThreadGroup leader) {
        this.id = id;
        this.leader = leader;
    }

    /** The process ID that the leader has, or had. */
    public int id() {
        return id;
    }

    /** The process that made it; it may have ended. */
    public ThreadGroup leader() {
        return leader;
    }

    /** The controlling terminal, or null; what the terminal code put there. */
    public Object terminal() {
        return terminal;
    }

    public void setTerminal(Object terminal) {
        this.terminal = terminal;
    }

    /** What was the terminal's foreground process group when it hung up; null otherwise, and after it was asked for. */
    public synchronized ProcessGroup takeFormerForeground() {
        ProcessGroup group = formerForeground;
        formerForeground = null;
        return group;
    }

    public synchronized void setFormerForeground(ProcessGroup group) {
        formerForeground = group;
    }
}
