package isthmus.app.record;

import java.util.Arrays;
import java.util.function.BooleanSupplier;

/**
 * Keeps up to date which rows of a store a filter lets through: new rows are tested as they come, and those that were
 * unfinished once more when they are finished. One thread only; what {@link #index()} gives is for any.
 */
public final class TraceSelection {
    /** So many rows are tested before it is asked whether to go on. */
    private static final int STEP = 4096;

    private final TraceStore store;
    private final TraceFilter filter;
    private final FilterTest test;
    private final RowView view;
    private int[] rows = new int[1024];
    private int from;
    private int to;
    /** Rows before this one were tested. */
    private long tested;
    /** Rows that were unfinished when they were tested, rising. */
    private long[] pending = new long[16];

    private int pendingCount;
    private Object line = new Object();
    private long gone;
    private volatile TraceIndex index = TraceIndex.NONE;

    public TraceSelection(TraceStore store, TraceFilter filter) {
        this.store = store;
        this.filter = filter;
        this.test = filter.newTest();
        this.view = new RowView(store);
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
        long first = store.firstRow();
        long end = store.endRow();
        if (filter.isAll()) {
            index = TraceIndex.all(first, end, line);
            return true;
        }
        dropBefore(first);
        testPending(first);
        for (tested = Math.max(tested, first); tested < end; tested++) {
            if ((tested & STEP - 1) == 0 && cancelled.getAsBoolean()) {
                return false;
            }
            testNew(tested);
        }
        index = TraceIndex.some(first, end, rows, from, to, line, gone);
        return true;
    }

    private void testNew(long row) {
        if (!view.moveTo(row)) {
            return;
        }
        if (!view.isFinished()) {
            if (pendingCount == pending.length) {
                pending = Arrays.copyOf(pending, 2 * pendingCount);
            }
            pending[pendingCount++] = row;
        }
        if (test.test(view)) {
            if (to == rows.length) {
                rows = Arrays.copyOfRange(rows, from, from + Math.max(1024, 2 * (to - from)));
                to -= from;
                from = 0;
            }
            rows[to++] = (int) row;
        }
    }

    /** What has finished may be let through now, or no longer: then the rows are copied, for old indexes keep theirs. */
    private void testPending(long first) {
        int kept = 0;
        boolean copied = false;
        for (int i = 0; i < pendingCount; i++) {
            long row = pending[i];
            if (row < first || !view.moveTo(row)) {
                continue;
            }
            if (!view.isFinished()) {
                pending[kept++] = row;
            }
            int place = place(first, row);
            boolean there = place < to && rows[place] == (int) row;
            if (test.test(view) != there) {
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
