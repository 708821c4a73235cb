package isthmus.linux.task;

import isthmus.core.Errno;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Who is behind a number: tasks, processes, process groups and sessions share one set of numbers. Changed under the task
 * lock; looked up without a lock.
 */
public final class PidTable {
    /** The pid_max of a 64-bit Linux. */
    public static final int PID_MAX = 4_194_304;
    /** Linux starts again here after a wrap (RESERVED_PIDS). */
    private static final int FIRST_AFTER_WRAP = 300;

    private final ConcurrentSkipListMap<Integer, Task> tasks = new ConcurrentSkipListMap<>();
    private final ConcurrentSkipListMap<Integer, ThreadGroup> processes = new ConcurrentSkipListMap<>();
    private final ConcurrentSkipListMap<Integer, ProcessGroup> groups = new ConcurrentSkipListMap<>();
    private final ConcurrentSkipListMap<Integer, Session> sessions = new ConcurrentSkipListMap<>();
    /** Numbers of tasks that are being made. */
    private final Set<Integer> reserved = new HashSet<>();

    private int last = 1;

    /** The task with this thread ID (zombie leaders included), or null. */
    public Task task(int tid) {
        return tasks.get(tid);
    }

    /** The process with this ID (zombies included), or null. */
    public ThreadGroup process(int pid) {
        return processes.get(pid);
    }

    public ProcessGroup processGroup(int id) {
        return groups.get(id);
    }

    public Session session(int id) {
        return sessions.get(id);
    }

    /** All processes by rising ID, zombies included; a view. */
    public Collection<ThreadGroup> processes() {
        return processes.values();
    }

    /** All tasks by rising ID; a view. */
    public Collection<Task> tasks() {
        return tasks.values();
    }

    public int taskCount() {
        return tasks.size();
    }

    /** The last number given out (for /proc/loadavg). */
    public int last() {
        return last;
    }

    /**
     * Takes a number for a task to be.
     *
     * @param wanted a certain one, or 0. EEXIST if it is in use
     */
    int reserve(int wanted) {
        int id = wanted == 0 ? next() : wanted;
        if (wanted != 0 && isUsed(wanted)) {
            throw Errno.EEXIST.exception();
        }
        reserved.add(id);
        return id;
    }

    void unreserve(int id) {
        reserved.remove(id);
    }

    private int next() {
        int candidate = last;
        do {
            candidate = candidate + 1 >= PID_MAX ? FIRST_AFTER_WRAP : candidate + 1;
        } while (isUsed(candidate));
        last = candidate;
        return candidate;
    }

    private boolean isUsed(int id) {
        return id == 1
                || reserved.contains(id)
                || tasks.containsKey(id)
                || processes.containsKey(id)
                || groups.containsKey(id)
                || sessions.containsKey(id);
    }

    void put(Task task) {
        tasks.put(task.tid(), task);
        reserved.remove(task.tid());
    }

    void remove(Task task) {
        tasks.remove(task.tid(), task);
    }

    void put(ThreadGroup process) {
        processes.put(process.pid(), process);
    }

    void remove(ThreadGroup process) {
        processes.remove(process.pid(), process);
    }

    void put(ProcessGroup group) {
        groups.put(group.id(), group);
    }

    void remove(ProcessGroup group) {
        groups.remove(group.id(), group);
    }

    void put(Session session) {
        sessions.put(session.id(), session);
    }

    void remove(Session session) {
        sessions.remove(session.id(), session);
    }
}
