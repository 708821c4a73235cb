package isthmus.linux.task;

import isthmus.core.Errno;
import isthmus.core.memory.AddressSpace;
import isthmus.core.wait.PollEvents;
import isthmus.linux.Kernel;

/**
 * The processes of a run: who is whose parent, process groups, sessions, and what happens when one ends.
 *
 * <p>This object's monitor is <em>the task lock</em>. It guards the tree (parents, children, members of groups and
 * sessions), the lists of tasks, exit and zombie states, and changes of the {@link PidTable}. Lock order: the task lock;
 * then the signal locks of a process; then wait queues. Never is it taken with one of
 * those held, and never is it held while a guest runs, guest memory is touched or a file is closed.
 */
public final class ProcessTree {
    /** The wait(2) status of a process that was killed by SIGKILL. */
    static final int KILLED = 9;
    /** So often is looked whether all have ended. */
    private static final long POLL_MILLIS = 20;
    /** So long the threads of a process may take to leave by themselves when all are killed; then its host process is ended. */
    private static final long TO_LEAVE_NANOS = 500_000_000L;

    private final Kernel kernel;
    private final PidTable pids = new PidTable();
    /** Stands for what started the run: parent of the first process and of orphans. It has no tasks and is in no table. */
    private final ThreadGroup ancestor;

    private final Legacy legacy;
    private boolean closing;

    public ProcessTree(Kernel kernel) {
        this.kernel = kernel;
        this.ancestor = new ThreadGroup(kernel, 1);
        this.legacy = new Legacy(this, ancestor);
    }

    public PidTable pids() {
        return pids;
    }

    /** A process in a session of its own, as if a terminal's login had started it. Its task is not in it yet. */
    synchronized ThreadGroup newFirstProcess() {
        ThreadGroup process = new ThreadGroup(kernel, reserve(0));
        process.setParent(ancestor, null);
        ancestor.children().add(process);
        pids.put(process);
        newSession(process);
        return process;
    }

    synchronized void newSession(ThreadGroup leader) {
        leaveProcessGroup(leader);
        leader.attachToTerminal(true);
        Session session = new Session(leader.pid(), leader);
        pids.put(session);
        joinProcessGroup(leader, newProcessGroup(leader.pid(), session));
    }

    synchronized ProcessGroup newProcessGroup(int id, Session session) {
        ProcessGroup group = new ProcessGroup(id, session);
        session.groups.add(group);
        pids.put(group);
        return group;
    }

    synchronized void joinProcessGroup(ThreadGroup process, ProcessGroup group) {
        if (process.processGroup() == group) {
            return;
        }
        leaveProcessGroup(process);
        process.setProcessGroup(group);
        group.members.add(process);
    }

    private void leaveProcessGroup(ThreadGroup process) {
        ProcessGroup old = process.processGroup();
        if (old == null) {
            return;
        }
        old.members.remove(process);
        process.setProcessGroup(null);
        if (old.members.isEmpty()) {
            pids.remove(old);
            old.session().groups.remove(old);
            if (old.session().groups.isEmpty()) {
                pids.remove(old.session());
            }
        }
    }

    /**
     * Takes a number for a task to be.
     *
     * @param wanted a certain one (EEXIST if it is in use), or 0
     */
    synchronized int reserve(int wanted) {
        if (closing || pids.taskCount() >= kernel.taskLimit()) {
            throw Errno.EAGAIN.exception();
        }
        return pids.reserve(wanted);
    }

    /** Gives a number back that no task was put under. */
    synchronized void unreserve(int tid) {
        pids.unreserve(tid);
    }

    /** Lets the first task of the first process appear. */
    synchronized void publishFirst(Task task) {
        appear(task);
    }

