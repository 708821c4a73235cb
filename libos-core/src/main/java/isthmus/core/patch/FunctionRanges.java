package isthmus.core.patch;

import java.util.Arrays;

/**
 * Where functions lie in a file, in bytes from its start: places from which it can be decoded in step. Immutable once
 * built.
 */
final class FunctionRanges {
    private long[] starts = new long[64];
    private long[] ends = new long[64];
    private int count;

    void add(long start, long end) {
        if (start < 0 || end <= start) {
            return;
        }
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
        }
        starts[count] = start;
        ends[count++] = end;
    }

    /** To be called when all are added. */
    FunctionRanges sort() {
        long[][] order = new long[count][];
        for (int i = 0; i < count; i++) {
            order[i] = new long[] {starts[i], ends[i]};
        }
        Arrays.sort(order, (a, b) -> Long.compare(a[0], b[0]));
        for (int i = 0; i < count; i++) {
            starts[i] = order[i][0];
            ends[i] = order[i][1];
        }
        return this;
    }

    int count() {
        return count;
    }

    /** The last function that starts at or before an offset and contains it, as {start, end}; null if there is none. */
    long[] find(long offset) {
        int low = Arrays.binarySearch(starts, 0, count, offset);
        int index = low >= 0 ? low : -low - 2;
        while (index >= 0 && index + 1 < count && starts[index + 1] == starts[index]) {
            index++;
        }
        return index >= 0 && ends[index] > offset ? new long[] {starts[index], ends[index]} : null;
    }
}
