package isthmus.platform.linux;

import isthmus.core.handoff.HandOffThread;
import isthmus.core.handoff.Slot;
import isthmus.core.handoff.SlotLayout;
import isthmus.core.south.Fault;
import isthmus.core.south.GuestEvent;
import isthmus.core.south.Registers;

/** A guest thread: the kernel's side of the hand-off that {@link StubCode} describes. */
final class LinuxGuestThread extends HandOffThread {
    private static final int GREGS = 40, FPREGS = 40 + 23 * 8;
    private static final int GREG_RIP = 40 + 16 * 8;
    private static final int GREG_ERR = 40 + 19 * 8, GREG_TRAPNO = 40 + 20 * 8, GREG_CR2 = 40 + 22 * 8;
    private static final int UCONTEXT_BYTES = 40 + 23 * 8 + 8;
    private static final int SIGSYS = 31;
    private static final int SIGINFO_CODE = 8, SIGINFO_CALL_ADDRESS = 16, SIGINFO_ARCH = 28;
    private static final int ARCH_X86_64 = 0xc000003e;
    /** A page above all others, with calls that the host emulates or refuses by itself, without an honest page fault. */
    private static final long VSYSCALL_PAGE = 0xffffffffff600000L;

    private static final int FETCH_BY_USER = 0x14, SIGSEGV = 11, SEGV_MAPERR = 1;

    private static final long I386_CALL = 0x4000_0000L;

    final StubProcess stub;
    final int tid;
    private final Pairing pairing;
    private final CpuTime cpuTime;
    private long cpuTimeBefore;

    /** Whose guest it runs now. */
    private volatile LinuxGuestProcess process;

    /** Operations that were started and not waited for. */
    private int underWay;

    private boolean started;

    LinuxGuestThread(StubProcess stub, Slot slot, int tid) {
        super(slot, stub.platform.policy, stub.platform.stateBytes());
        this.stub = stub;
        this.tid = tid;
        this.cpuTime = new CpuTime(stub.pid, tid);
        this.pairing = new Pairing(stub.platform.policy, cpuTime, tid);
        reset();
    }

    /** Begins a life in a process: all registers zero, the extended state initial. */
    void enter(LinuxGuestProcess newProcess) {
        if (process != null) {
            cpuTimeBefore = cpuTime.nanos();
            started = false;
            reset();
        }
        process = newProcess;
    }

    Slot slot() {
        return slot;
    }

    LinuxGuestProcess process() {
        return process;
    }

    boolean isInGuest() {
        return inGuest();
    }

    @Override
    public void prepare() {
        process.startThrough(this);
    }

    @Override
    public GuestEvent resume() {
        if (!started) {
            started = true;
            stub.platform.serves(this);
            pairing.begin();
            if (!finishPending()) {
                return GuestEvent.GONE;
            }
            process.runs(); // from now on another thread may make changes too
        }
        process.flushThrough(this);
        return super.resume();
    }

    @Override
    protected GuestEvent hostEvent(int event, int order) {
        switch (event) {
            case Layout.EV_SIGNAL -> {
                return signal();
            }
            case Layout.EV_STOPPED_IN_FRAME -> {
                int frame = frame();
                if (frame < 0 || !isStateIn(frame)) {
                    return meddledWithFrame();
                }
                registers.readFromSlot(order == SlotLayout.RUN_FAST);
                return GuestEvent.INTERRUPTED;
            }
            case Layout.EV_STUB_FAULT -> {
                kill(stubFault());
                return GuestEvent.GONE;
            }
            default -> {
                return meddled("the event", event);
            }
        }
    }

    /** What a signal says that came while the stub's code ran, as far as the slot can be believed. */
    private String stubFault() {
        int frame = frame();
        String where = frame < 0
                ? "an unknown place"
                : Long.toHexString(slot.getLong(frame + GREG_RIP)) + " (trap " + slot.getLong(frame + GREG_TRAPNO)
                        + ", address " + Long.toHexString(slot.getLong(frame + GREG_CR2)) + ")";
        return "the host sent signal " + slot.getInt(Layout.SIGNO) + " at " + where
                + ", in the engine's code, where the program may have jumped";
    }

    private GuestEvent meddledWithFrame() {
        return meddled("the signal frame's place", slot.getLong(Layout.FRAME));
    }

    private boolean isStateIn(int frame) {
        return state.isAt(slot.getLong(frame + FPREGS));
    }

