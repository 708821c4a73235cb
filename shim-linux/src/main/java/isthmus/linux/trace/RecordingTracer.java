package isthmus.linux.trace;

import isthmus.linux.calls.Args;
import isthmus.linux.calls.SystemCall;
import isthmus.linux.task.Task;
import java.io.PrintStream;
import java.util.concurrent.locks.LockSupport;

/** Records what tasks do, and has it written as strace prints it, summed up, or both. */
public final class RecordingTracer implements Tracer, AutoCloseable {
    private static final long NAP_NANOS = 2_000_000;
    private final TraceRing ring = new TraceRing();
    private final StraceText text;
    private final TraceSummary summary;
    private final PrintStream out;
    private final Thread writer = new Thread(this::write, "isthmus-trace");
    private volatile boolean closing;

    /**
     * @param out where lines go, flushed in batches
     * @param calls whether each call is printed
     * @param sums whether a table is printed at the end
     */
    public RecordingTracer(PrintStream out, boolean calls, boolean sums) {
        this.out = out;
        this.text = calls ? new StraceText(out) : null;
        this.summary = sums ? new TraceSummary() : null;
        writer.setDaemon(true);
        writer.start();
    }

    @Override
    public boolean isOn() {
        return true;
    }

    private void add(
            Task task,
            TraceEvent.Kind kind,
            long number,
            SystemCall call,
            long[] args,
            byte[][] memory,
            long result,
            String path) {
        ring.add(new TraceEvent(System.nanoTime(), task.tid(), kind, number, call, args, memory, result, path));
    }

    @Override
    public void entry(Task task, long number, SystemCall call, Args args) {
        long[] values = Capture.registers(args);
        byte[][] memory = text == null ? null : Capture.memory(task, call, values, false, 0);
        add(task, TraceEvent.Kind.ENTRY, number, call, values, memory, 0, null);
    }

    @Override
    public void exit(Task task, long number, SystemCall call, Args args, long result) {
        long[] values = Capture.registers(args);
        byte[][] memory = text == null ? null : Capture.memory(task, call, values, true, result);
        add(task, TraceEvent.Kind.EXIT, number, call, values, memory, result, null);
    }

    @Override
    public void signal(Task task, int signal, int code) {
        add(task, TraceEvent.Kind.SIGNAL, signal, null, null, null, code, null);
    }

    @Override
    public void started(Task task) {
        add(task, TraceEvent.Kind.STARTED, 0, null, null, null, 0, null);
    }

    @Override
    public void ended(Task task, int waitStatus) {
        add(task, TraceEvent.Kind.ENDED, waitStatus, null, null, null, 0, null);
    }

    @Override
    public void executed(Task task, String path) {
        add(task, TraceEvent.Kind.EXECUTED, 0, null, null, null, 0, path);
    }

    private void write() {
        while (true) {
            TraceEvent event = ring.poll();
            if (event != null) {
                show(event);
            } else if (closing && ring.isEmpty()) {
                return;
            } else {
                out.flush();
                LockSupport.parkNanos(NAP_NANOS);
            }
        }
    }

    private void show(TraceEvent event) {
        if (text != null) {
            text.show(event);
            long lost = ring.takeLost();
            if (lost > 0) {
                text.lost(lost);
            }
        }
        if (summary != null) {
            summary.count(event);
        }
    }

    /** Writes what is left; nothing is recorded any more. */
    @Override
    public void close() {
        closing = true;
        boolean interrupted = false;
        while (writer.isAlive()) {
            try {
                writer.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (text != null) {
            text.finish();
        }
        if (summary != null) {
            summary.print(out);
        }
        out.flush();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
