package isthmus.platform.windows;

import isthmus.core.handoff.HandOffThread;
import isthmus.core.handoff.Slot;
import isthmus.core.handoff.SlotLayout;
import isthmus.core.south.Fault;
import isthmus.core.south.GuestEvent;
import isthmus.core.south.HostException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** A guest thread on Windows: faults come from the debugger, interruptions are made with suspended threads. */
final class WindowsGuestThread extends HandOffThread {
    /** Half a second, in units of 100 ns from now. */
    private static final long[] TIMEOUT = {-5_000_000L};

    /** STATUS_PROCESS_IS_TERMINATING. */
    private static final int PROCESS_GONE = 0xc000010a;

    /** So often such a fault may come in the same way without the guest having called; then it is its own. */
    private static final int MOST_GUESSES = 8;

    private static final int TIMES = 4, KERNEL_TIME = 2, USER_TIME = 3;

    private final StubProcess stub;
    private final Events events;
    private final long handle;
    private volatile Fault pending;
    private volatile boolean gone;
    /** Between {@link #halt} and {@link #goOn}. */
    private volatile boolean halted;

    private volatile WindowsGuestProcess process;

    /** Becomes true only with the map of the process held: who changes that knows all who run guest code. */
    private volatile boolean running;

    /** So many looks, half a second each, the kernel has for a thread whose registers Windows does not tell. */
    private static final int MOST_LOOKS = 60;

    /** A shorter one, in nanoseconds, was no look: who sets the kernel's event does not make time pass. */
    private static final long SHORTEST_LOOK = 400_000_000;

    private static final long MOMENT_MILLIS = 500;

    /** Guards the thread's registers in Windows while they are looked at and changed. */
    final ReentrantLock contextLock = new ReentrantLock();

    private final Context context = new Context();
    /**
     * Odd while Windows is asked for the registers. It waits then until the thread stands still, without a limit: Wine needs the thread's
     * own help for that, and a guest can destroy what it needs.
     */
    final AtomicInteger asked = new AtomicInteger();

    /** Of the kernel's thread: what that was when it looked last, and how often in a row it has been the same odd number. */
    private int askedBefore;

    private int unanswered;

    /** How often the guest was tried again for a fault of which nobody knows whether a lost FS base has made it, and the last one. */
    private int guesses;

    private long guessedAt;
    private long guessedKind;
    private long guessedAddress;
    private volatile long cpuTime;
    private volatile long cpuTimeBefore;

    WindowsGuestThread(StubProcess stub, Slot slot, Events events, long handle) {
        super(slot, stub.platform.policy(), stub.platform.stateBytes(slot));
        this.stub = stub;
        this.events = events;
        this.handle = handle;
        reset();
    }

    /** Begins a life in a process: all registers zero, the extended state initial. */
    void enter(WindowsGuestProcess newProcess) {
        if (process != null) {
            cpuTimeBefore = hostCpuTime();
            pending = null;
            reset();
        }
        process = newProcess;
    }

    /** It may run guest code from now on until its next stop; the caller holds the map of its process. */
    void enters() {
        guesses = 0; // it has stopped, so nobody else looks
        running = true;
    }

    boolean isRunning() {
        return running;
    }

    @Override
    public GuestEvent resume() {
        process.beforeResume(this);
        try {
            return super.resume();
        } finally {
            running = false;
        }
    }

    @Override
    protected GuestEvent hostEvent(int event, int order) {
        Fault fault = pending;
        if (event != Layout.EV_FAULT || fault == null) {
            return meddled("the event", event);
        }
        pending = null;
        registers.readFromSlot(false);
        state.isLive();
        return faulted(fault);
    }

    @Override
    protected void wakeStub() {
        events.wakeStub();
    }

    @Override
    protected void sleepWhile(int order) {
        long start = System.nanoTime();
        if (events.await(stub.handle(), TIMEOUT)) {
            stub.awaitPump();
        }
        int now = asked.get();
        if ((now & 1) == 0 || now != askedBefore) {
            unanswered = 0;
        } else if (System.nanoTime() - start >= SHORTEST_LOOK) {
            unanswered++;
        }
        askedBefore = now;
        if (unanswered >= MOST_LOOKS) {
            stub.kill(
                    "the host does not tell the registers of one of its threads, which may have destroyed what belongs to the host");
        }
    }