    /**
     * Lets a new task, and its process, appear.
     *
     * @param creator which calls this
     * @throws isthmus.core.ErrnoException ERESTARTNOINTR if the creator has to see to a signal first, or to end: so nobody
     *     escapes a signal to a process group by forking
     */
    synchronized void publish(Task task, Task creator, CloneRequest request) {
        if (creator.mustReturn() || closing || task.group().execing() != null) {
            throw Errno.ERESTARTNOINTR.exception();
        }
        task.setSeccomp(
                creator.seccomp()); // which another thread may have changed meanwhile (SECCOMP_FILTER_FLAG_TSYNC)
        task.attributes().noNewPrivileges = creator.attributes().noNewPrivileges;
        ThreadGroup process = task.group();
        if (process != creator.group()) {
            ThreadGroup own = creator.group();
            ThreadGroup parent = request.keepsParent() ? own.parent() : own;
            process.setParent(parent, request.keepsParent() ? own.parentTask() : creator);
            process.setInheritedSubreaper(own.hasSubreaperAbove() || own.isSubreaper());
            parent.children().add(process);
            pids.put(process);
            joinProcessGroup(process, own.processGroup());
            process.attachToTerminal(!own.isDetachedFromTerminal());
        }
        appear(task);
    }

    private void appear(Task task) {
        task.group().add(task);
        task.group().signals().add(task.signals());
        pids.put(task);
    }

    // --- execve
    // -------------------------------------------------------------------------------------------------------

    /**
     * Ends all other tasks of a process, and makes this one its leader with the process ID as thread ID (execve(2)).
     *
     * @throws isthmus.core.ErrnoException ERESTARTNOINTR if this task itself has to end
     */
    void endOtherTasks(Task survivor) {
        ThreadGroup process = survivor.group();
        synchronized (this) {
            if (process.isExiting() || process.execing() != null) {
                throw Errno.ERESTARTNOINTR.exception();
            }
            if (process.tasks().length == 1 && process.leader() == survivor) {
                return;
            }
            process.setExecing(survivor);
            process.signals().killOthers(survivor.signals());
            boolean interrupted = false;
            while (process.tasks().length > 1) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            process.setExecing(null);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            if (process.leader() != survivor) {
                pids.remove(process.leader());
                pids.remove(survivor);
                survivor.setTid(process.pid());
                process.setLeader(survivor);
                pids.put(survivor);
            }
        }
    }

    // --- groups and sessions
    // ------------------------------------------------------------------------------------------

    /** setpgid(2). EINVAL, ESRCH, EPERM, EACCES. */
    public synchronized long setProcessGroup(Task caller, int pid, int pgid) {
        if (pgid < 0) {
            throw Errno.EINVAL.exception();
        }
        ThreadGroup own = caller.group();
        ThreadGroup process = pid == 0 ? own : pids.process(pid);
        if (process == null) {
            throw (pids.task(pid) == null ? Errno.ESRCH : Errno.EINVAL).exception();
        }
        if (process.parent() == own) {
            if (process.session() != own.session()) {
                throw Errno.EPERM.exception();
            }
            if (process.hasExecuted()) {
                throw Errno.EACCES.exception();
            }
        } else if (process != own) {
            throw Errno.ESRCH.exception();
        }
        if (process.session().leader() == process) {
            throw Errno.EPERM.exception();
        }
        int id = pgid == 0 ? process.pid() : pgid;
        ProcessGroup group = pids.processGroup(id);
        if (group == null && id == process.pid()) {
            group = newProcessGroup(id, process.session());
        }
        if (group == null || group.session() != process.session()) {
            throw Errno.EPERM.exception();
        }
        joinProcessGroup(process, group);
        return 0;
    }

    /** setsid(2). EPERM for the leader of a process group. */
    public synchronized long setSession(Task caller) {
        ThreadGroup process = caller.group();
        if (process.session().leader() == process || pids.processGroup(process.pid()) != null) {
            throw Errno.EPERM.exception();
        }
        newSession(process);
        return process.pid();
    }

    // --- the end --------------------------------------------------------------------------------------------------

