package isthmus.linux.task;

import isthmus.core.memory.AddressSpace;
import isthmus.core.wait.WaitQueue;
import isthmus.linux.Kernel;
import isthmus.linux.signal.PendingLimit;
import isthmus.linux.signal.ProcessSignals;
import isthmus.linux.signal.SignalHandlers;
import isthmus.linux.signal.SignalHooks;
import isthmus.linux.time.ProcessTimers;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process as Linux knows it: the tasks that share a process ID. Unless a field says otherwise it is changed under the
 * task lock (the monitor of {@link ProcessTree}) and may be read by anyone.
 */
public final class ThreadGroup implements SignalHooks {
    private static final Task[] NONE = {};

    private final Kernel kernel;
    private final int pid;
    private final ProcessTimers timers;
    private final WaitQueue childEvents = new WaitQueue();
    private final WaitQueue endEvents = new WaitQueue();
    private final CpuTimes endedTasks = new CpuTimes();
    private final CpuTimes waitedChildren = new CpuTimes();
    private final ResidentSampler residentSampler = new ResidentSampler(System::nanoTime);
    private final ProcessSignals signals;
    private final ResourceLimits limits;
    /** Never changed in place. */
    private volatile Task[] tasks = NONE;

    private volatile Task leader;
    private volatile ThreadGroup parent;
    private volatile Task parentTask;
    private final Set<ThreadGroup> children = new LinkedHashSet<>();
    private volatile ProcessGroup processGroup;
    private volatile int exitSignal;
    private volatile boolean zombie;
    private volatile boolean reaped;
    /** What the leader ended with; counts unless the process ended as a whole. */
    private volatile int leaderStatus;
    /** The task that has called execve(2) and outlives the others, or null. */
    private volatile Task execing;

    private volatile boolean subreaper;
    private volatile boolean inheritedSubreaper;
    private volatile boolean executed;
    /** It gave its session's terminal up for itself (TIOCNOTTY); inherited by children, until setsid(2). */
    private volatile boolean detachedFromTerminal;

    private volatile int dumpable = 1;
    private volatile boolean hugePagesDisabled;
    private volatile int barrierRegistrations;
    private volatile ProgramImage image;
    private volatile Executable executable;
    /** Tasks that have not ended, nor are about to. */
    private final AtomicInteger imageUsers = new AtomicInteger();

    public ThreadGroup(Kernel kernel, int pid) {
        this(kernel, pid, ResourceLimits.initial(), new SignalHandlers());
    }

    ThreadGroup(Kernel kernel, int pid, ResourceLimits limits, SignalHandlers handlers) {
        this.kernel = kernel;
        this.pid = pid;
        this.limits = limits;
        this.signals = new ProcessSignals(this, handlers);
        this.timers = new ProcessTimers(this, kernel.timers(), kernel.clocks());
    }

    public boolean isDetachedFromTerminal() {
        return detachedFromTerminal;
    }

    public void detachFromTerminal() {
        detachedFromTerminal = true;
    }

    void attachToTerminal(boolean attached) {
        detachedFromTerminal = !attached;
    }

    public Kernel kernel() {
        return kernel;
    }

    public int pid() {
        return pid;
    }

    /** The tasks that have not ended; do not change the array. */
    public Task[] tasks() {
        return tasks;
    }

    /** The task whose thread ID is the process ID. It stays, ended, until the last other task has ended. */
    public Task leader() {
        return leader;
    }

    /** The process that waits for this one: who made it, or who took it over when that one ended. Null for the run's own ancestor. */
    public ThreadGroup parent() {
        return parent;
    }

    /** The thread that made it (or took it over), or null. */
    Task parentTask() {
        return parentTask;
    }

    /** Guarded by the task lock, reading too. */
    Set<ThreadGroup> children() {
        return children;
    }

    /** The children now, zombies included; a copy. */
    public ThreadGroup[] childrenNow() {
        synchronized (kernel.tree()) {
            return children.toArray(new ThreadGroup[0]);
        }
    }

    public ProcessGroup processGroup() {
        return processGroup;
    }

    public Session session() {
        ProcessGroup current = processGroup;
        return current == null ? null : current.session();
    }

    /** What its parent gets when it ends; 0 is nothing. */
    public int exitSignal() {
        return exitSignal;
    }

    /** All tasks have ended; the exit status waits to be fetched. */
    public boolean isZombie() {
        return zombie;
    }

    /** Nothing is left of it. */
    public boolean isReaped() {
        return reaped;
    }

    /** Whether all its tasks end, or have ended. */
    public boolean isExiting() {
        return signals.isExiting();
    }

    /** The wait(2) status with which it ends, or has ended. */
    public int exitStatus() {
        return signals.isExiting() ? signals.exitStatus() : leaderStatus;
    }

    public ProcessTimers timers() {
        return timers;
    }

    public ProcessSignals signals() {
        return signals;
    }

    @Override
    public PendingLimit pendingCounts() {
        return kernel.pendingSignals();
    }

    @Override
    public long pendingLimit() {
        return limits.soft(ResourceLimits.RLIMIT_SIGPENDING);
    }

    @Override
    public boolean isOrphaned() {
        return kernel.tree().isOrphaned(processGroup);
    }

    @Override
    public void stateChanged(int code, int signo) {
        kernel.tree().stateChanged(this, code, signo);
    }