    /** Windows is asked for the registers; false if the thread is gone. */
    private boolean readContext() {
        return asking(() -> context.read(handle));
    }

    /** Sends the thread, which is stopped, to a place in the stub; false if it is gone. */
    private boolean goOnAt(long place) {
        return asking(() -> context.redirect(handle, slot, place));
    }

    private <T> T asking(Supplier<T> question) {
        asked.incrementAndGet();
        try {
            return question.get();
        } finally {
            asked.incrementAndGet();
        }
    }

    @Override
    protected boolean isAlive() {
        return !gone && stub.isAlive();
    }

    @Override
    protected boolean mayRun() {
        return !halted;
    }

    @Override
    protected void kill(String why) {
        stub.kill(why);
    }

    @Override
    public String whyGone() {
        return stub.whyGone();
    }

    // --- changes of the address space
    // ---------------------------------------------------------------------------------

    /** Puts a change, of those that {@link #runOperations} makes, into the slot. */
    void putOperation(int row, int kind, long section, long address, long offset, long bytes, int protection) {
        int at = Layout.OPS + row * SlotLayout.OP_BYTES;
        slot.putLong(at + Layout.OP_KIND, kind);
        slot.putLong(at + Layout.OP_SECTION, section);
        slot.putLong(at + Layout.OP_ADDRESS, address);
        slot.putLong(at + Layout.OP_OFFSET, offset);
        slot.putLong(at + Layout.OP_SIZE, bytes);
        slot.putLong(at + Layout.OP_PROTECTION, protection);
    }

    /** Has changes made; the thread is stopped. Returns 0, or a status below zero. */
    int runOperations(int count) {
        setOperations(count);
        if (!handOff(SlotLayout.RUN_OPS)) {
            return PROCESS_GONE;
        }
        if (slot.getInt(SlotLayout.EVENT) != SlotLayout.EV_DONE) {
            meddled("the answer to an order", slot.getInt(SlotLayout.EVENT));
            return PROCESS_GONE;
        }
        int status = slot.getInt(Layout.OP_STATUS);
        return operationsDone() == count ? 0 : status < 0 ? status : PROCESS_GONE;
    }

    /** After {@link #runOperations} has failed: which change it was, counted from 0. */
    int failedOperation(int count) {
        return Math.min(operationsDone(), count - 1);
    }

    // --- stopping ---------------------------------------------------------------------------------------------------

    /**
     * This thread has raised an exception and waits for the debugger, who calls. If it is the guest's, the thread goes on
     * where it reports it; false if it is the stub's.
     */
    boolean raised(int exception, long at, long kind, long address) {
        StubCode code = stub.platform.code();
        contextLock.lock();
        try {
            if (gone || !readContext()) {
                return false;
            }
            if (!Layout.isGuest(at) && !(inGuest() && Faults.isJumpToNothing(exception, at, kind, address))) {
                return false;
            }
            // An interruption may have come between the exception and this; its registers are in the slot then.
            if (context.rip() != code.halted() && context.rip() != code.loseFsBase()) {
                context.toSlot(slot);
            }
            SoftwareInterrupt interrupt = SoftwareInterrupt.of(
                    exception, at, address, stub.read(at - SoftwareInterrupt.BEFORE, SoftwareInterrupt.BYTES));
            if (interrupt != null) {
                slot.putLong(SlotLayout.AT_RIP, interrupt.rip());
                pending = interrupt.fault();
                return goOnAt(code.faulted());
            }
            if (Faults.isBreakpoint(exception)) {
                slot.putLong(SlotLayout.AT_RIP, at + 1);
            }
            Fault fault = Faults.of(
                    exception,
                    kind,
                    address,
                    Faults.isMemory(exception) ? 0 : asking(() -> context.floatingPoint(handle)));
            if (fault == null) {
                return false;
            }
            pending = fault;
            boolean lost = Faults.isAccess(exception, kind) && mayHaveLostFsBase(at, kind, address);
            return goOnAt(lost ? code.mayHaveLostFsBase() : code.faulted());
        } finally {
            contextLock.unlock();
        }
    }

