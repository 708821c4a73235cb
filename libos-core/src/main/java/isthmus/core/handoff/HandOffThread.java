package isthmus.core.handoff;

import isthmus.core.south.Fault;
import isthmus.core.south.GuestEvent;
import isthmus.core.south.GuestThread;
import isthmus.core.south.Registers;
import java.util.concurrent.atomic.AtomicBoolean;

/** A guest thread: the kernel's side of the hand-off that {@link HandOffCode} describes. */
public abstract class HandOffThread extends StubThread implements GuestThread {

    protected final Slot slot;
    protected final SlotRegisters registers;
    protected final ExtendedState state;
    private final SpinPolicy policy;
    private final int stateBytes;
    private final long features;
    /** Whether it counts as busy in the policy. */
    private final AtomicBoolean busy = new AtomicBoolean();

    private Fault fault;
    private long trapSite;
    private int stubTurns = -1;
    /** How many changes the stub was told to make last. */
    private int operations;

    private boolean toldToSleep;
    private volatile boolean inGuest;
    /** Whether it was asked to stop and has not stopped since. */
    private volatile boolean askedToStop;

    /** @param stateBytes size of the extended state */
    protected HandOffThread(Slot slot, SpinPolicy policy, int stateBytes) {
        this.slot = slot;
        this.policy = policy;
        this.stateBytes = stateBytes;
        this.registers = new SlotRegisters(slot);
        this.state = new ExtendedState(slot, stateBytes);
        this.features = slot.getInt(SlotLayout.XCR0) & 0xffffffffL;
    }

    // --- what the host does -----------------------------------------------------------------------------------------

    /** Whether neither side may spin for the order that is about to be given. */
    protected boolean mustNotSpin() {
        return false;
    }

    /** Waits for what the thread still does for the kernel; false if the process is gone. */
    protected boolean finishPending() {
        return true;
    }

    /** What follows from an event that is not the same on all hosts; {@link #meddled} if there is no such event. */
    protected abstract GuestEvent hostEvent(int event, int order);

    /** Wakes the stub's thread, which sleeps. */
    protected abstract void wakeStub();

    /** The kernel thread had to sleep, and the event has come. */
    protected void slept() {}

    /** Makes the guest, which runs, look at {@link SlotLayout#INTERRUPT}. */
    @Override
    protected abstract void poke();

    // --- running ----------------------------------------------------------------------------------------------------

    /** Begins another life: all registers zero, the extended state initial. */
    protected final void reset() {
        slot.putInt(SlotLayout.INTERRUPT, 0);
        askedToStop = false;
        registers.clear();
        state.initialise();
        trapSite = 0;
    }

    protected final boolean inGuest() {
        return inGuest;
    }