    /** Woken ({@code POLLIN}) when a child ends, stops or goes on. */
    public WaitQueue childEvents() {
        return childEvents;
    }

    /** Woken ({@code POLLIN}) when this process has ended: what a pidfd waits for. */
    public WaitQueue endEvents() {
        return endEvents;
    }

    public ResourceLimits limits() {
        return limits;
    }

    /** What tasks that ended have used. */
    CpuTimes endedTasks() {
        return endedTasks;
    }

    /** What this process has used until now: a copy. */
    public CpuTimes times() {
        synchronized (endedTasks) { // a task that ends is counted once
            CpuTimes sum = endedTasks.copy();
            for (Task task : tasks) {
                task.sampleTimes();
                sum.add(task.times());
            }
            return sum;
        }
    }

    /** Notes how much memory of {@code space}, which is its own, is resident, if nobody has a short time ago. */
    public void sampleResident(AddressSpace space) {
        residentSampler.sample(endedTasks, () -> space.view().usage().resident());
    }

    /** The largest resident size that was noted, in bytes. */
    public long maxResident() {
        long largest = endedTasks.maxResident();
        for (Task task : tasks) {
            largest = Math.max(largest, task.times().maxResident());
        }
        return largest;
    }

    /** What children that were waited for have used (RUSAGE_CHILDREN). */
    public CpuTimes waitedChildren() {
        return waitedChildren;
    }

    /** PR_SET_CHILD_SUBREAPER. */
    public boolean isSubreaper() {
        return subreaper;
    }

    public void setSubreaper(boolean subreaper) {
        this.subreaper = subreaper;
    }

    /** Whether an ancestor is, or was, a subreaper when this process came to be. */
    boolean hasSubreaperAbove() {
        return inheritedSubreaper;
    }

    /** Whether it has called execve(2): then its parent may no longer change its process group. */
    public boolean hasExecuted() {
        return executed;
    }

    /** PR_SET_DUMPABLE: 0, 1, or 2 (as root only). */
    public int dumpable() {
        return dumpable;
    }

    public void setDumpable(int dumpable) {
        this.dumpable = dumpable;
    }

    /** What membarrier(2) was told to be ready for: bits of its registration commands. */
    public int barrierRegistrations() {
        return barrierRegistrations;
    }

    public void setBarrierRegistrations(int registrations) {
        barrierRegistrations = registrations;
    }

    /** PR_SET_THP_DISABLE: kept and shown, as huge pages are the host's affair. */
    public boolean areHugePagesDisabled() {
        return hugePagesDisabled;
    }

    public void setHugePagesDisabled(boolean disabled) {
        hugePagesDisabled = disabled;
    }

    /** The program that it runs; null before the first one is there. */
    public ProgramImage image() {
        return image;
    }

    /** The file of the program that it runs; null before the first one is there, and once it has ended. */
    public Executable executable() {
        return executable;
    }

    /** Another program; takes over the reference to the file. By the only task. */
    void replaceImage(Executable newExecutable, ProgramImage newImage) {
        Executable old = executable;
        executable = newExecutable;
        image = newImage;
        barrierRegistrations = 0;
        if (old != null) {
            old.release();
        }
    }

    /** One of its tasks ends. With the last one it gives the program's file up, which may be written to from then on. */
    void leaveImage() {
        if (imageUsers.decrementAndGet() == 0) {
            dropImage();
        }
    }

    /** Also for a process that never had a task. */
    void dropImage() {
        Executable old = executable;
        executable = null;
        if (old != null) {
            old.release();
        }
    }

    /** Takes over what a child has from its parent at first. */
    void inherit(ThreadGroup from) {
        dumpable = from.dumpable;
        barrierRegistrations = from.barrierRegistrations;
        image = from.image;
        Executable held = from.executable;
        executable = held == null ? null : held.retain();
    }

    void setExecuted() {
        executed = true;
    }

    // --- changed by ProcessTree, under the task lock ---------------------------------------------------------------

    void add(Task task) {
        imageUsers.incrementAndGet();
        Task[] more = new Task[tasks.length + 1];
        System.arraycopy(tasks, 0, more, 0, tasks.length);
        more[tasks.length] = task;
        tasks = more;
        if (leader == null) {
            leader = task;
        }
    }

    /** A task has ended. */
    void retire(Task task) {
        synchronized (endedTasks) {
            endedTasks.add(task.times());
            remove(task);
        }
    }

    private void remove(Task task) {
        int kept = 0;
        Task[] fewer = new Task[tasks.length - 1];
        for (Task each : tasks) {
            if (each != task) {
                fewer[kept++] = each;
            }
        }
        tasks = fewer;
    }

    void setLeader(Task leader) {
        this.leader = leader;
    }

    void setParent(ThreadGroup newParent, Task newParentTask) {
        parent = newParent;
        parentTask = newParentTask;
    }

    void setProcessGroup(ProcessGroup group) {
        processGroup = group;
    }

    void setExitSignal(int signal) {
        exitSignal = signal;
    }

    void setInheritedSubreaper(boolean inherited) {
        inheritedSubreaper = inherited;
    }

    void setLeaderStatus(int status) {
        leaderStatus = status;
    }

    void setZombie() {
        zombie = true;
    }

    void setReaped() {
        reaped = true;
    }

    Task execing() {
        return execing;
    }

    void setExecing(Task task) {
        execing = task;
    }
}
