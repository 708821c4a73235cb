package isthmus.platform.linux;

import isthmus.core.south.Fault;
import isthmus.core.south.GuestEvent;
import isthmus.core.south.GuestThread;
import isthmus.core.south.Registers;
import java.util.concurrent.atomic.AtomicBoolean;

/** A guest thread: the kernel's side of the hand-off that {@link StubCode} describes. */
final class LinuxGuestThread implements GuestThread {
    private static final int GREG_ERR = 40 + 19 * 8, GREG_TRAPNO = 40 + 20 * 8, GREG_CR2 = 40 + 22 * 8;
    private static final int UCONTEXT_BYTES = 40 + 23 * 8 + 8;
    private static final int SIGSYS = 31;
    private static final int SIGINFO_CODE = 8, SIGINFO_CALL_ADDRESS = 16, SIGINFO_ARCH = 28;
    private static final int ARCH_X86_64 = 0xc000003e;
    /** A guest that does not stop for so long when asked has taken the stub's code out of the kernel's hands. */
    private static final long PATIENCE_NANOS = 5_000_000_000L;

    /** A page above all others, with calls that the host emulates or refuses by itself, without an honest page fault. */
    private static final long VSYSCALL_PAGE = 0xffffffffff600000L;

    private static final int FETCH_BY_USER = 0x14, SIGSEGV = 11, SEGV_MAPERR = 1;

    private static final long I386_CALL = 0x4000_0000L;

    final StubProcess stub;
    final Slot slot;
    final int tid;
    private final SlotRegisters registers;
    private final ExtendedState state;
    private final SpinPolicy policy;
    private final Pairing pairing;
    /** Whether it counts as busy in the policy. */
    private final AtomicBoolean busy = new AtomicBoolean();

    private final long features;
    private final CpuTime cpuTime;
    private long cpuTimeBefore;
    private Fault fault;
    private long trapSite;
    private int stubTurns = -1;
    private boolean toldToSleep;
    private volatile boolean inGuest;
    /** When it was last asked to stop without having stopped since, in {@link System#nanoTime()}; 0 if it was not. */
    private volatile long askedToStop;

    /** Whose guest it runs now. */
    private volatile LinuxGuestProcess process;

    /** Operations that were started and not waited for. */
    private int underWay;

    private boolean started;

    LinuxGuestThread(StubProcess stub, Slot slot, int tid) {
        this.stub = stub;
        this.slot = slot;
        this.tid = tid;
        this.policy = stub.platform.policy;
        this.cpuTime = new CpuTime(stub.pid, tid);
        this.pairing = new Pairing(policy, cpuTime, tid);
        this.registers = new SlotRegisters(slot);
        this.state = new ExtendedState(slot, stub.platform.stateBytes());
        this.features = slot.getInt(Layout.XCR0) & 0xffffffffL;
        reset();
    }

    /** Begins a life in a process: all registers zero, the extended state initial. */
    void enter(LinuxGuestProcess newProcess) {
        if (process != null) {
            cpuTimeBefore = cpuTime.nanos();
            slot.putInt(Layout.INTERRUPT, 0);
            askedToStop = 0;
            reset();
        }
        process = newProcess;
    }

    LinuxGuestProcess process() {
        return process;
    }

    private void reset() {
        registers.clear();
        state.write(stub.platform.initialState());
        trapSite = 0;
        started = false;
    }

    boolean isInGuest() {
        return inGuest;
    }

    @Override
    public GuestEvent resume() {
        if (!started) {
            started = true;
            process.runs();
            stub.platform.serves(this);
            pairing.begin();
        }
        process.flushThrough(this);
        int order;
        if (registers.onlyResultChanged() && state.live()) {
            registers.storeResult();
            order = Layout.RUN_FAST;
        } else {
            registers.storeAll();
            slot.putLong(Layout.FP_POINTER, state.pointer());
            order = Layout.RUN_FULL;
        }
        if (askedToStop != 0) {
            askedToStop = System.nanoTime() | 1; // it could not stop while it did not run
        }
        if (!busy.get() && busy.compareAndSet(false, true)) {
            policy.becomesBusy();
        }
        inGuest = true;
        boolean alive = handOff(order);
        inGuest = false;
        if (!alive) {
            idle();
            return GuestEvent.GONE;
        }
        slot.putInt(Layout.INTERRUPT, 0); // before the clock, so that no clock runs for a wish that the stub cannot see
        askedToStop = 0;
        return received(order);
    }

