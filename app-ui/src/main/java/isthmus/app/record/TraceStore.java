package isthmus.app.record;

import isthmus.core.wait.Threads;
import isthmus.linux.trace.LogTracer;
import isthmus.linux.trace.TraceEvent;
import isthmus.linux.trace.TraceLog;
import isthmus.linux.trace.TraceRecord;
import isthmus.linux.trace.Tracer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * What the system calls of one run were, oldest first. Rows are only ever added at the end, completed in place when their
 * call returns, and dropped at the front when there are too many. The threads of the run put records into a log; a thread
 * of the store makes rows of them, some milliseconds later. Any thread may read, while the run goes and after it.
 */
public final class TraceStore implements AutoCloseable {
    /** After so many records readers are told that there is something new, even if there is more to take. */
    private static final int BATCH = 1 << 14;

    private static final long NAP_NANOS = 20_000_000, LONG_NAP_NANOS = 80_000_000;
    /** Of the memory, as much may wait to become rows. */
    private static final int BACKLOG_CHUNKS = 32, FEWEST_CHUNKS = 4;

    private final TraceLog log;
    private final LogTracer tracer;
    private final RowTable rows;
    private final TraceIndexer indexer;
    private final RowDecoder decoder;
    private final long origin = System.nanoTime();
    private final long chunks;
    private final AtomicLong version = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final Thread thread = new Thread(this::follow, "isthmus-record");
    private volatile boolean closing;
    /** The position behind the last record that is part of a row. Written by the store's thread. */
    private volatile long taken;

    /** Records nothing until {@link #setRecording}. */
    public TraceStore(TraceBounds bounds) {
        chunks = Math.max(FEWEST_CHUNKS, bounds.bytes() / TraceLog.CHUNK_BYTES);
        log = new TraceLog((chunks + BACKLOG_CHUNKS) * TraceLog.CHUNK_BYTES, false);
        tracer = new LogTracer(log, true);
        rows = new RowTable(bounds.rows());
        indexer = new TraceIndexer(rows);
        decoder = new RowDecoder(log, rows, indexer.names(), origin);
        thread.setDaemon(true);
        thread.start();
    }

    /** For the kernel of the run, before it starts. */
    public Tracer tracer() {
        return tracer;
    }

    public boolean isRecording() {
        return tracer.isOn();
    }

    /** At any time, as often as wanted. Calls that begin from now on are recorded, or not. */
    public void setRecording(boolean on) {
        tracer.setOn(on && !closing);
    }

    private void follow() {
        TraceRecord record = new TraceRecord();
        while (true) {
            boolean last = closing;
            boolean any = take(record);
            if (any) {
                version.incrementAndGet();
            }
            if (last) {
                return;
            }
            LockSupport.parkNanos(any ? NAP_NANOS : LONG_NAP_NANOS);
        }
    }

    private boolean take(TraceRecord record) {
        boolean any = false;
        int count = 0;
        while (log.next(record)) {
            any = true;
            if (++count % BATCH == 0) { // they may come as fast as they are taken
                version.incrementAndGet();
            }
            if (record.kind() == TraceEvent.Kind.LOST) {
                lost.addAndGet(record.result());
            }
            indexer.add(record);
            taken = record.end();
            if (log.bytes() > chunks * TraceLog.CHUNK_BYTES
                    && TraceLog.chunkAfter(log.start()) <= TraceLog.chunkStart(record.position())) {
                indexer.dropBefore(log, TraceLog.chunkAfter(log.start()));
            }
        }
        return any;
    }

    /** Changes when rows were added, completed or dropped: ask some times a second, rather than listen to each call. */
    public long version() {
        return version.get();
    }

    /** The number of the first row there is; those before it were dropped because of the bounds. */
    public long firstRow() {
        return rows.first();
    }

    /** The number behind the last row. */
    public long endRow() {
        return rows.end();
    }

    /** How many events were not recorded because the rows could not be made fast enough. */
    public long lost() {
        return lost.get() + log.lost();
    }

    /** How many rows were dropped because of the bounds. */
    public long dropped() {
        return rows.first();
    }

    /** Bytes of memory that are held, about. */
    public long bytes() {
        return log.bytes() + (rows.end() - rows.first()) * RowTable.BYTES;
    }

    /** The row of that number, decoded anew each time; null if it was dropped. */
    public TraceRow row(long index) {
        if (index < rows.first() || index >= rows.end()) {
            return null;
        }
        return decoder.row(index);
    }

    /** The registers that a call's arguments were in, as many as it has; empty if it is no call or was dropped. */
    public long[] arguments(long index) {
        return decoder.arguments(index);
    }

    /** Makes rows of what there is now, rather than in some milliseconds. */
    void hurry() {
        LockSupport.unpark(thread);
    }

    TraceLog log() {
        return log;
    }

    RowTable rows() {
        return rows;
    }

    NameList names() {
        return indexer.names();
    }

    /** The position behind the last record that is part of a row. */
    long taken() {
        return taken;
    }

    /** Of {@link System#nanoTime()}: the time that rows count from. */
    long origin() {
        return origin;
    }

    public boolean isClosed() {
        return closing && !thread.isAlive();
    }

    /** Gives up all rows of a closed store; they count as dropped. */
    public synchronized void discard() {
        if (!isClosed()) {
            throw new IllegalStateException("the store is in use");
        }
        indexer.dropBefore(log, taken);
        version.incrementAndGet();
    }

    /** Ends the recording and waits until all that was recorded is there. Rows can be read afterwards. */
    @Override
    public void close() {
        tracer.setOn(false);
        closing = true;
        LockSupport.unpark(thread);
        Threads.join(thread);
    }
}
