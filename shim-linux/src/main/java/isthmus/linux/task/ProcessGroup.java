package isthmus.linux.task;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A process group (setpgid(2)). It exists while it has members. */
public final class ProcessGroup {
    private final int id;
    private final Session session;
    /** Changed under the task lock, read by anyone. */
    final List<ThreadGroup> members = new CopyOnWriteArrayList<>();

    ProcessGroup(int id, Session session) {
        this.id = id;
        this.session = session;
    }

    public int id() {
        return id;
    }

    public Session session() {
        return session;
    }

    /** The processes in it now, zombies included; a view that may be walked without a lock. */
    public List<ThreadGroup> members() {
        return members;
    }

    /**
     * Whether no member has a parent in another group of the same session, so that nobody could continue it once it is
     * stopped. Call with the task lock held.
     *
     * @param leaving a process to look away from, or null
     */
    boolean isOrphaned(ThreadGroup leaving) {
        for (ThreadGroup member : members) {
            ThreadGroup parent = member.parent();
            if (member != leaving
                    && !member.isZombie()
                    && parent != null
                    && parent.processGroup() != null
                    && parent.processGroup() != this
                    && parent.session() == session) {
                return false;
            }
        }
        return true;
    }
}
