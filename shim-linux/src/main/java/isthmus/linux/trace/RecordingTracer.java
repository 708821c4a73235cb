package isthmus.linux.trace;

import isthmus.linux.calls.Args;
import isthmus.linux.calls.SystemCall;
import isthmus.linux.task.Task;
import java.io.PrintStream;
import java.util.concurrent.locks.LockSupport;

/** Records what tasks do, and has it written as strace prints it, summed up, or both. */
public final class RecordingTracer implements Tracer, AutoCloseable {
    private static final long NAP_NANOS = 2_000_000;
    /** As much may wait to be written. */
    private static final long BACKLOG = 128 << 20;

    private final TraceLog log = new TraceLog(BACKLOG, true);
    private final LogTracer recorder;
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
        this.recorder = new LogTracer(log, calls);
        recorder.setOn(true);
        writer.setDaemon(true);
        writer.start();
    }

    @Override
    public boolean isOn() {
        return recorder.isOn();
    }

    @Override
    public void entry(Task task, long number, SystemCall call, Args args) {
        recorder.entry(task, number, call, args);
    }

    @Override
    public void exit(Task task, long number, SystemCall call, Args args, long result) {
        recorder.exit(task, number, call, args, result);
    }

    @Override
    public void signal(Task task, int signal, int code) {
        recorder.signal(task, signal, code);
    }

    @Override
    public void started(Task task) {
        recorder.started(task);
    }

    @Override
    public void ended(Task task, int waitStatus) {
        recorder.ended(task, waitStatus);
    }

    @Override
    public void executed(Task task, String path) {
        recorder.executed(task, path);
    }

    private void write() {
        TraceRecord record = new TraceRecord();
        while (true) {
            boolean last = closing;
            while (log.next(record)) {
                show(record.event());
                log.releaseBefore(record.position());
            }
            if (last) {
                return;
            }
            out.flush();
            LockSupport.parkNanos(NAP_NANOS);
        }
    }

    private void show(TraceEvent event) {
        if (text != null) {
            text.show(event);
        }
        if (summary != null) {
            summary.count(event);
        }
    }

    /** Writes what is left; nothing is recorded any more. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(writer);
        boolean interrupted = false;
        while (writer.isAlive()) {
            try {
                writer.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (text != null) {
            if (log.lost() > 0) {
                text.lost(log.lost());
            }
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