    /** The guest's registers are in the slot. */
    private boolean mayHaveLostFsBase(long at, long kind, long address) {
        FsAccess.Cause cause = FsAccess.cause(
                stub.read(at, FsAccess.LONGEST),
                number -> Context.register(slot, number),
                address,
                slot.getLong(SlotLayout.FS_BASE),
                0,
                slot.getLong(Layout.HOST_FS));
        if (cause != FsAccess.Cause.UNKNOWN) {
            return cause == FsAccess.Cause.LOST_BASE;
        }
        boolean again = guesses > 0 && at == guessedAt && kind == guessedKind && address == guessedAddress;
        guesses = again ? guesses + 1 : 1;
        guessedAt = at;
        guessedKind = kind;
        guessedAddress = address;
        return guesses <= MOST_GUESSES;
    }

    /**
     * Lets it stand still until {@link #goOn}, wherever it is; false if it is gone. Windows stops it at its own time, but tells its
     * registers no earlier (SuspendThread() and GetThreadContext() in Microsoft's documentation).
     */
    boolean halt() {
        contextLock.lock();
        try {
            if (gone) {
                return false;
            }
            Nt.check(Nt.NtSuspendThread(handle, 0), "stop a thread of a guest");
            halted = true;
            if (!readContext()) {
                goOn();
                throw new HostException("Windows does not say that a thread of a guest has stopped.");
            }
            return true;
        } finally {
            contextLock.unlock();
        }
    }

    void goOn() {
        halted = false;
        Nt.NtResumeThread(handle, 0);
    }

    @Override
    protected void poke() {
        redirect(stub.platform.code().halted());
    }

    /** Makes the guest, where it runs, go on without its FS base, as Windows may do it at any time. For tests. */
    void loseFsBase() {
        redirect(stub.platform.code().loseFsBase());
    }

    /**
     * Sends the guest to a place in the stub. Where it is in the stub already it sees {@code INTERRUPT} or is past it. Does nothing where
     * somebody else looks at the thread for long: the kernel's thread asks again and again, and must not wait for Windows as the other does.
     */
    private void redirect(long place) {
        if (!lockForAMoment()) {
            return;
        }
        try {
            if (gone || Nt.NtSuspendThread(handle, 0) < 0) {
                return; // who waits for it finds it gone
            }
            try {
                redirectSuspended(place);
            } finally {
                Nt.NtResumeThread(handle, 0);
            }
        } finally {
            contextLock.unlock();
        }
    }

    private void redirectSuspended(long place) {
        if (!readContext()) {
            return;
        }
        long rip = context.rip();
        long leaving = stub.platform.code().stoppedFrom(rip);
        if (leaving != 0 && place == stub.platform.code().halted()) {
            goOnAt(leaving);
        } else if (Layout.isGuest(rip) && inGuest()) {
            context.toSlot(slot);
            goOnAt(place);
        }
    }

    private boolean lockForAMoment() {
        try {
            return contextLock.tryLock(MOMENT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return contextLock.tryLock();
        }
    }

    // --- the rest ---------------------------------------------------------------------------------------------------

    @Override
    public long cpuTimeNanos() {
        return Math.max(0, hostCpuTime() - cpuTimeBefore);
    }

    /** What it was before where somebody looks at the thread for long. */
    private long hostCpuTime() {
        if (!lockForAMoment()) {
            return cpuTime;
        }
        try {
            long[] times = new long[TIMES];
            if (!gone && Nt.NtQueryInformationThread(handle, Nt.THREAD_TIMES, times, TIMES * Long.BYTES, 0) >= 0) {
                cpuTime = (times[KERNEL_TIME] + times[USER_TIME]) * 100;
            }
            return cpuTime;
        } finally {
            contextLock.unlock();
        }
    }

    @Override
    public void close() {
        idle();
        stub.park(this);
    }

    /** The process is gone, and with it this thread; its handle stays for a moment. */
    void processEnded() {
        hostCpuTime();
        setGone();
        events.wakeKernel();
    }

    private void setGone() {
        contextLock.lock();
        try {
            gone = true;
        } finally {
            contextLock.unlock();
        }
    }

    /** Nobody serves it any more. */
    void bury() {
        idle();
        setGone();
        Nt.NtClose(handle);
        events.close();
    }
}