    private GuestEvent signal() {
        int frame = frame();
        if (frame < 0 || !isStateIn(frame)) {
            return meddledWithFrame();
        }
        registers.readFromRow(frame + GREGS);
        long info = slot.getLong(Layout.SIGINFO) - slot.stubAddress();
        if (info < Layout.SIGNAL_STACK || info > SlotLayout.SLOT_BYTES - 128) {
            return meddled("the signal's description", slot.getLong(Layout.SIGINFO));
        }
        int signal = slot.getInt(Layout.SIGNO);
        if (signal == StubCode.INTERRUPT_SIGNAL) {
            return GuestEvent.INTERRUPTED;
        }
        if (signal == SIGSYS) {
            long callAddress = slot.getLong((int) info + SIGINFO_CALL_ADDRESS);
            if (isVsyscall(callAddress)) {
                // The host has returned for the guest: undone, so that it is an event like on other hosts.
                registers.set(Registers.RSP, registers.get(Registers.RSP) - Long.BYTES);
                registers.set(Registers.RIP, callAddress);
                return fetchFault(callAddress);
            }
            if (slot.getInt((int) info + SIGINFO_ARCH) == ARCH_X86_64) {
                return trapped(callAddress - 2);
            } else { // int 0x80 or a 32-bit code segment: no number of this ABI
                registers.set(Registers.RAX, I386_CALL | registers.get(Registers.RAX) & 0xffffL);
            }
            return GuestEvent.SYSTEM_CALL;
        }
        if (signal == SIGSEGV
                && isVsyscall(registers.get(Registers.RIP))
                && slot.getInt((int) info + SIGINFO_CODE) != SEGV_MAPERR) {
            return fetchFault(registers.get(Registers.RIP)); // what the frame says of the fault is of an earlier one
        }
        int trap = (int) slot.getLong(frame + GREG_TRAPNO);
        long address = trap == Fault.PAGE_FAULT ? slot.getLong(frame + GREG_CR2) : 0;
        return faulted(new Fault(
                trap, (int) slot.getLong(frame + GREG_ERR), address, signal, slot.getInt((int) info + SIGINFO_CODE)));
    }

    private static boolean isVsyscall(long address) {
        return (address & -4096L) == VSYSCALL_PAGE;
    }

    private GuestEvent fetchFault(long address) {
        return faulted(new Fault(Fault.PAGE_FAULT, FETCH_BY_USER, address, SIGSEGV, SEGV_MAPERR));
    }

    /** Offset of the signal frame's ucontext in the slot, or -1 if the guest changed the pointer. */
    private int frame() {
        long offset = slot.getLong(Layout.FRAME) - slot.stubAddress();
        return offset >= Layout.SIGNAL_STACK && offset <= SlotLayout.SLOT_BYTES - UCONTEXT_BYTES ? (int) offset : -1;
    }

    // --- the hand-off -----------------------------------------------------------------------------------------------

    @Override
    protected boolean mustNotSpin() {
        return pairing.adapt();
    }

    @Override
    protected void wakeStub() {
        Futex.wake(slot.address());
    }

    @Override
    protected void sleepWhile(int order) {
        boolean paired = pairing.isPaired();
        Futex.await(slot.address(), order, paired ? stub.platform.stretchAddress() : stub.platform.timeoutAddress());
        if (paired && slot.getVolatile(SlotLayout.STATE) == order) {
            pairing.dissolve();
        }
    }

    @Override
    protected void slept() {
        pairing.slept();
    }

    @Override
    protected boolean isAlive() {
        return stub.isAlive();
    }

    @Override
    protected boolean mayRun() {
        return HostTask.mayRun(stub.pid, tid);
    }

    @Override
    protected void kill(String why) {
        stub.kill(why);
    }

    @Override
    public String whyGone() {
        return stub.whyGone();
    }

    @Override
    protected void poke() {
        stub.signal(tid);
    }

    // --- mapping changes --------------------------------------------------------------------------------------------

    /**
     * Has mapping changes made without waiting for them; whatever is asked of the thread next waits first. Its host
     * thread is awake then, and waits for the first order longer than for others.
     */
    void startOperations(long[] rows, int count) {
        if (!finishPending()) {
            return;
        }
        putOperations(rows, 0, count);
        underWay = count;
        giveFirst(SlotLayout.RUN_OPS);
    }

    /** Whether what {@link #startOperations} started is not done yet. */
    boolean isMakingChanges() {
        return underWay > 0 && slot.getVolatile(SlotLayout.STATE) != SlotLayout.POSTED;
    }

    /** Waits for what {@link #startOperations} started; false if the process is gone. */
    @Override
    protected boolean finishPending() {
        if (underWay == 0) {
            return true;
        }
        int count = underWay;
        underWay = 0;
        if (!awaitFirst(SlotLayout.RUN_OPS)) {
            return false;
        }
        long result = operationResult(count);
        if (result != 0) { // what the last guest mapped may be there for the next
            stub.refused(result);
            return false;
        }
        return true;
    }

    /** Runs mapping changes; the thread is stopped. Returns 0, or the host's negated error number. */
    long runOperations(long[] rows, int from, int count) {
        if (!finishPending()) {
            return 0;
        }
        putOperations(rows, from, count);
        return handOff(SlotLayout.RUN_OPS) ? operationResult(count) : 0;
    }

    private void putOperations(long[] rows, int from, int count) {
        StubProcess.putRows(slot, Layout.OPS, rows, from, count);
        setOperations(count);
    }

    /** 0, or the host's negated error number; a guest that meddled costs its process. */
    private long operationResult(int count) {
        if (slot.getInt(SlotLayout.EVENT) != SlotLayout.EV_DONE) {
            meddled("the answer to an order", slot.getInt(SlotLayout.EVENT));
            return 0;
        }
        return operationsDone() == count ? 0 : slot.getLong(Layout.OP_RESULT);
    }

    // --- the rest ---------------------------------------------------------------------------------------------------

    @Override
    public long cpuTimeNanos() {
        return Math.max(0, cpuTime.nanos() - cpuTimeBefore);
    }

    @Override
    public void close() {
        idle();
        pairing.end();
        stub.park(this);
    }

    /** The process is gone. */
    void bury() {
        idle();
        cpuTime.close();
    }
}
