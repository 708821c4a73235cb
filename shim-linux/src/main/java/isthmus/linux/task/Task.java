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
import isthmus.linux.signal.TaskSignals;

/**
 * A thread as Linux knows it: what a thread ID names. Served by one kernel thread, which alone changes the fields below
 * unless a field says otherwise.
 */
public final class Task {
    private final Kernel kernel;
    private final int tid;
    private final TaskSignals signals;
    private final Sleeper sleeper;
    private volatile ThreadGroup group;
    private volatile AddressSpace addressSpace;
    private volatile FdTable files;
    private volatile FsContext fs;
    private volatile Credentials credentials;
    private volatile GuestThread thread;
    private volatile String name = "";

    public Task(Kernel kernel, int tid, ThreadGroup group) {
        this.kernel = kernel;
        this.tid = tid;
        this.group = group;
        this.signals = new TaskSignals(this);
        this.sleeper = new Sleeper(signals::mustReturn, this::aboutToBlock);
    }

    private void aboutToBlock() {
        GuestThread current = thread;
        if (current != null) {
            current.aboutToBlock();
        }
    }

    public Kernel kernel() {
        return kernel;
    }

    /** The thread ID. */
    public int tid() {
        return tid;
    }

    public ThreadGroup group() {
        return group;
    }

    /** The process ID. */
    public int pid() {
        return group.pid();
    }

    public AddressSpace addressSpace() {
        return addressSpace;
    }

    public void setAddressSpace(AddressSpace addressSpace) {
        this.addressSpace = addressSpace;
    }

    public GuestMemory memory() {
        return addressSpace.memory();
    }

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
        this.name = name;
    }
}
