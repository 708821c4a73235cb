package isthmus.linux.task;

import isthmus.core.files.Credentials;
import isthmus.core.files.FdTable;
import isthmus.core.files.FsContext;
import isthmus.core.memory.AddressSpace;
import isthmus.core.memory.GuestMemory;
import isthmus.core.south.GuestThread;
import isthmus.core.south.Registers;
import isthmus.core.wait.Sleeper;
import isthmus.linux.Kernel;
import isthmus.linux.futex.FutexState;
import isthmus.linux.ipc.SemaphoreUndos;
import isthmus.linux.seccomp.SeccompFilter;
import isthmus.linux.signal.TaskSignals;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread as Linux knows it: what a thread ID names. Served by one kernel thread, which alone changes the fields below
 * unless a field says otherwise.
 */
public final class Task {
    /** So often {@link #awaitGuestReturn} looks. */
    private static final long BARRIER_NANOS = 20_000;

    private static final ThreadLocal<Task> CURRENT = new ThreadLocal<>();

    private final Kernel kernel;
    private final TaskSignals signals;
    private final Sleeper sleeper;
    private final TaskAttributes attributes;
    private final CpuTimes times = new CpuTimes();
    private final long startTime;
    /** Processor time in nanoseconds of guest threads that this task has left. */
    private volatile long endedThreads;

    private final ThreadGroup group;
    private volatile int tid;
    private volatile AddressSpace addressSpace;
    private volatile FdTable files;
    private volatile FsContext fs;
    private volatile Credentials credentials;
    private volatile GuestThread thread;
    private volatile String name = "";
    private volatile SeccompFilter seccomp;
    private volatile long clearChildTid;
    private volatile long robustList;
    /** What it undoes at its end; null until it is needed. Written by the own thread, or before it runs. */
    private volatile SemaphoreUndos semaphoreUndos;

    private final FutexState futexState = new FutexState();
    /** The parent that waits for this task to leave its memory. */
    private volatile VforkWait vforkWait;

    private Runnable beginning;
    /** Set by the own thread when it calls exit(2). */
    private boolean leaving;
    /** What the task ends with unless its process ends as a whole; a wait(2) status. */
    private volatile int exitStatus;
    /** True from before the last look at {@link #mustReturn()} until the guest has stopped again. */
    private volatile boolean inGuest;
    /** Counts the returns from guest code; written by the own thread before it clears {@link #inGuest}. */
    private long guestReturns;
    /** The number of the system call that it is in, or -1; for /proc/pid/syscall and the state. */
    private volatile long currentCall = -1;

    public Task(Kernel kernel, int tid, ThreadGroup group) {
        this(kernel, tid, group, new TaskAttributes());
    }

    Task(Kernel kernel, int tid, ThreadGroup group, TaskAttributes attributes) {
        this.kernel = kernel;
        this.tid = tid;
        this.group = group;
        this.attributes = attributes;
        this.startTime = kernel.clocks().monotonic();
        this.signals = new TaskSignals(this);
        this.sleeper = new Sleeper(this::mustReturn, this::aboutToBlock);
    }

    private void aboutToBlock() {
        GuestThread current = thread;
        if (current != null) {
            current.aboutToBlock();
        }
    }

    /** Whether it must not go on waiting or running guest code: a deliverable signal, a stop, or its end. Any thread may ask. */
    public boolean mustReturn() {
        return signals.mustReturn();
    }

    /** Makes it look at {@link #mustReturn()} soon, wherever it is. Any thread; takes no lock that matters. */
    public void kick() {
        sleeper.wake();
        GuestThread current = thread;
        if (inGuest && current != null) {
            current.interrupt();
        }
    }

    /** Own thread: the task ends, when it comes back to its run loop, with a wait(2) status of its own. */
    public void leave(int status) {
        exitStatus = status;
        leaving = true;
    }

    boolean isLeaving() {
        return leaving;
    }

    int exitStatus() {
        return exitStatus;
    }

    /**
     * Makes the task leave guest code once, if it is in it now, and waits until it has: what it did before is visible to
     * everybody then (membarrier(2)). Not by the own thread.
     */
    public void awaitGuestReturn() {
        if (!inGuest) {
            return;
        }
        long before = guestReturns;
        GuestThread current = thread;
        if (current != null) {
            current.interrupt();
        }
        while (inGuest && guestReturns == before) {
            LockSupport.parkNanos(this, BARRIER_NANOS);
        }
    }

    void setInGuest(boolean inGuest) {
        if (!inGuest) {
            guestReturns++;
        }
        this.inGuest = inGuest;
    }

    /** The task that this thread serves, or null if it serves none. */
    public static Task current() {
        return CURRENT.get();
    }

    /** To be called once by the thread that serves the task. */
    void setCurrent() {
        CURRENT.set(this);
    }

    void clearCurrent() {
        CURRENT.remove();
    }

    /** What the own thread does before the guest runs for the first time. */
    void begin() {
        Runnable first = beginning;
        beginning = null;
        if (first != null) {
            first.run();
        }
    }

    void setBeginning(Runnable beginning) {
        this.beginning = beginning;
    }

    public Kernel kernel() {
        return kernel;
    }

