package isthmus.linux.signal;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.south.Fault;
import isthmus.core.south.GuestThread;
import isthmus.core.south.Registers;
import isthmus.core.wait.Sleeper;
import isthmus.linux.task.Task;
import isthmus.linux.trace.Tracer;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * The signals of one task: what is pending for it alone, what it blocks, its alternate stack. The monitor of its
 * {@link ProcessSignals} guards the fields that say so; all others belong to the thread that serves the task.
 */
public final class TaskSignals {
    private final Task task;
    private final ProcessSignals process;

    /** Guarded by process. */
    final PendingSignals pending = new PendingSignals();
    /** Guarded by process: has to stop, and is stopped. */
    boolean mustStop, stopped;
    /** Guarded by process: has to end, whatever the process does. */
    boolean dying;
    /** Guarded by process: is about to end, and takes no signal any more. */
    boolean gone;
    /** Changed by the own thread with the lock of process held; read by all. */
    private volatile long blocked;
    /** Guarded by process: what is blocked but for a wait in rt_sigtimedwait(2), while that lasts. */
    private long waitedBlocked;
    /** Set by whoever finds something to do for the task, recomputed by its own thread: Linux's TIF_SIGPENDING. */
    private volatile boolean mustReturn;

    private volatile Thread server;
    private AltStack altStack = new AltStack(0, 0, 0);
    private boolean hasSavedMask;
    private long savedMask;
    private LongSupplier restart;
    private final SignalFrame frames;
    private final FaultRecord lastFault = new FaultRecord();

    /** What the last fault leaves for signal frames ({@code err}, {@code trapno}, {@code cr2}). */
    static final class FaultRecord {
        long errorCode, trap, address;
    }

    /** @param task whose process is known */
    public TaskSignals(Task task) {
        this.task = task;
        this.process = task.group().signals();
        this.frames = new SignalFrame(task, this);
    }

    Task task() {
        return task;
    }

    ProcessSignals process() {
        return process;
    }

    // --- life
    // ---------------------------------------------------------------------------------------------------------

    /**
     * Takes over from the task that made this one; before anyone can find it.
     *
     * @param keepAltStack false with {@code CLONE_VM} but without {@code CLONE_VFORK}: the stack stays the parent's
     */
    public void inherit(TaskSignals parent, boolean keepAltStack) {
        blocked = parent.blocked;
        altStack = keepAltStack ? parent.altStack : new AltStack(0, 0, 0);
        lastFault.errorCode = parent.lastFault.errorCode;
        lastFault.trap = parent.lastFault.trap;
        lastFault.address = parent.lastFault.address;
    }

    /** A new program starts: no alternate stack, no call to restart. Masks and pending signals stay. */
    public void resetForExec() {
        altStack = new AltStack(0, 0, 0);
        restart = null;
        lastFault.errorCode = lastFault.trap = lastFault.address = 0;
    }

    /** Makes the task end as soon as it can. With the lock of the process held. */
    void kill() {
        dying = true;
        wakeUp();
    }

    boolean isLeader() {
        return task.tid() == task.pid();
    }

    // --- what others may ask
    // ------------------------------------------------------------------------------------------

    /** Whether the task must go back to its guest now: a deliverable signal, a stop, or its end. Any thread may ask. */
    public boolean mustReturn() {
        return mustReturn;
    }

    /**
     * Whether the task is to end: its process ends, or another task started a new program. The thread that serves it is
     * unparked when that becomes true, so that it can wait with {@link LockSupport#park()} for what no other signal
     * may cut short.
     */
    public boolean isDying() {
        return process.isExiting() || dyingNow();
    }

    private boolean dyingNow() {
        synchronized (process) {
            return dying;
        }
    }

    /** The signals that it blocks (SigBlk in /proc/pid/status). */
    public long blocked() {
        return blocked;
    }

    /** Signals that wait for this task alone (SigPnd in /proc/pid/status). */
    public long pendingSet() {
        synchronized (process) {
            return pending.set();
        }
    }

    /** Whether it is stopped (state T). */
    public boolean isStopped() {
        synchronized (process) {
            return stopped;
        }
    }

    long blockedNow() {
        return blocked;
    }

    long blockedEver() {
        return blocked | waitedBlocked;
    }

    long waitedBlocked() {
        return waitedBlocked;
    }

    /** Whether the task would take a signal of this number. With the lock held. */
    boolean wants(int signo) {
        return !dying && !Signal.contains(blocked, signo) && (signo == Signal.SIGKILL || !stopped);
    }

    /** Makes the task look at its signals. With the lock held. */
    void wakeUp() {
        mustReturn = true;
        if (Thread.currentThread() == server) {
            return;
        }
        task.kick();
        if (dying || process.isExiting()) {
            LockSupport.unpark(server);
        }
    }

