package isthmus.core.handoff;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who may spin. While a guest runs, its kernel thread may spin for the next event, and while the kernel works, the guest's
 * thread may spin for the answer, as long as both have a core: with twice as many running guests as half the cores, spinning
 * would only take time from those who have work.
 */
public class SpinPolicy {
    /** Turns of the kernel's loop before it sleeps: about 30 µs. */
    private static final int KERNEL_TURNS = 2000;
    /** Turns of the stub's loop: about 20 µs. */
    private static final int STUB_TURNS = 1000;

    private final int cores = Runtime.getRuntime().availableProcessors();
    private final AtomicInteger running = new AtomicInteger();
    /** Guest threads that have work: they run, or the kernel works for them. */
    private final AtomicInteger busy = new AtomicInteger();

    public final void becomesBusy() {
        busy.incrementAndGet();
    }

    public final void becomesIdle() {
        busy.decrementAndGet();
    }

    /** Whether there is more work than can be done with spinning on both sides. */
    public boolean isCrowded() {
        return busy.get() * 2 > cores;
    }

    /** A guest starts to run; returns how many do. */
    public final int started() {
        return running.incrementAndGet();
    }

    public final void stopped() {
        running.decrementAndGet();
    }

    /** Of a thread that is about to get its first order: as long as the kernel takes for fork(2) or execve(2). */
    public final int firstStubTurns() {
        return (running.get() + 1) * 2 <= cores ? 10 * STUB_TURNS : 0;
    }

    public final int kernelTurns(int guests) {
        return guests * 2 <= cores ? KERNEL_TURNS : 0;
    }

    public final int stubTurns(int guests) {
        return guests * 2 <= cores ? STUB_TURNS : 0;
    }
}
