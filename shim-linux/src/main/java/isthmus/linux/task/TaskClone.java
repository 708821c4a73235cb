package isthmus.linux.task;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.Credentials;
import isthmus.core.files.FdTable;
import isthmus.core.memory.AddressSpace;
import isthmus.core.patch.PatchedCode;
import isthmus.core.south.GuestThread;
import isthmus.core.south.HostException;
import isthmus.core.south.Registers;
import isthmus.linux.Kernel;
import isthmus.linux.signal.SignalHandlers;

/** Makes tasks and processes (clone(2), fork(2), vfork(2)). Called by the thread that serves the parent. */
public final class TaskClone {

    private final Task parent;
    private final CloneRequest request;
    private final Kernel kernel;
    /** The parent's. */
    private byte[] extendedState;

    /** @param request has been checked */
    public TaskClone(Task parent, CloneRequest request) {
        this.parent = parent;
        this.request = request;
        this.kernel = parent.kernel();
    }

    /** Makes the child, starts it, and returns its thread ID. EAGAIN, ENOMEM, EFAULT, EMFILE; ERESTARTNOINTR if a signal came first. */
    public long run() {
        extendedState = new byte[parent.thread().extendedStateBytes()];
        parent.thread().readExtendedState(extendedState); // at once, while the guest's side is awake
        checkProcessLimit();
        if (kernel.tree().pids().taskCount() >= kernel.taskLimit()) {
            kernel.complain("the programs have started " + kernel.taskLimit()
                    + " processes and threads, which is the limit: no more can be started until some end");
        }
        int tid = kernel.tree().reserve(request.wantedTid());
        Task child = null;
        try {
            child = build(tid);
            return start(child);
        } catch (HostException e) {
            kernel.complain(e.getMessage());
            throw Errno.EAGAIN.exception();
        } finally {
            if (child == null) {
                kernel.tree().unreserve(tid);
            }
        }
    }

    /** RLIMIT_NPROC counts the tasks of a real user ID; root and who may set limits are free. */
    private void checkProcessLimit() {
        Credentials c = parent.credentials();
        long limit = parent.group().limits().soft(ResourceLimits.RLIMIT_NPROC);
        PidTable pids = kernel.tree().pids();
        if (pids.taskCount() < limit
                || c.uid() == 0
                || c.has(Credentials.CAP_SYS_RESOURCE)
                || c.has(Credentials.CAP_SYS_ADMIN)) {
            return;
        }
        long count = 0;
        for (Task task : pids.tasks()) {
            count += task.credentials().uid() == c.uid() ? 1 : 0;
        }
        if (count >= limit) {
            throw Errno.EAGAIN.exception();
        }
    }

    private Task build(int tid) {
        Task child = new Task(
                kernel,
                tid,
                request.isThread() ? parent.group() : newProcess(tid),
                parent.attributes().forChild());
        child.setName(parent.name());
        child.setCredentials(parent.credentials());
        child.setSeccomp(parent.seccomp());
        child.signals().inherit(parent.signals(), !request.sharesMemory() || request.isVfork());
        boolean done = false;
        try {
            giveMemory(child);
            giveThread(child);
            FdTable files = parent.files();
            child.setFiles(request.sharesFiles() ? files.share() : files.copy());
            child.setFs(request.sharesFs() ? parent.fs() : parent.fs().copy());
            if (request.sharesSemaphoreUndos()) {
                child.shareSemaphoreUndos(parent);
            }
            done = true;
            return child;
        } finally {
            if (!done) {
                undo(child);
            }
        }
    }

    private ThreadGroup newProcess(int pid) {
        ThreadGroup from = parent.group();
        SignalHandlers handlers = parent.group().signals().handlers();
        if (request.clearsHandlers()) {
            handlers = handlers.copyForExec();
        } else if (!request.sharesHandlers()) {
            handlers = handlers.copy();
        }
        ThreadGroup process = new ThreadGroup(kernel, pid, from.limits().copy(), handlers);
        process.inherit(from);
        process.setExitSignal(request.keepsParent() ? from.exitSignal() : request.exitSignal());
        process.timers().cpuLimitChanged();
        return process;
    }