    /** With the lock held. */
    void recompute() {
        long deliverable = (pending.set() | process.shared.set()) & ~blocked;
        mustReturn = deliverable != 0
                || dying
                || process.isExiting()
                || mustStop
                || process.stop().hasNews();
    }

    // --- masks
    // --------------------------------------------------------------------------------------------------------

    /** Sets the mask; SIGKILL and SIGSTOP are left out. Own thread. */
    public void setBlocked(long mask) {
        synchronized (process) {
            long newMask = mask & ~Signal.UNBLOCKABLE;
            long newlyBlocked = newMask & ~blocked;
            blocked = newMask;
            if (mustReturn && (process.shared.set() & newlyBlocked) != 0) {
                process.retarget(process.shared.set() & newlyBlocked);
            }
            recompute();
        }
    }

    /**
     * Blocks other signals for the length of a wait (ppoll(2), pselect(2), epoll_pwait(2)). If a signal cuts the wait
     * short, its handler still runs with that mask, and the old one comes back after it.
     *
     * @param mask the signals to block
     */
    public long withMask(long mask, LongSupplier wait) {
        suspendMask(mask);
        boolean interrupted = false;
        try {
            return wait.getAsLong();
        } catch (ErrnoException e) {
            interrupted = isInterruption(e.errno());
            throw e;
        } finally {
            if (interrupted) {
                mustReturn = true; // deliver() must run, if only to bring the old mask back
            } else {
                restoreMask();
            }
        }
    }

    /** {@link #withMask(long, LongSupplier)} with a set in guest memory: null is no set, EINVAL if {@code size} is not 8. */
    public long withMaskAt(long address, long size, LongSupplier wait) {
        if (address == 0) {
            return wait.getAsLong();
        }
        if (size != Long.BYTES) {
            throw Errno.EINVAL.exception();
        }
        return withMask(task.memory().readLong(address), wait);
    }

    private static boolean isInterruption(Errno errno) {
        return switch (errno) {
            case EINTR, ERESTARTSYS, ERESTARTNOHAND, ERESTARTNOINTR, ERESTART_RESTARTBLOCK -> true;
            default -> false;
        };
    }

    /** Sets a mask; {@link #deliver} brings the old one back, after the handlers that it let through (rt_sigsuspend(2)). */
    public void suspendMask(long mask) {
        savedMask = blocked;
        hasSavedMask = true;
        setBlocked(mask);
    }

    private void restoreMask() {
        if (hasSavedMask) {
            hasSavedMask = false;
            setBlocked(savedMask);
        }
    }

    // --- restarts
    // -----------------------------------------------------------------------------------------------------

    /**
     * For a call that was cut short and must go on with what is left if no handler runs: remembers how.
     *
     * @return what to throw
     */
    public ErrnoException restartWith(LongSupplier rest) {
        restart = rest;
        return Errno.ERESTART_RESTARTBLOCK.exception();
    }

    /** restart_syscall(2): goes on with the call that was cut short; EINTR if there is none. Own thread. */
    public long restartCall() {
        LongSupplier rest = restart;
        restart = null;
        if (rest == null) {
            throw Errno.EINTR.exception();
        }
        return rest.getAsLong();
    }

    /**
     * rt_sigreturn(2): goes back to where the frame at the stack pointer says. If the frame is bad, SIGSEGV is due. Own
     * thread; then {@link #deliver} with -1.
     *
     * @return what {@code rax} holds now
     */
    public long sigreturn() {
        restart = null;
        if (!frames.pop()) {
            force(SigInfo.ofKernel(Signal.SIGSEGV));
        }
        return task.registers().get(Registers.RAX);
    }

    // --- alternate stack
    // ----------------------------------------------------------------------------------------------

    /** Own thread. */
    public AltStack altStack() {
        return altStack;
    }

    /**
     * Sets the alternate stack as a program asks for it. Own thread.
     *
     * @param sp the guest's stack pointer
     * @throws ErrnoException EPERM while the old one is in use, EINVAL for bad flags, ENOMEM if it is too small
     */
    public void changeAltStack(AltStack wanted, long sp) {
        if (altStack.isActive(sp)) {
            throw Errno.EPERM.exception();
        }
        int mode = wanted.flags() & ~AltStack.SS_AUTODISARM;
        if (mode == AltStack.SS_DISABLE) {
            altStack = new AltStack(0, wanted.flags(), 0);
        } else if (mode != AltStack.SS_ONSTACK && mode != 0) {
            throw Errno.EINVAL.exception();
        } else if (Long.compareUnsigned(wanted.size(), AltStack.MINSIGSTKSZ) < 0) {
            throw Errno.ENOMEM.exception();
        } else {
            altStack = wanted;
        }
    }