    private GuestEvent received(int order) {
        trapSite = 0;
        switch (slot.getInt(Layout.EVENT)) {
            case Layout.EV_CALL -> {
                registers.readFromSlot(true);
                state.isLive();
                return GuestEvent.SYSTEM_CALL;
            }
            case Layout.EV_SIGNAL -> {
                return signal();
            }
            case Layout.EV_STOPPED -> {
                registers.readFromSlot(order == Layout.RUN_FAST);
                state.isLive();
                return GuestEvent.INTERRUPTED;
            }
            case Layout.EV_STOPPED_IN_FRAME -> {
                int frame = frame();
                if (frame < 0 || !state.isInFrame(frame)) {
                    return meddled();
                }
                registers.readFromSlot(order == Layout.RUN_FAST);
                return GuestEvent.INTERRUPTED;
            }
            default -> {
                return meddled();
            }
        }
    }

    private GuestEvent signal() {
        int frame = frame();
        if (frame < 0 || !state.isInFrame(frame)) {
            return meddled();
        }
        registers.readFromFrame(frame);
        long info = slot.getLong(Layout.SIGINFO) - slot.stubAddress;
        if (info < Layout.SIGNAL_STACK || info > Layout.SLOT_BYTES - 128) {
            return meddled();
        }
        int signal = slot.getInt(Layout.SIGNO);
        if (signal == StubCode.INTERRUPT_SIGNAL) {
            return GuestEvent.INTERRUPTED;
        }
        if (signal == SIGSYS) {
            long callAddress = slot.getLong((int) info + SIGINFO_CALL_ADDRESS);
            if (isVsyscall(
                    callAddress)) { // the host has returned for the guest: undone, so that it is an event like on other
                // hosts
                registers.set(Registers.RSP, registers.get(Registers.RSP) - Long.BYTES);
                registers.set(Registers.RIP, callAddress);
                return fetchFault(callAddress);
            }
            if (slot.getInt((int) info + SIGINFO_ARCH) == ARCH_X86_64) {
                trapSite = callAddress - 2;
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
        fault = new Fault(
                trap, (int) slot.getLong(frame + GREG_ERR), address, signal, slot.getInt((int) info + SIGINFO_CODE));
        return GuestEvent.FAULT;
    }

    private static boolean isVsyscall(long address) {
        return (address & -4096L) == VSYSCALL_PAGE;
    }

    private GuestEvent fetchFault(long address) {
        fault = new Fault(Fault.PAGE_FAULT, FETCH_BY_USER, address, SIGSEGV, SEGV_MAPERR);
        return GuestEvent.FAULT;
    }

    /** Offset of the signal frame's ucontext in the slot, or -1 if the guest changed the pointer. */
    private int frame() {
        long offset = slot.getLong(Layout.FRAME) - slot.stubAddress;
        return offset >= Layout.SIGNAL_STACK && offset <= Layout.SLOT_BYTES - UCONTEXT_BYTES ? (int) offset : -1;
    }

    /** What is in the slot cannot come from the stub: the process ends. */
    private GuestEvent meddled() {
        stub.kill();
        return GuestEvent.GONE;
    }

    /** Gives the floor to the stub with an order and waits until it gives it back. False if the process is gone. */
    private boolean handOff(int order) {
        if (underWay > 0 && !finishOperations()) {
            return false;
        }
        boolean paired = pairing.adapt();
        int guests = policy.started();
        int turns = paired ? 0 : policy.stubTurns(guests);
        if (turns != stubTurns) {
            stubTurns = turns;
            slot.putInt(Layout.SPIN, turns);
        }
        if (toldToSleep) {
            toldToSleep = false;
            slot.putInt(Layout.NO_SPIN, 0);
        }
        give(order);
        boolean alive = await(order, paired ? 0 : policy.kernelTurns(guests));
        policy.stopped();
        return alive;
    }

    private void give(int order) {
        slot.putVolatile(Layout.STATE, order);
        if (slot.getVolatile(Layout.STUB_SLEEPS) != 0) {
            Futex.wake(slot.address);
        }
    }

    /** Waits until the stub gives the floor back, at first by spinning; false if the process is gone. */
    private boolean await(int order, int turns) {
        for (int i = turns; i > 0; i--) {
            if (slot.getAcquire(Layout.STATE) == Layout.POSTED) {
                return true;
            }
            Thread.onSpinWait();
        }
        boolean alive = sleep(order);
        pairing.slept();
        return alive;
    }

    private boolean sleep(int order) {
        slot.putVolatile(Layout.KERNEL_SLEEPS, 1);
        try {
            while (true) {
                int current = slot.getVolatile(Layout.STATE);
                if (current == Layout.POSTED) {
                    return true;
                }
                if (current != order) {
                    stub.kill();
                    return false;
                }
                if (!stub.isAlive() || isObstinate()) {
                    return false;
                }
                boolean paired = pairing.isPaired();
                Futex.await(
                        slot.address, order, paired ? stub.platform.stretchAddress() : stub.platform.timeoutAddress());
                if (paired && slot.getVolatile(Layout.STATE) == order) {
                    pairing.dissolve();
                }
            }
        } finally {
            slot.putInt(Layout.KERNEL_SLEEPS, 0);
        }
    }

    private boolean isObstinate() {
        long asked = askedToStop;
        if (asked == 0 || System.nanoTime() - asked < PATIENCE_NANOS) {
            return false;
        }
        stub.kill();
        return true;
    }

    /**
     * Has mapping changes made without waiting for them; whatever is asked of the thread next waits first. Its host
     * thread is awake then, and waits for the first order longer than for others.
     */
    void startOperations(long[] rows, int count) {
        if (underWay > 0 && !finishOperations()) {
            return;
        }
        putOperations(rows, 0, count);
        stubTurns = policy.firstStubTurns();
        slot.putInt(Layout.SPIN, stubTurns);
        slot.putInt(Layout.NO_SPIN, 0);
        toldToSleep = false;
        underWay = count;
        give(Layout.RUN_OPS);
    }

    /** Waits for what {@link #startOperations} started; false if the process is gone. */
    private boolean finishOperations() {
        int count = underWay;
        underWay = 0;
        if (!await(Layout.RUN_OPS, policy.kernelTurns(1))) {
            return false;
        }
        if (operationResult(count) != 0) { // what the last guest mapped would be there for the next
            stub.kill();
            return false;
        }
        return true;
    }

    /** Runs mapping changes; the thread is stopped. Returns 0, or the host's negated error number. */
    long runOperations(long[] rows, int from, int count) {
        if (underWay > 0 && !finishOperations()) {
            return 0;
        }
        putOperations(rows, from, count);
        return handOff(Layout.RUN_OPS) ? operationResult(count) : 0;
    }

    private void putOperations(long[] rows, int from, int count) {
        slot.putRows(Layout.OPS, rows, from, count);
        slot.putInt(Layout.OP_COUNT, count);
    }

    /** 0, or the host's negated error number; a guest that meddled costs its process. */
    private long operationResult(int count) {
        if (slot.getInt(Layout.EVENT) != Layout.EV_DONE) {
            meddled();
            return 0;
        }
        return slot.getInt(Layout.OP_DONE) == count ? 0 : slot.getLong(Layout.OP_RESULT);
    }

    @Override
    public Registers registers() {
        return registers;
    }

    @Override
    public Fault fault() {
        return fault;
    }

    @Override
    public long trapSite() {
        return trapSite;
    }

    @Override
    public void interrupt() {
        if (askedToStop == 0) {
            askedToStop = System.nanoTime() | 1;
        }
        slot.putVolatile(Layout.INTERRUPT, 1);
        if (inGuest) {
            stub.signal(tid);
        }
    }

    @Override
    public int extendedStateBytes() {
        return stub.platform.stateBytes();
    }

    @Override
    public long extendedStateFeatures() {
        return features;
    }

    @Override
    public long cpuTimeNanos() {
        return Math.max(0, cpuTime.nanos() - cpuTimeBefore);
    }

    @Override
    public void readExtendedState(byte[] target) {
        if (state.live()) {
            handOff(Layout.SAVE_FP);
        }
        state.read(target);
    }

    @Override
    public boolean writeExtendedState(byte[] source) {
        return state.write(source);
    }

    private void idle() {
        if (busy.compareAndSet(true, false)) {
            policy.becomesIdle();
        }
    }

    @Override
    public void aboutToBlock() {
        idle();
        if (!toldToSleep) {
            toldToSleep = true;
            slot.putInt(Layout.NO_SPIN, 1);
        }
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
