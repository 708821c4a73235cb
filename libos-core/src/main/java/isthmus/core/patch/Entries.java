package isthmus.core.patch;

import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Where instructions of the guest run that have a copy: six bytes for each, as there may be millions. Not thread-safe.
 */
final class Entries {
    private static final int PAGE = 4096;

    /** Says something of an instruction of the guest and the place where it runs. */
    interface Test {
        boolean accepts(long guest, long place);
    }

    /** The instructions of one page: their offsets in it, sorted, and how far from the page's start they run. */
    private static final class Page {
        private char[] offsets = new char[8];
        private int[] distances = new int[8];
        private int count;

        private Page() {}

        private Page(Page other) {
            offsets = other.offsets.clone();
            distances = other.distances.clone();
            count = other.count;
        }

        private int find(int offset) {
            return Arrays.binarySearch(offsets, 0, count, (char) offset);
        }

        private void put(int offset, int distance) {
            int at = find(offset);
            if (at < 0) {
                at = -at - 1;
                if (count == offsets.length) {
                    int more = count + (count >> 1);
                    offsets = Arrays.copyOf(offsets, more);
                    distances = Arrays.copyOf(distances, more);
                }
                System.arraycopy(offsets, at, offsets, at + 1, count - at);
                System.arraycopy(distances, at, distances, at + 1, count - at);
                offsets[at] = (char) offset;
                count++;
            }
            distances[at] = distance;
        }

        private boolean isInside(int i, long page, long start, long end) {
            return page + offsets[i] >= start && page + offsets[i] < end;
        }

        private boolean any(long page, long start, long end, Test test) {
            for (int i = 0; i < count; i++) {
                if (isInside(i, page, start, end) && test.accepts(page + offsets[i], page + distances[i])) {
                    return true;
                }
            }
            return false;
        }

        private void removeIf(long page, long start, long end, Test test) {
            int kept = 0;
            for (int i = 0; i < count; i++) {
                if (!isInside(i, page, start, end) || !test.accepts(page + offsets[i], page + distances[i])) {
                    offsets[kept] = offsets[i];
                    distances[kept++] = distances[i];
                }
            }
            count = kept;
        }
    }

    private final NavigableMap<Long, Page> pages = new TreeMap<>();

    Entries copy() {
        Entries copy = new Entries();
        pages.forEach((page, entries) -> copy.pages.put(page, new Page(entries)));
        return copy;
    }

    /** Where an instruction runs; {@code otherwise} if it has no copy. */
    long get(long guest, long otherwise) {
        Page page = pages.get(guest & -PAGE);
        int at = page == null ? -1 : page.find((int) guest & PAGE - 1);
        return at < 0 ? otherwise : (guest & -PAGE) + page.distances[at];
    }

    boolean contains(long guest) {
        Page page = pages.get(guest & -PAGE);
        return page != null && page.find((int) guest & PAGE - 1) >= 0;
    }

    /** @param place less than 2 GiB from the start of the instruction's page */
    void put(long guest, long place) {
        int distance = Math.toIntExact(place - (guest & -PAGE));
        pages.computeIfAbsent(guest & -PAGE, at -> new Page()).put((int) guest & PAGE - 1, distance);
    }

    /** Whether a test accepts any entry of {@code [start, end)}. */
    boolean any(long start, long end, Test test) {
        for (Map.Entry<Long, Page> entry : pages.subMap(start & -PAGE, end).entrySet()) {
            if (entry.getValue().any(entry.getKey(), start, end, test)) {
                return true;
            }
        }
        return false;
    }

    /** Takes out what a test accepts of the entries of {@code [start, end)}. The test must not look at the entries. */
    void removeIf(long start, long end, Test test) {
        pages.subMap(start & -PAGE, end).entrySet().removeIf(entry -> {
            entry.getValue().removeIf(entry.getKey(), start, end, test);
            return entry.getValue().count == 0;
        });
    }
}