    /**
     * Ends a process: every task, wherever it is, will stop running guest code and leave. The first caller decides the
     * status. Any thread; the caller's own task, too, has to leave by itself.
     *
     * @param status as wait(2) gives it
     * @return whether this caller is the first
     */
    public boolean exitProcess(ThreadGroup process, int status) {
        return process.signals().beginExit(status);
    }

    /**
     * The last that is heard of a task. Its resources have been given back. Called by its own thread, once.
     *
     * @return whether its process has ended
     */
    boolean taskEnds(Task task) {
        ThreadGroup process = task.group();
        synchronized (this) {
            process.retire(task);
            if (task != process.leader()) {
                pids.remove(task);
            } else {
                process.setLeaderStatus(task.exitStatus());
            }
            legacy.moveChildren(task);
            if (process.execing() != null) {
                notifyAll();
            }
            boolean last = process.tasks().length == 0;
            if (last) {
                legacy.processEnds(process);
                notifyAll();
            }
            return last;
        }
    }

    /** A zombie's status has been fetched, or nobody wants it. Holds the lock. */
    synchronized void reap(ThreadGroup process) {
        if (process.isReaped()) {
            return;
        }
        process.setReaped();
        ThreadGroup parent = process.parent();
        if (parent != ancestor) {
            parent.waitedChildren().add(process.times());
            parent.waitedChildren().add(process.waitedChildren());
        }
        parent.children().remove(process);
        leaveProcessGroup(process);
        pids.remove(process.leader());
        pids.remove(process);
    }

    // --- job control ------------------------------------------------------------------------------------------------

    /** All tasks of a process have stopped, or go on ({@code CLD_STOPPED}, {@code CLD_CONTINUED}). */
    synchronized void stateChanged(ThreadGroup process, int code, int signal) {
        ThreadGroup parent = process.parent();
        ChildSignals.childChanged(parent, process, code, signal);
        parent.childEvents().wake(PollEvents.READABLE);
    }

    /** Whether nobody of its session could continue a stopped process of this group. */
    public synchronized boolean isOrphaned(ProcessGroup group) {
        return group.isOrphaned(null);
    }

    // --- the run
    // --------------------------------------------------------------------------------------------------------

    /** Waits until a process has ended, and returns its wait(2) status. */
    public synchronized int awaitEnd(ThreadGroup process) throws InterruptedException {
        while (!process.isZombie()) {
            wait();
        }
        return process.exitStatus();
    }

    /** Kills every process, and waits until all are gone; false if for {@code nanos} none of those that are left has ended. */
    public boolean killAll(long nanos) throws InterruptedException {
        int before = Integer.MAX_VALUE;
        long end = 0;
        long begin = System.nanoTime();
        while (true) {
            ThreadGroup[] left = closeAndList();
            if (left.length == 0) {
                return true;
            }
            long now = System.nanoTime();
            if (left.length < before) {
                before = left.length;
                end = now + nanos;
            } else if (now - end > 0) {
                return false;
            }
            for (ThreadGroup process : left) {
                exitProcess(process, KILLED);
                if (now - begin > TO_LEAVE_NANOS) {
                    endOnHost(process);
                }
            }
            synchronized (this) {
                if (pids.processes().stream().anyMatch(p -> !p.isZombie())) {
                    wait(POLL_MILLIS);
                }
            }
        }
    }

    /** Ends what runs its guest code, which need not do as it is told. */
    private static void endOnHost(ThreadGroup process) {
        for (Task task : process.tasks()) {
            AddressSpace space = task.addressSpace();
            if (space != null) {
                space.process().kill();
            }
        }
    }

    /** No process comes any more; those that are left. */
    private synchronized ThreadGroup[] closeAndList() {
        closing = true;
        return pids.processes().stream().filter(p -> !p.isZombie()).toArray(ThreadGroup[]::new);
    }

    ThreadGroup ancestor() {
        return ancestor;
    }
}
