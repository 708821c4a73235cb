package isthmus.core.files.tmpfs;

import java.util.Map;
import java.util.TreeMap;

/** Which parts of a file fallocate(2) has promised room for. Guarded by the file. Ranges are in bytes, whole pages. */
final class Reservations {
    private static final long PAGE = 4096;

    /** From start to end, disjoint and not touching. */
    private final TreeMap<Long, Long> ranges = new TreeMap<>();

    private long total;

    long total() {
        return total;
    }

    void add(long start, long end) {
        long from = start & -PAGE;
        long to = end + PAGE - 1 & -PAGE;
        Map.Entry<Long, Long> before = ranges.floorEntry(from);
        if (before != null && before.getValue() >= from) {
            from = before.getKey();
            to = Math.max(to, before.getValue());
        }
        for (Map.Entry<Long, Long> next = ranges.ceilingEntry(from);
                next != null && next.getKey() <= to;
                next = ranges.ceilingEntry(from)) {
            to = Math.max(to, next.getValue());
            drop(next.getKey());
        }
        ranges.put(from, to);
        total += to - from;
    }

    /** The pages that lie wholly in a range are given back. */
    void remove(long start, long end) {
        long from = start + PAGE - 1 & -PAGE;
        long to = end & -PAGE;
        if (from >= to) {
            return;
        }
        Map.Entry<Long, Long> before = ranges.lowerEntry(from);
        if (before != null && before.getValue() > from) {
            long rest = before.getValue();
            drop(before.getKey());
            put(before.getKey(), from);
            put(to, rest);
        }
        for (Map.Entry<Long, Long> next = ranges.ceilingEntry(from);
                next != null && next.getKey() < to;
                next = ranges.ceilingEntry(from)) {
            drop(next.getKey());
            put(to, next.getValue());
        }
    }

    private void put(long from, long to) {
        if (from < to) {
            ranges.put(from, to);
            total += to - from;
        }
    }

    private void drop(long from) {
        total -= ranges.remove(from) - from;
    }
}