    /** The thread ID. Changes only when another thread than the leader calls execve(2): it becomes the process ID. */
    public int tid() {
        return tid;
    }

    void setTid(int tid) {
        this.tid = tid;
    }

    public ThreadGroup group() {
        return group;
    }

    /** The process ID. */
    public int pid() {
        return group.pid();
    }

    /** Null once the task has ended. */
    public AddressSpace addressSpace() {
        return addressSpace;
    }

    public void setAddressSpace(AddressSpace addressSpace) {
        this.addressSpace = addressSpace;
    }

    public GuestMemory memory() {
        return addressSpace.memory();
    }

    /** Null once the task has ended. */
    public FdTable files() {
        return files;
    }

    public void setFiles(FdTable files) {
        this.files = files;
    }

    /** unshare(2): tables of its own. Own thread. */
    public void unshare(boolean ownFiles, boolean ownFs) {
        FdTable shared = files;
        if (ownFiles && shared.isShared()) {
            files = shared.copy();
            shared.leave();
        }
        if (ownFs) {
            fs = fs.copy();
        }
    }

    public FsContext fs() {
        return fs;
    }

    public void setFs(FsContext fs) {
        this.fs = fs;
    }

    public Credentials credentials() {
        return credentials;
    }

    public void setCredentials(Credentials credentials) {
        this.credentials = credentials;
    }

    public Sleeper sleeper() {
        return sleeper;
    }

    public TaskSignals signals() {
        return signals;
    }

    /** Scheduling and prctl(2) attributes. */
    public TaskAttributes attributes() {
        return attributes;
    }

    /** Processor time that it has used. */
    public CpuTimes times() {
        return times;
    }

    /** When it came to be, in nanoseconds of {@code CLOCK_MONOTONIC}. */
    public long startTime() {
        return startTime;
    }

    /** Brings {@link #times()} up to date, as far as this can be done from the calling thread. */
    public void sampleTimes() {
        synchronized (times) { // the thread counts as ended or as running, not as both
            GuestThread current = thread;
            times.seenUser(endedThreads + (current == null ? 0 : current.cpuTimeNanos()));
        }
    }

    /** Own thread: parts from the guest thread, at the end or in execve(2). */
    void closeThread() {
        GuestThread old = thread;
        if (old != null) {
            synchronized (times) {
                long ended = endedThreads + old.cpuTimeNanos(); // only this thread writes it
                endedThreads = ended;
                thread = null;
                times.seenUser(ended);
            }
            old.close();
        }
    }

    public GuestThread thread() {
        return thread;
    }

    public void setThread(GuestThread thread) {
        this.thread = thread;
    }

    public Registers registers() {
        return thread.registers();
    }

    /** At most 15 bytes (PR_SET_NAME). */
    public String name() {
        return name;
    }

    public void setName(String name) {
        this.name = name.length() > 15 ? name.substring(0, 15) : name;
    }

    /** Where a zero is written, and a futex woken, when it ends (set_tid_address(2)); 0 is nowhere. */
    public long clearChildTid() {
        return clearChildTid;
    }

    public void setClearChildTid(long address) {
        clearChildTid = address;
    }

    /** What its system calls must pass, or null. */
    public SeccompFilter seccomp() {
        return seccomp;
    }

    /** By the own thread, or under the task lock (SECCOMP_FILTER_FLAG_TSYNC). */
    public void setSeccomp(SeccompFilter filter) {
        seccomp = filter;
    }

    /** The head that set_robust_list(2) was given, or 0. */
    public long robustList() {
        return robustList;
    }

    public void setRobustList(long head) {
        robustList = head;
    }

    /** How far it has given up its futexes. */
    public FutexState futexState() {
        return futexState;
    }

    /** What is to be undone at its end (SEM_UNDO). Own thread. */
    public SemaphoreUndos semaphoreUndos() {
        SemaphoreUndos own = semaphoreUndos;
        if (own == null) {
            own = new SemaphoreUndos();
            semaphoreUndos = own;
        }
        return own;
    }

    /** The same, or null if there has been nothing to undo. Any thread. */
    public SemaphoreUndos semaphoreUndosIfAny() {
        return semaphoreUndos;
    }

    /** CLONE_SYSVSEM: undoes with another task, when both have ended. Before it runs. */
    void shareSemaphoreUndos(Task other) {
        semaphoreUndos = kernel.ipc().semaphores().share(other.semaphoreUndos());
    }

    /** Its undoing is no longer put off; at its end, and for unshare(2). */
    public void leaveSemaphoreUndos() {
        SemaphoreUndos own = semaphoreUndos;
        semaphoreUndos = null;
        if (own != null) {
            kernel.ipc().semaphores().leave(own, pid());
        }
    }

    /** The parent that waits for this task to leave its memory (vfork(2)), or null. */
    VforkWait vforkWait() {
        return vforkWait;
    }

    void setVforkWait(VforkWait wait) {
        vforkWait = wait;
    }

    /** The number of the system call that it is in, or -1 while it runs guest code. */
    public long currentCall() {
        return currentCall;
    }

    void setCurrentCall(long number) {
        currentCall = number;
    }
}