    private void giveMemory(Task child) {
        AddressSpace space = parent.addressSpace();
        if (request.sharesMemory()) {
            child.setAddressSpace(space.retain());
        } else {
            child.setAddressSpace(space.fork(kernel.platform().spawn(), new ProcessMemoryLimits(child.group())));
        }
    }

    private void giveThread(Task child) {
        GuestThread from = parent.thread();
        GuestThread to = child.addressSpace().process().newThread();
        child.setThread(to);
        if (!to.writeExtendedState(extendedState)) {
            throw new IllegalStateException("a thread's own extended state was refused");
        }
        long[] values = new long[Registers.COUNT];
        from.registers().copyTo(values);
        values[Registers.RAX] = 0;
        if (request.stackPointer() != 0) {
            values[Registers.RSP] = request.stackPointer();
        }
        if (request.setsTls()) {
            values[Registers.FS_BASE] = request.tls();
        }
        to.registers().copyFrom(values);
        if (!request.sharesMemory()) {
            leaveCopy(child, to.registers());
            to.prepare();
        }
    }

    /** The child does not go on in copies of code that its own memory may change. */
    private static void leaveCopy(Task child, Registers registers) {
        PatchedCode patcher = child.addressSpace().patcher();
        if (!patcher.isEmpty()) {
            patcher.showGuest(registers, child.addressSpace().memory());
            registers.set(Registers.RIP, patcher.toHost(registers.get(Registers.RIP)));
        }
    }

    private long start(Task child) {
        int tid = child.tid();
        VforkWait wait = request.isVfork() ? new VforkWait() : null;
        child.setVforkWait(wait);
        if (request.clearsChildTid()) {
            child.setClearChildTid(request.childTid());
        }
        int pidfd = -1;
        StartGate gate = new StartGate();
        boolean published = false;
        try {
            if (request.wantsPidfd()) {
                pidfd = installPidfd(child);
            }
            kernel.startThread(new TaskRunner(child, gate)); // before anybody can see the child: the host may refuse
            kernel.tree().publish(child, parent, request);
            published = true;
        } finally {
            if (!published) {
                gate.decide(false);
                if (pidfd >= 0) {
                    parent.files().remove(pidfd).release();
                }
                undo(child);
                kernel.tree().unreserve(tid);
            }
        }
        if (request.setsParentTid()) {
            writeTid(parent, request.parentTid(), tid);
        }
        if (request.setsChildTid()) {
            child.setBeginning(() -> writeTid(child, request.childTid(), tid));
        }
        gate.decide(true);
        if (wait != null) {
            wait.await(parent);
        }
        return tid;
    }

    private int installPidfd(Task child) {
        PidFd file = new PidFd(kernel.anonInode(), child.group(), 0);
        int fd;
        try {
            fd = parent.files().install(file, true, 0, parent.group().limits().soft(ResourceLimits.RLIMIT_NOFILE));
        } catch (ErrnoException e) {
            file.release();
            throw e;
        }
        try {
            parent.memory().writeInt(request.pidfd(), fd);
        } catch (ErrnoException e) {
            parent.files().remove(fd).release();
            throw e;
        }
        return fd;
    }

    /** As in Linux, a wrong address is nobody's error. */
    private static void writeTid(Task task, long address, int tid) {
        try {
            task.memory().writeInt(address, tid);
        } catch (ErrnoException e) {
            // nothing to be done
        }
    }

    /** Gives back what a child got that will not be. */
    private static void undo(Task child) {
        if (child.thread() != null) {
            child.closeThread();
        }
        AddressSpace space = child.addressSpace();
        child.setAddressSpace(null);
        if (space != null) {
            space.release();
        }
        child.leaveSemaphoreUndos();
        FdTable files = child.files();
        child.setFiles(null);
        if (files != null) {
            files.leave();
        }
        if (child.group().leader() == null) {
            child.group().dropImage();
        }
    }
}
