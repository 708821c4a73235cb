package isthmus.app.record;

import isthmus.linux.trace.TraceEvent;
import isthmus.linux.trace.TraceLog;
import isthmus.linux.trace.TraceRecord;

/** A row as its records, for tests that need not decode it. Moved from row to row; not safe for several threads. */
final class RowView {
    private final TraceLog log;
    private final RowTable rows;
    private final NameList names;
    private final long origin;
    private final TraceRecord entry = new TraceRecord();
    private final TraceRecord exit = new TraceRecord();
    private final TraceRecord opener = new TraceRecord();
    private long row;
    private boolean returned;
    private boolean finished;

    RowView(TraceStore store) {
        log = store.log();
        rows = store.rows();
        names = store.names();
        origin = store.origin();
    }

    /** False if the row was dropped. */
    boolean moveTo(long number) {
        long entryAt = rows.entry(number);
        if (entryAt == RowTable.NONE || !log.read(entryAt, entry)) {
            return false;
        }
        row = number;
        long exitAt = rows.exit(number);
        finished = exitAt != RowTable.NONE && log.read(exitAt, exit);
        returned = finished && exit.kind() == TraceEvent.Kind.EXIT;
        return true;
    }

    /** Whether nothing of it will change. */
    boolean isFinished() {
        return finished;
    }

    long row() {
        return row;
    }

    /** The record that began it: for a call whose entry was lost, its end. */
    TraceRecord entry() {
        return entry;
    }

    TraceEvent.Kind kind() {
        return entry.kind();
    }

    boolean isCall() {
        return kind() == TraceEvent.Kind.ENTRY || kind() == TraceEvent.Kind.EXIT;
    }

    /** Of a call: its end, or null if it has not returned, or that was lost. */
    TraceRecord exit() {
        return returned && isCall() ? exit : null;
    }

    /** In nanoseconds; -1 if it is not known. */
    long duration() {
        boolean known = finished && kind() == TraceEvent.Kind.ENTRY && exit.kind() != TraceEvent.Kind.ENTRY;
        return known ? exit.nanos() - entry.nanos() : -1;
    }

    /** Since the store was made, in nanoseconds. */
    long nanos() {
        return entry.nanos() - origin;
    }

    int name() {
        return rows.name(row);
    }

    String process() {
        return names.name(name());
    }

    /** The record of the call that opened its descriptor, or null. */
    TraceRecord opener() {
        int distance = rows.descriptor(row);
        if (distance == 0) {
            return null;
        }
        long position = rows.entry(row - distance);
        return position != RowTable.NONE && log.read(position, opener) ? opener : null;
    }
}
