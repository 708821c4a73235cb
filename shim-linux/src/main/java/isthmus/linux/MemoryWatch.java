package isthmus.linux;

import isthmus.core.files.FdTable;
import isthmus.core.memory.AddressSpace;
import isthmus.core.memory.PhysicalMemory;
import isthmus.linux.signal.SigInfo;
import isthmus.linux.signal.Signal;
import isthmus.linux.task.Task;
import isthmus.linux.task.ThreadGroup;
import java.util.function.ToLongFunction;

/**
 * Linux's out-of-memory killer: looks from time to time at the memory that all programs of the run take, and at what the
 * kernel itself takes for them (open files, pipes, messages under way), the more often the less is left. When it is more than
 * the limit it kills the process that takes most. Runs on the kernel's timer thread.
 */
final class MemoryWatch {
    /** Programs are taken to touch no more than this in a nanosecond. */
    private static final long BYTES_A_NANO = 4;

    private static final long SHORTEST_NANOS = 10_000_000L;
    private static final long LONGEST_NANOS = 1_000_000_000L;
    /** So long a killed process may take to give back its memory before another one is killed. */
    private static final long PATIENCE_NANOS = 2_000_000_000L;

    /**
     * The part of the Java heap that may be in use before garbage is collected, and after that. The old generation, where all
     * that lasts has to fit, is two thirds of it.
     */
    private static final double HEAP_BEFORE = 0.65, HEAP_AFTER = 0.6;
    /** The heap is shared with other runs and the window: who has less than this open, in all of a run, did not fill it. */
    private static final int FEW_DESCRIPTORS = 256;

    private final Kernel kernel;
    private final PhysicalMemory memory;
    private final Runtime runtime = Runtime.getRuntime();
    private ThreadGroup victim;
    private long killedAt;

    MemoryWatch(Kernel kernel) {
        this.kernel = kernel;
        this.memory = kernel.memory();
        memory.onOverLimit(() ->
                kill("the programs take more than " + (memory.limit() >> 20) + " MiB", MemoryWatch::residentBytes));
    }

    /** Looks now, and again later. */
    void look() {
        long wait = SHORTEST_NANOS;
        try {
            if (memory.checkLimit()) {
                long left = Math.min(memory.limit() - memory.residentBytes(), heapLeft());
                wait = Math.clamp(left / BYTES_A_NANO, SHORTEST_NANOS, LONGEST_NANOS);
            }
        } finally {
            kernel.timers().schedule(System.nanoTime() + wait, this::look);
        }
    }

    /** Bytes of the Java heap until the next look that matters; kills a process if there is too little. */
    private long heapLeft() {
        long bound = (long) (runtime.maxMemory() * HEAP_BEFORE);
        if (heapUsed() > bound) {
            System.gc();
            if (heapUsed() > runtime.maxMemory() * HEAP_AFTER && hasManyDescriptors()) {
                kill(
                        "what the programs have open takes nearly all of the kernel's " + (runtime.maxMemory() >> 20)
                                + " MiB (see -Xmx in ISTHMUS_JAVA_OPTS)",
                        MemoryWatch::descriptors);
            }
        }
        return bound - heapUsed();
    }

    private long heapUsed() {
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private void kill(String reason, ToLongFunction<ThreadGroup> weight) {
        boolean waits = victim != null && !victim.isZombie() && System.nanoTime() - killedAt < PATIENCE_NANOS;
        ThreadGroup largest = waits ? null : largest(weight);
        if (largest == null) {
            return;
        }
        victim = largest;
        killedAt = System.nanoTime();
        kernel.complain("out of memory: " + reason + "; killed process " + largest.pid() + " ("
                + largest.leader().name() + ")");
        largest.signals().send(SigInfo.ofKernel(Signal.SIGKILL));
    }

    private ThreadGroup largest(ToLongFunction<ThreadGroup> weight) {
        ThreadGroup found = null;
        long most = 0;
        for (ThreadGroup process : kernel.tree().pids().processes()) {
            long bytes = process.isZombie() ? 0 : weight.applyAsLong(process);
            if (bytes > most) {
                most = bytes;
                found = process;
            }
        }
        return found;
    }

    private boolean hasManyDescriptors() {
        long sum = 0;
        for (ThreadGroup process : kernel.tree().pids().processes()) {
            sum += descriptors(process);
        }
        return sum >= FEW_DESCRIPTORS;
    }

    private static long descriptors(ThreadGroup process) {
        Task[] tasks = process.tasks();
        FdTable files = tasks.length == 0 ? null : tasks[0].files();
        return files == null ? 0 : files.descriptors().length;
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
