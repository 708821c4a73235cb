package isthmus.linux.trace;

import isthmus.core.wait.Threads;
import java.io.PrintStream;
import java.util.concurrent.locks.LockSupport;

/** Records what tasks do, and has it written as strace prints it, summed up, or both. */
public final class RecordingTracer implements AutoCloseable {
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

    /** Hears of the tasks. */
    public Tracer tracer() {
        return recorder;
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
        Threads.join(writer);
        boolean interrupted = Thread.interrupted(); // it would close the channel that the rest is written to
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
