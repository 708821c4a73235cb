package isthmus.linux;

import isthmus.core.memory.AddressSpace;
import isthmus.core.memory.PhysicalMemory;
import isthmus.linux.signal.SigInfo;
import isthmus.linux.signal.Signal;
import isthmus.linux.task.Task;
import isthmus.linux.task.ThreadGroup;

/**
 * Linux's out-of-memory killer: looks from time to time at the memory that all programs of the run take, the more often the
 * less is left, and kills the largest process when it is more than the limit. Runs on the kernel's timer thread.
 */
final class MemoryWatch {
    /** Programs are taken to touch no more than this in a nanosecond. */
    private static final long BYTES_A_NANO = 4;

    private static final long SHORTEST_NANOS = 10_000_000L;
    private static final long LONGEST_NANOS = 1_000_000_000L;
    /** So long a killed process may take to give back its memory before another one is killed. */
    private static final long PATIENCE_NANOS = 2_000_000_000L;

    private final Kernel kernel;
    private final PhysicalMemory memory;
    private ThreadGroup victim;
    private long killedAt;

    MemoryWatch(Kernel kernel) {
        this.kernel = kernel;
        this.memory = kernel.memory();
        memory.onOverLimit(this::kill);
    }

    /** Looks now, and again later. */
    void look() {
        long wait = SHORTEST_NANOS;
        try {
            if (memory.checkLimit()) {
                long left = memory.limit() - memory.residentBytes();
                wait = Math.clamp(left / BYTES_A_NANO, SHORTEST_NANOS, LONGEST_NANOS);
            }
        } finally {
            kernel.timers().schedule(System.nanoTime() + wait, this::look);
        }
    }

    private void kill() {
        boolean waits = victim != null && !victim.isZombie() && System.nanoTime() - killedAt < PATIENCE_NANOS;
        ThreadGroup largest = waits ? null : largest();
        if (largest == null) {
            return;
        }
        victim = largest;
        killedAt = System.nanoTime();
        kernel.complain("out of memory: the programs take more than " + (memory.limit() >> 20) + " MiB; killed process "
                + largest.pid() + " (" + largest.leader().name() + ")");
        largest.signals().send(SigInfo.ofKernel(Signal.SIGKILL));
    }

    private ThreadGroup largest() {
        ThreadGroup found = null;
        long most = 0;
        for (ThreadGroup process : kernel.tree().pids().processes()) {
            long bytes = process.isZombie() ? 0 : residentBytes(process);
            if (bytes > most) {
                most = bytes;
                found = process;
            }
        }
        return found;
    }

    private static long residentBytes(ThreadGroup process) {
        Task[] tasks = process.tasks();
        AddressSpace space = tasks.length == 0 ? null : tasks[0].addressSpace();
        if (space == null || !space.tryRetain()) {
            return 0;
        }
        try {
            return space.view().usage().resident();
        } finally {
            space.release();
        }
    }
}
