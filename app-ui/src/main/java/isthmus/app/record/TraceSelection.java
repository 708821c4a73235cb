package isthmus.app.record;

import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Keeps up to date which rows of a store a filter lets through: new rows are tested as they come, and those that were
 * unfinished once more when they are finished. One thread only; what {@link #index()} gives is for any.
 */
public final class TraceSelection {
    /** From so many rows on, other processors are worth their waking. */
    private static final int SHARE = 1 << 15;

    private static final int MOST_SCANS = 4;

    private final TraceStore store;
    private final TraceFilter filter;
    /** One a processor; the first for small things. */
    private final TraceScan[] scans;

    private int[] rows = new int[1024];
    private int from;
    private int to;
    /** Rows before this one were tested. */
    private long tested;
    /** Rows that were unfinished when they were tested, rising. */
    private long[] pending = {};

    private int pendingCount;
    private Object line = new Object();
    private long gone;
    private volatile TraceIndex index = TraceIndex.NONE;

    public TraceSelection(TraceStore store, TraceFilter filter) {
        this.store = store;
        this.filter = filter;
        int processors = Runtime.getRuntime().availableProcessors();
        this.scans = new TraceScan[Math.min(processors, MOST_SCANS)];
        Arrays.setAll(scans, i -> new TraceScan(store, filter));
        this.tested = store.firstRow();
    }

    /** The rows as of the last {@link #advance}. */
    public TraceIndex index() {
        return index;
    }

    public TraceFilter filter() {
        return filter;
    }

    /**
     * Tests what is new, and makes a new index.
     *
     * @param cancelled asked now and then
     * @return false if it was cancelled: then the index is the old one
     */
    public boolean advance(BooleanSupplier cancelled) {
        return advance(Long.MAX_VALUE, cancelled);
    }

    /** @param limit rows from this one on are left for later */
    boolean advance(long limit, BooleanSupplier cancelled) {
        long first = store.firstRow();
        long end = Math.max(first, Math.min(limit, store.endRow()));
        if (filter.isAll()) {
            index = TraceIndex.all(first, end, line);
            return true;
        }
        dropBefore(first);
        testPending(first);
        if (!scan(Math.max(tested, first), end, cancelled)) {
            return false;
        }
        index = TraceIndex.some(first, end, rows, from, to, line, gone);
        return true;
    }

    /** Tests rows that are new; many of them in several threads. */
    private boolean scan(long begin, long end, BooleanSupplier cancelled) {
        int count = Math.clamp((end - begin) / SHARE, 1, scans.length);
        boolean whole = IntStream.range(0, count)
                .parallel()
                .allMatch(i -> scans[i].scan(
                        begin + (end - begin) * i / count, begin + (end - begin) * (i + 1) / count, cancelled));
        if (whole) {
            for (int i = 0; i < count; i++) {
                append(scans[i]);
            }
            tested = Math.max(tested, end);
        }
        return whole;
    }

    private void append(TraceScan scan) {
        int count = scan.foundCount();
        if (rows.length - to < count) {
            rows = Arrays.copyOfRange(rows, from, from + Math.max(1024, 2 * (to - from + count)));
            to -= from;
            from = 0;
        }
        System.arraycopy(scan.found(), 0, rows, to, count);
        to += count;
        long[] unfinished = scan.unfinished();
        pending = Arrays.copyOf(pending, pendingCount + unfinished.length);
        System.arraycopy(unfinished, 0, pending, pendingCount, unfinished.length);
        pendingCount = pending.length;
    }

    /** What has finished may be let through now, or no longer: then the rows are copied, for old indexes keep theirs. */
    private void testPending(long first) {
        int kept = 0;
        boolean copied = false;
        for (int i = 0; i < pendingCount; i++) {
            long row = pending[i];
            RowView view = row < first ? null : scans[0].view(row);
            if (view == null) {
                continue;
            }
            if (!view.isFinished()) {
                pending[kept++] = row;
            }
            int place = place(first, row);
            boolean there = place < to && rows[place] == (int) row;
            if (scans[0].lets(view) != there) {
                if (!copied) {
                    rows = Arrays.copyOfRange(rows, from, to + pendingCount + 1024);
                    place -= from;
                    to -= from;
                    from = 0;
                    copied = true;
                    line = new Object();
                }
                change(place, there, (int) row);
            }
        }
        pendingCount = kept;
    }

    private void change(int place, boolean there, int row) {
        if (there) {
            System.arraycopy(rows, place + 1, rows, place, to - place - 1);
            to--;
        } else {
            System.arraycopy(rows, place, rows, place + 1, to - place);
            rows[place] = row;
            to++;
        }
    }

    /** Where a row is, or would be. */
    private int place(long first, long row) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = low + high >>> 1;
            if (TraceIndex.number(first, rows[middle]) < row) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void dropBefore(long first) {
        if (from < to && rowsBefore(first)) {
            // Row numbers are told apart from the oldest one here, which may be before the first of the store.
            int low = from;
            while (low < to && (int) first - rows[low] > 0) {
                low++;
            }
            gone += low - from;
            from = low;
        }
    }

    private boolean rowsBefore(long first) {
        return (int) first - rows[from] > 0;
    }
}