    @Override
    public GuestEvent resume() {
        int order;
        if (registers.onlyResultChanged() && state.live()) {
            registers.storeResult();
            order = SlotLayout.RUN_FAST;
        } else {
            registers.storeAll();
            slot.putLong(SlotLayout.FP_POINTER, state.pointer());
            order = SlotLayout.RUN_FULL;
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
        slot.putInt(
                SlotLayout.INTERRUPT,
                0); // before the other, so that no patience ends for a wish that the stub cannot see
        askedToStop = false;
        return received(order);
    }

    private GuestEvent received(int order) {
        trapSite = 0;
        int event = slot.getInt(SlotLayout.EVENT);
        switch (event) {
            case SlotLayout.EV_CALL -> {
                registers.readFromSlot(true);
                state.isLive();
                return GuestEvent.SYSTEM_CALL;
            }
            case SlotLayout.EV_STOPPED, SlotLayout.EV_STOPPED_FAST -> {
                registers.readFromSlot(event == SlotLayout.EV_STOPPED_FAST);
                state.isLive();
                return GuestEvent.INTERRUPTED;
            }
            default -> {
                return hostEvent(event, order);
            }
        }
    }

    /** The guest stopped by a processor exception. */
    protected final GuestEvent faulted(Fault newFault) {
        fault = newFault;
        return GuestEvent.FAULT;
    }

    /** The guest made a system call that came as a trap. */
    protected final GuestEvent trapped(long site) {
        trapSite = site;
        return GuestEvent.SYSTEM_CALL;
    }

    /**
     * What is in the slot cannot come from the stub: the process ends.
     *
     * @param what it is that has something that cannot be: a noun
     */
    protected final GuestEvent meddled(String what, long found) {
        killMeddler(what, found);
        return GuestEvent.GONE;
    }

    /** Says how many changes, which are in the slot, the stub is to make by the order {@link SlotLayout#RUN_OPS}. */
    protected final void setOperations(int count) {
        operations = count;
        slot.putInt(SlotLayout.OP_COUNT, count);
        slot.putInt(SlotLayout.OP_DONE, 0);
    }

    /** How many of them it says it has made, none of which failed: from 0 to as many as there are. */
    protected final int operationsDone() {
        return Math.clamp(slot.getInt(SlotLayout.OP_DONE), 0, operations);
    }

    // --- the hand-off -----------------------------------------------------------------------------------------------

    /** Gives the floor to the stub with an order and waits until it gives it back. False if the process is gone. */
    protected final boolean handOff(int order) {
        if (!finishPending()) {
            return false;
        }
        boolean quiet = mustNotSpin();
        int guests = policy.started();
        setStubTurns(quiet ? 0 : policy.stubTurns(guests));
        if (toldToSleep) {
            toldToSleep = false;
            slot.putInt(SlotLayout.NO_SPIN, 0);
        }
        give(order);
        boolean alive = await(order, quiet ? 0 : policy.kernelTurns(guests));
        policy.stopped();
        return alive;
    }

    private void setStubTurns(int turns) {
        if (turns != stubTurns) {
            stubTurns = turns;
            slot.putInt(SlotLayout.SPIN, turns);
        }
    }

    /** Gives an order without waiting; the thread then waits for its next order longer than for others. */
    protected final void giveFirst(int order) {
        setStubTurns(policy.firstStubTurns());
        slot.putInt(SlotLayout.NO_SPIN, 0);
        toldToSleep = false;
        give(order);
    }

    private void give(int order) {
        slot.putVolatile(SlotLayout.STATE, order);
        if (slot.getVolatile(SlotLayout.STUB_SLEEPS) != 0) {
            wakeStub();
        }
    }

    /** Waits for what {@link #giveFirst} ordered; false if the process is gone. */
    protected final boolean awaitFirst(int order) {
        return await(order, policy.kernelTurns(1));
    }

    /** Waits until the stub gives the floor back, at first by spinning; false if the process is gone. */
    private boolean await(int order, int turns) {
        for (int i = turns; i > 0; i--) {
            if (slot.getAcquire(SlotLayout.STATE) == SlotLayout.POSTED) {
                return true;
            }
            Thread.onSpinWait();
        }
        boolean alive = sleep(order);
        slept();
        return alive;
    }

    private boolean sleep(int order) {
        slot.putVolatile(SlotLayout.KERNEL_SLEEPS, 1);
        try {
            return await(
                    slot,
                    SlotLayout.STATE,
                    order,
                    SlotLayout.POSTED,
                    order == SlotLayout.RUN_FAST || order == SlotLayout.RUN_FULL);
        } finally {
            slot.putInt(SlotLayout.KERNEL_SLEEPS, 0);
        }
    }

    @Override
    protected final int steps(int order) {
        return order == SlotLayout.RUN_OPS ? operationsDone() : 0;
    }

    @Override
    protected final String order(int order) {
        return "the order " + order;
    }

    @Override
    protected final boolean isAskedToStop() {
        return askedToStop;
    }

    // --- the rest of the interface ----------------------------------------------------------------------------------

    @Override
    public final Registers registers() {
        return registers;
    }

    @Override
    public final Fault fault() {
        return fault;
    }

    @Override
    public final long trapSite() {
        return trapSite;
    }

    @Override
    public final void interrupt() {
        askedToStop = true;
        slot.putVolatile(SlotLayout.INTERRUPT, 1);
        if (inGuest) {
            poke();
        }
    }

    @Override
    public final int extendedStateBytes() {
        return stateBytes;
    }

    @Override
    public final long extendedStateFeatures() {
        return features;
    }

    @Override
    public final void readExtendedState(byte[] target) {
        if (state.live()) {
            handOff(SlotLayout.SAVE_FP);
        }
        state.read(target);
    }

    @Override
    public final boolean writeExtendedState(byte[] source) {
        return state.write(source);
    }

    /** It has no work until it is resumed. */
    protected final void idle() {
        if (busy.compareAndSet(true, false)) {
            policy.becomesIdle();
        }
    }

    @Override
    public final void aboutToBlock() {
        idle();
        if (!toldToSleep) {
            toldToSleep = true;
            slot.putInt(SlotLayout.NO_SPIN, 1);
        }
    }
}
