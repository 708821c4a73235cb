package isthmus.app.record;

import java.util.Arrays;
import java.util.function.BooleanSupplier;

/** Tests rows of a store one after the other, and keeps the numbers of those that a filter lets through. One thread only. */
final class TraceScan {
    /** So many rows are tested before it is asked whether to go on. */
    private static final int STEP = 4096;

    private final RowView view;
    private final FilterTest test;
    private int[] found = new int[1024];
    private int foundCount;
    private long[] unfinished = new long[16];
    private int unfinishedCount;

    TraceScan(TraceStore store, TraceFilter filter) {
        view = new RowView(store);
        test = filter.newTest();
    }

    /**
     * Tests the rows of {@code [begin, end)}; what was found before is forgotten.
     *
     * @param cancelled asked now and then
     * @return false if it was cancelled
     */
    boolean scan(long begin, long end, BooleanSupplier cancelled) {
        foundCount = 0;
        unfinishedCount = 0;
        for (long row = begin; row < end; row++) {
            if ((row & STEP - 1) == 0 && cancelled.getAsBoolean()) {
                return false;
            }
            if (view.moveTo(row)) {
                test(row);
            }
        }
        return true;
    }

    private void test(long row) {
        if (!view.isFinished()) {
            if (unfinishedCount == unfinished.length) {
                unfinished = Arrays.copyOf(unfinished, 2 * unfinishedCount);
            }
            unfinished[unfinishedCount++] = row;
        }
        if (test.test(view)) {
            if (foundCount == found.length) {
                found = Arrays.copyOf(found, 2 * foundCount);
            }
            found[foundCount++] = (int) row;
        }
    }

    /** A row as it is now, or null if it was dropped. */
    RowView view(long row) {
        return view.moveTo(row) ? view : null;
    }

    /** Whether the filter lets through a row as it is now. */
    boolean lets(RowView row) {
        return test.test(row);
    }

    /** The lower halves of the numbers of what was found, rising: the first {@link #foundCount} of these. */
    int[] found() {
        return found;
    }

    int foundCount() {
        return foundCount;
    }

    /** The numbers of the rows that were unfinished, rising. */
    long[] unfinished() {
        return Arrays.copyOf(unfinished, unfinishedCount);
    }
}
