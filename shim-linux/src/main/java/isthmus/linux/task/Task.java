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
import isthmus.linux.signal.TaskSignals;

/**
 * A thread as Linux knows it: what a thread ID names. Served by one kernel thread, which alone changes the fields below
 * unless a field says otherwise.
 */
public final class Task {
    private static final ThreadLocal<Task> CURRENT = new ThreadLocal<>();

    private final Kernel kernel;
    private final TaskSignals signals;
    private final Sleeper sleeper;
    private final TaskAttributes attributes;
    private final CpuTimes times = new CpuTimes();
    private final long startTime;
    private final ThreadGroup group;
    private volatile int tid;
    private volatile AddressSpace addressSpace;
    private volatile FdTable files;
    private volatile FsContext fs;
    private volatile Credentials credentials;
    private volatile GuestThread thread;
    private volatile String name = "";
    private volatile long clearChildTid;
    private volatile long robustList;
    private final FutexState futexState = new FutexState();
    /** The parent that waits for this task to leave its memory. */
    private volatile VforkWait vforkWait;
    /** What this task waits for in vfork(2). */
    private volatile VforkWait ownVfork;
    /** Set, and never cleared, by anyone who ends this task. */
    private volatile boolean exitRequested;
    /** What the task ends with unless its process ends as a whole; a wait(2) status. */
    private volatile int exitStatus;
    /** True from before the last look at {@link #mustReturn()} until the guest has stopped again. */
    private volatile boolean inGuest;
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
        return exitRequested || group.jobControl().isStopRequested() || signals.mustReturn();
    }

    /** Makes it look at {@link #mustReturn()} soon, wherever it is. Any thread; takes no lock that matters. */
    public void kick() {
        sleeper.wake();
        GuestThread current = thread;
        if (inGuest && current != null) {
            current.interrupt();
        }
    }

    /** Ends it soon, wherever it is. Any thread. */
    void requestExit() {
        exitRequested = true;
        group.jobControl().wakeAll();
        VforkWait waiting = ownVfork;
        if (waiting != null) {
            waiting.wake();
        }
        kick();
    }

    public boolean isExitRequested() {
        return exitRequested;
    }

    int exitStatus() {
        return exitStatus;
    }

    void setExitStatus(int exitStatus) {
        this.exitStatus = exitStatus;
    }

    void setInGuest(boolean inGuest) {
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

    /** The parent that waits for this task to leave its memory (vfork(2)), or null. */
    VforkWait vforkWait() {
        return vforkWait;
    }

    void setVforkWait(VforkWait wait) {
        vforkWait = wait;
    }

    void setOwnVfork(VforkWait wait) {
        ownVfork = wait;
    }

    /** The number of the system call that it is in, or -1 while it runs guest code. */
    public long currentCall() {
        return currentCall;
    }

    void setCurrentCall(long number) {
        currentCall = number;
    }
}
