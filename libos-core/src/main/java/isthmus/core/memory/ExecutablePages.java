package isthmus.core.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/** The pages of an address space that the host lets it execute. Guarded by the address space's lock. */
final class ExecutablePages {
    /** By blocks of 64 KiB, one bit for each page. */
    private final TreeMap<Long, Integer> blocks = new TreeMap<>();

    boolean contains(long address) {
        Integer pages = blocks.isEmpty() ? null : blocks.get(address >>> 16);
        return pages != null && (pages & 1 << (int) (address >>> 12 & 15)) != 0;
    }

    void add(long start, long end) {
        for (long b = start >>> 16; b < Pages.lastBlock(end); b++) {
            blocks.merge(b, BlockTable.pagesWithin(b, start, end), (old, more) -> old | more);
        }
    }

    /** All of them, from the lowest on. */
    List<Long> pages() {
        List<Long> all = new ArrayList<>();
        blocks.forEach((block, pages) -> addPages(block, pages, all));
        return all;
    }

    private static void addPages(long block, int pages, List<Long> target) {
        for (int rest = pages; rest != 0; rest &= rest - 1) {
            target.add((block << 16) + Integer.numberOfTrailingZeros(rest) * (long) Pages.PAGE);
        }
    }

    /** Takes pages out, from the lowest on, and says each to {@code gone}. */
    void remove(long start, long end, LongConsumer gone) {
        if (blocks.isEmpty()) {
            return;
        }
        List<Long> removed = new ArrayList<>();
        blocks.subMap(start >>> 16, Pages.lastBlock(end))
                .forEach((block, pages) -> addPages(block, pages & BlockTable.pagesWithin(block, start, end), removed));
        remove(start, end);
        removed.forEach(gone::accept);
    }

    void remove(long start, long end) {
        if (blocks.isEmpty()) {
            return;
        }
        Map<Long, Integer> inside = blocks.subMap(start >>> 16, Pages.lastBlock(end));
        inside.entrySet().removeIf(entry -> {
            int rest = entry.getValue() & ~BlockTable.pagesWithin(entry.getKey(), start, end);
            entry.setValue(rest);
            return rest == 0;
        });
    }
}
