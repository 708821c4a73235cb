package isthmus.core.south.mock;

import isthmus.core.south.Fault;
import isthmus.core.south.GuestEvent;
import isthmus.core.south.GuestThread;
import isthmus.core.south.Registers;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** A guest thread that does what a test scripted; without a script it is {@link GuestEvent#GONE}. */
public final class MockThread implements GuestThread {
    private static final int EXTENDED_STATE_BYTES = 576;

    private record Step(GuestEvent event, Consumer<Registers> code, Fault fault) {}

    private final MockProcess process;
    private final Queue<Step> script = new ConcurrentLinkedQueue<>();
    private final byte[] extendedState = new byte[EXTENDED_STATE_BYTES];
    private Fault fault;
    private volatile boolean interrupted;
    private volatile boolean closed;

    private final Registers registers = new ArrayRegisters();

    MockThread(MockProcess process) {
        this.process = process;
    }

    /** The guest's next step: {@code code} runs, and then it makes a system call. */
    public MockThread systemCall(Consumer<Registers> code) {
        script.add(new Step(GuestEvent.SYSTEM_CALL, code, null));
        return this;
    }

    /** The guest's next step: a system call with these arguments. */
    public MockThread systemCall(long number, long... arguments) {
        int[] order = {Registers.RDI, Registers.RSI, Registers.RDX, Registers.R10, Registers.R8, Registers.R9};
        return systemCall(r -> {
            r.set(Registers.RAX, number);
            for (int i = 0; i < arguments.length; i++) {
                r.set(order[i], arguments[i]);
            }
        });
    }

    /** The guest's next step: it faults. */
    public MockThread fault(Fault next) {
        script.add(new Step(GuestEvent.FAULT, r -> {}, next));
        return this;
    }

    /** The guest's last step: it runs on, whoever asks it to stop, until its process is ended. */
    public MockThread runsForEver() {
        script.add(new Step(GuestEvent.GONE, r -> process.awaitEnd(), null));
        return this;
    }

    /** Whether it still has steps that it has not begun. */
    public boolean isScripted() {
        return !script.isEmpty();
    }

    @Override
    public GuestEvent resume() {
        if (!process.isAlive() || closed) {
            return GuestEvent.GONE;
        }
        process.applyQueue();
        if (interrupted) {
            interrupted = false;
            return GuestEvent.INTERRUPTED;
        }
        Step step = script.poll();
        if (step == null) {
            return GuestEvent.GONE;
        }
        step.code.accept(registers);
        fault = step.fault;
        return step.event;
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
    public void interrupt() {
        interrupted = true;
    }

    @Override
    public int extendedStateBytes() {
        return EXTENDED_STATE_BYTES;
    }

    @Override
    public long extendedStateFeatures() {
        return 3;
    }

    @Override
    public long trapSite() {
        return 0;
    }

    @Override
    public void readExtendedState(byte[] target) {
        System.arraycopy(extendedState, 0, target, 0, EXTENDED_STATE_BYTES);
    }

    @Override
    public boolean writeExtendedState(byte[] source) {
        System.arraycopy(source, 0, extendedState, 0, EXTENDED_STATE_BYTES);
        return true;
    }

    @Override
    public void aboutToBlock() {}

    @Override
    public long cpuTimeNanos() {
        return 0;
    }

    @Override
    public void close() {
        closed = true;
    }
}