    void setAltStack(AltStack altStack) {
        this.altStack = altStack;
    }

    // --- sending
    // ------------------------------------------------------------------------------------------------------

    /** Sends to this task alone. No permission is checked. Any thread. */
    public ProcessSignals.Sent send(SigInfo info) {
        return process.send(info, this, false, null);
    }

    /** {@link #send(SigInfo)} with something that completes the details when the signal is taken. */
    public ProcessSignals.Sent send(SigInfo info, UnaryOperator<SigInfo> onTake) {
        return process.send(info, this, false, onTake);
    }

    /** Sends a signal that cannot be put off: if it is blocked or ignored, it ends the process. Own thread. */
    public void force(SigInfo info) {
        int signo = info.signo();
        synchronized (process) {
            boolean isBlocked = Signal.contains(blocked, signo);
            if (isBlocked || process.handlers().get(signo).isIgnore()) {
                process.handlers().set(signo, process.handlers().get(signo).reset());
            }
            if (isBlocked) {
                blocked &= ~Signal.bit(signo);
            }
        }
        process.send(info, this, true, null);
    }

    /** Ends the process with a signal, whatever its handler. Own thread. */
    public void forceFatal(int signo) {
        process.handlers().set(signo, SigAction.DEFAULT);
        force(SigInfo.ofKernel(signo));
    }

    /**
     * The processor raised an exception.
     *
     * @param signo what to send; {@code code} its {@code si_code}; {@code address} its {@code si_addr}
     */
    public void fault(Fault fault, int signo, int code, long address) {
        lastFault.trap = fault.trap();
        lastFault.errorCode = fault.errorCode();
        if (fault.isPageFault()) {
            lastFault.address = fault.address();
        }
        boolean bare = fault.trap() == 13 || code == SigInfo.SI_KERNEL; // no address; of general protection no code
        force(bare ? SigInfo.ofKernel(signo) : SigInfo.ofFault(signo, code, address));
    }

    FaultRecord lastFault() {
        return lastFault;
    }

    // --- taking
    // -------------------------------------------------------------------------------------------------------

    /** Takes a signal that is not in {@code mask}, or returns null. */
    private SigInfo dequeue(long mask) {
        long own = pending.set() & ~mask;
        if (own != 0) {
            return pending.take(Signal.first(own));
        }
        long common = process.shared.set() & ~mask;
        return common != 0 ? process.shared.take(Signal.first(common)) : null;
    }

    /** Takes a pending signal of a set, blocked or not, or returns null (signalfd(2)). Own thread. */
    public SigInfo take(long set) {
        synchronized (process) {
            SigInfo info = dequeue(~(set & ~Signal.UNBLOCKABLE));
            if (info != null) {
                recompute();
            }
            return info;
        }
    }

    /** Which signals of a set wait for this task or its process. */
    public long pendingIn(long set) {
        synchronized (process) {
            return (pending.set() | process.shared.set()) & set;
        }
    }

    /**
     * rt_sigtimedwait(2): waits for a signal of a set and takes it.
     *
     * @param mayWait false just to look
     * @param deadline in {@link System#nanoTime()}'s time; {@link Sleeper#FOREVER}
     * @throws ErrnoException EAGAIN at the deadline, EINTR if another signal comes
     */
    public SigInfo await(long set, boolean mayWait, long deadline) {
        SigInfo info = take(set);
        if (info != null) {
            return info;
        }
        if (!mayWait) {
            throw Errno.EAGAIN.exception();
        }
        long wanted = set & ~Signal.UNBLOCKABLE;
        synchronized (process) {
            waitedBlocked = blocked;
            blocked &= ~wanted;
            recompute();
        }
        Sleeper.Outcome outcome;
        do {
            task.sleeper().prepare();
            outcome = task.sleeper().pause(deadline);
        } while (outcome == Sleeper.Outcome.WOKEN);
        synchronized (process) {
            blocked = waitedBlocked;
            waitedBlocked = 0;
            info = dequeue(~wanted);
            process.retarget(process.shared.set() & blocked & wanted); // it may have been chosen for more than one
            recompute();
        }
        if (info != null) {
            return info;
        }
        throw (outcome == Sleeper.Outcome.INTERRUPTED ? Errno.EINTR : Errno.EAGAIN).exception();
    }

    // --- delivery
    // -----------------------------------------------------------------------------------------------------

