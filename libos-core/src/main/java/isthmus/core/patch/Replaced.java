package isthmus.core.patch;

import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The bytes of the guest in whose place others stand. Not thread-safe. */
final class Replaced {
    private record Window(long start, byte[] original) {
        long end() {
            return start + original.length;
        }
    }

    private final NavigableMap<Long, Window> windows;

    Replaced() {
        this(new TreeMap<>());
    }

    private Replaced(NavigableMap<Long, Window> windows) {
        this.windows = windows;
    }

    Replaced copy() {
        return new Replaced(new TreeMap<>(windows));
    }

    void add(long address, byte[] original) {
        windows.put(address, new Window(address, original));
    }

    private SortedMap<Long, Window> in(long from, long to) {
        Map.Entry<Long, Window> before = windows.lowerEntry(from);
        return windows.subMap(before != null && before.getValue().end() > from ? before.getKey() : from, to);
    }

    boolean isIn(long from, long to) {
        return !in(from, to).isEmpty();
    }

    /** Whether an address lies in what was replaced, but not at its start. */
    boolean hides(long address) {
        Map.Entry<Long, Window> before = windows.lowerEntry(address);
        return before != null && before.getValue().end() > address;
    }

    /** Start and end of a range together with all of what was replaced that reaches into it. */
    long[] whole(long start, long end) {
        SortedMap<Long, Window> inside = in(start, end);
        return inside.isEmpty()
                ? new long[] {start, end}
                : new long[] {
                    Math.min(start, inside.firstKey()),
                    Math.max(end, inside.get(inside.lastKey()).end())
                };
    }

    /** Puts the guest's own bytes into a copy of memory. */
    void showOriginal(long address, byte[] target) {
        for (Window window : in(address, address + target.length).values()) {
            for (int i = 0; i < window.original.length; i++) {
                long at = window.start + i - address;
                if (at >= 0 && at < target.length) {
                    target[(int) at] = window.original[i];
                }
            }
        }
    }

    /** The pages, of 4096 bytes, in which that begins which was replaced and reaches into a range. */
    SortedSet<Long> pages(long start, long end) {
        SortedSet<Long> pages = new TreeSet<>();
        in(start, end).keySet().forEach(window -> pages.add(window & -4096));
        return pages;
    }

    /** Gives {@link #whole} of a range its own bytes back. */
    void restore(CodeWriter writer, long start, long end) {
        SortedMap<Long, Window> inside = in(start, end);
        inside.values().forEach(window -> writer.write(window.start, window.original));
        inside.clear();
    }

    void forget(long start, long end) {
        in(start, end).clear();
    }
}
