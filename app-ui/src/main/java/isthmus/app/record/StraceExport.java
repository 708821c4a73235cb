package isthmus.app.record;

import isthmus.linux.trace.StraceText;
import isthmus.linux.trace.TraceEvent;
import isthmus.linux.trace.TraceLog;
import isthmus.linux.trace.TraceRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongPredicate;

/** Goes through the records in their order once more, and writes those of the chosen rows as {@code --trace} does. */
final class StraceExport {
    private final TraceLog log;
    private final RowTable rows;
    private final TraceIndex index;
    private final LongPredicate goOn;
    private final long end;
    /** The chosen row of the call that a task is in. */
    private final Map<Integer, Long> open = new HashMap<>();
    /** The place in the index from which the next row is looked for. */
    private int place;

    private long next;

    /** @param goOn asked for each row of the run, with how many are written */
    StraceExport(TraceStore store, TraceIndex index, LongPredicate goOn) {
        this.log = store.log();
        this.rows = store.rows();
        this.index = index;
        this.goOn = goOn;
        this.end = store.taken();
    }

    void write(OutputStream out) throws IOException {
        if (index.size() == 0) {
            return;
        }
        next = index.row(0);
        TraceRecord record = new TraceRecord();
        long start = rows.entry(next);
        if (start == RowTable.NONE || !log.read(start, record)) {
            throw TraceExport.overtaken();
        }
        PrintStream print = new PrintStream(out, false, StandardCharsets.ISO_8859_1);
        StraceText text = new StraceText(print);
        boolean more = true;
        while (more && (place < index.size() || !open.isEmpty())) {
            boolean isRow = rows.entry(next) == record.position();
            if (isRow && !goOn.test(place)) {
                return;
            }
            if (isChosen(record, isRow)) {
                text.show(record.event());
            }
            more = record.end() < end && log.next(record);
        }
        if (log.start() > record.position()) {
            throw TraceExport.overtaken();
        }
        text.finish();
        if (print.checkError()) {
            throw new IOException("the trace could not be written");
        }
    }

    private boolean isChosen(TraceRecord record, boolean isRow) {
        TraceEvent.Kind kind = record.kind();
        Long inCall = kind == TraceEvent.Kind.EXIT || kind == TraceEvent.Kind.ENDED ? open.remove(record.tid()) : null;
        boolean chosen = inCall != null;
        if (isRow) {
            boolean wanted = place < index.size() && index.row(place) == next;
            if (wanted) {
                place++;
                chosen = true;
                if (kind == TraceEvent.Kind.ENTRY) {
                    open.put(record.tid(), next);
                }
            }
            next++;
        }
        return chosen;
    }
}