    /**
     * To be called whenever the task is about to go back to its guest: delivers what is deliverable, stops while the
     * process is stopped, and decides whether an interrupted call restarts.
     *
     * @param call the number of the system call whose result is in {@code rax}, or -1 if the guest did not come by one,
     *     or came by rt_sigreturn
     */
    public AfterSignals deliver(long call) {
        server = Thread.currentThread();
        Restart.Kind kind = Restart.kind(task, call);
        if (!mustReturn && !hasSavedMask && kind == Restart.Kind.NONE) {
            return AfterSignals.RUN;
        }
        while (true) {
            Taken taken = next();
            if (taken.ends()) {
                return AfterSignals.EXIT;
            }
            if (taken.info() == null) {
                Restart.withoutHandler(task, kind, call);
                kind = Restart.Kind.NONE;
                if (!hasSavedMask) {
                    return AfterSignals.RUN;
                }
                restoreMask();
                continue;
            }
            Restart.withHandler(task, kind, call, taken.action());
            kind = Restart.Kind.NONE;
            enter(taken);
        }
    }

    /** What {@link #next} found: the end, a signal with a handler, or nothing. */
    private record Taken(boolean ends, SigInfo info, SigAction action) {
        static final Taken END = new Taken(true, null, null), NOTHING = new Taken(false, null, null);
    }

    /** Takes signals until one has a handler; does what the others do. */
    private Taken next() {
        while (true) {
            int news;
            int stopSignal = 0;
            int continues = 0;
            boolean lastToStop = false;
            synchronized (process) {
                if (dying || process.isExiting()) {
                    return Taken.END;
                }
                news = process.stop().takeNews();
                if (news == 0 && mustStop) {
                    lastToStop = process.stop().arrive(this);
                    stopSignal = process.stop().signal();
                }
                if (news == 0 && stopSignal == 0) {
                    SigInfo info = dequeue(blocked);
                    if (info == null) {
                        recompute();
                        return Taken.NOTHING;
                    }
                    tell(info);
                    SigAction action = process.handlers().get(info.signo());
                    if (action.isFunction()) {
                        return taken(info, action);
                    }
                    if (!actByDefault(info, action)) {
                        continue;
                    }
                    stopSignal = -info.signo();
                    continues = process.stop().continues();
                }
            }
            if (news != 0) {
                process.hooks.stateChanged(news, news == SigInfo.CLD_CONTINUED ? Signal.SIGCONT : Signal.SIGSTOP);
            } else if (stopSignal < 0) {
                beginStop(-stopSignal, continues);
            } else {
                if (lastToStop) {
                    process.hooks.stateChanged(SigInfo.CLD_STOPPED, stopSignal);
                }
                waitWhileStopped();
            }
        }
    }

    private void tell(SigInfo info) {
        Tracer tracer = task.kernel().tracer();
        if (tracer.isOn()) {
            tracer.signal(task, info.signo(), info.code());
        }
    }

    private Taken taken(SigInfo info, SigAction action) {
        if (action.has(SigAction.SA_RESETHAND)) {
            process.handlers().set(info.signo(), action.reset());
        }
        return new Taken(false, info, action);
    }

    /** Does what a signal without a handler does; true if it is to stop the process. */
    private boolean actByDefault(SigInfo info, SigAction action) {
        if (action.isIgnore()) {
            return false;
        }
        return switch (Signal.defaultAction(info.signo())) {
            case IGNORE -> false;
            case STOP -> true;
            case TERM, CORE -> {
                process.beginExit(info.signo());
                yield false;
            }
        };
    }

    /** @param continues how often the process had been continued when the signal was taken; a SIGCONT since then undoes it */
    private void beginStop(int signo, int continues) {
        if (signo != Signal.SIGSTOP && process.hooks.isOrphaned()) {
            return;
        }
        synchronized (process) {
            if (process.stop().continues() == continues && !process.isExiting() && !dying) {
                process.stop().begin(signo);
            }
        }
    }

    private void waitWhileStopped() {
        GuestThread guest = task.thread();
        if (guest != null) {
            guest.aboutToBlock();
        }
        boolean interrupted = false;
        synchronized (process) {
            while (stopped && !dying && !process.isExiting()) {
                try {
                    process.wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            stopped = false;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Makes the guest run a handler, or its end if that cannot be. */
    private void enter(Taken taken) {
        int signo = taken.info().signo();
        SigAction action = taken.action();
        if (!frames.push(taken.info(), action, hasSavedMask ? savedMask : blocked)) {
            if (signo == Signal.SIGSEGV) {
                forceFatal(Signal.SIGSEGV);
            } else {
                force(SigInfo.ofKernel(Signal.SIGSEGV));
            }
            return;
        }
        hasSavedMask = false;
        long own = action.has(SigAction.SA_NODEFER) ? 0 : Signal.bit(signo);
        setBlocked(blocked | action.mask() | own);
    }
}
