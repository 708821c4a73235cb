package isthmus.app.record;

/** The rows that a filter lets through at one moment, by their place in the table. Never changes. */
public final class TraceIndex {
    static final TraceIndex NONE = all(0, 0);

    private final long first;
    private final long end;
    /** The lower halves of row numbers, rising, in {@code [from, to)}; null if all rows are here. */
    private final int[] rows;

    private final int from;
    private final int to;

    private TraceIndex(long first, long end, int[] rows, int from, int to) {
        this.first = first;
        this.end = end;
        this.rows = rows;
        this.from = from;
        this.to = to;
    }

    /** All rows of {@code [first, end)}. */
    static TraceIndex all(long first, long end) {
        return new TraceIndex(first, end, null, 0, (int) Math.min(Integer.MAX_VALUE, end - first));
    }

    /** Some rows of {@code [first, end)}; {@code rows[from, to)} must not change any more. */
    static TraceIndex some(long first, long end, int[] rows, int from, int to) {
        return new TraceIndex(first, end, rows, from, to);
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
