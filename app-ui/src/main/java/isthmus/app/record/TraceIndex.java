package isthmus.app.record;

/** The rows that a filter lets through at one moment, by their place in the table. Never changes. */
public final class TraceIndex {
    /** No rows. */
    public static final TraceIndex NONE = new TraceIndex(0, 0, null, 0, 0, new Object(), 0);

    private final long first;
    private final long end;
    /** The lower halves of row numbers, rising, in {@code [from, to)}; null if all rows are here. */
    private final int[] rows;

    private final int from;
    private final int to;
    /** The same object as long as rows are only added at the end and dropped at the front. */
    private final Object line;
    /** How many were dropped at the front in that time. */
    private final long gone;

    private TraceIndex(long first, long end, int[] rows, int from, int to, Object line, long gone) {
        this.first = first;
        this.end = end;
        this.rows = rows;
        this.from = from;
        this.to = to;
        this.line = line;
        this.gone = gone;
    }

    /** All rows of {@code [first, end)}. */
    static TraceIndex all(long first, long end, Object line) {
        return new TraceIndex(first, end, null, 0, (int) Math.min(Integer.MAX_VALUE, end - first), line, first);
    }

    /** Some rows of {@code [first, end)}; {@code rows[from, to)} must not change any more. */
    static TraceIndex some(long first, long end, int[] rows, int from, int to, Object line, long gone) {
        return new TraceIndex(first, end, rows, from, to, line, gone);
    }

    /**
     * How many rows of an older index are no longer at the front of this one, if that and more rows at the end are all that
     * differs; else -1.
     */
    public int droppedSince(TraceIndex old) {
        return line == old.line ? (int) Math.min(old.size(), gone - old.gone) : -1;
    }

    public int size() {
        return to - from;
    }

    /** How many rows there were that the filter keeps back. */
    public long hidden() {
        return end - first - size();
    }

    /** The number behind the last row that was looked at. */
    public long end() {
        return end;
    }

    /** The number of the row at {@code place}. */
    public long row(int place) {
        return rows == null ? first + place : number(first, rows[from + place]);
    }

    /** The row of {@code [first, first + 2^32)} with this lower half. */
    static long number(long first, int low) {
        return first + (low - (int) first & 0xffff_ffffL);
    }

    /** The place of a row; that of the next one that is here, as {@code -place - 1}, if it is not. */
    public int place(long row) {
        int low = 0;
        int high = size() - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            long there = row(middle);
            if (there == row) {
                return middle;
            }
            if (there < row) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }
}
