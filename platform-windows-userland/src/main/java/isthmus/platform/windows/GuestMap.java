package isthmus.platform.windows;

import isthmus.core.south.Protection;
import isthmus.core.south.SharedSegment;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The memory map of a guest: what is wanted, and what a stub has. Changes are collected here, and {@link #apply} makes the
 * stub's address space follow with as few calls as it can. Not thread-safe.
 *
 * <p>A view shows blocks of 64 KiB, or one block's single pages, where those come from several blocks of memory.
 * Windows maps whole views only: a part of one that is unmapped becomes inaccessible until the rest is unmapped too, and
 * where a part is to show something else the view is unmapped and its other parts are mapped again. Views are mapped with
 * all rights, because later no more can be had, and protected then; so no guest code may run in the process meanwhile
 * ({@link #changesViews}). Where only protections change, each call leaves a run of pages as it is to be, and guests go on.
 */
final class GuestMap {
    /** Changes the host's side; they throw, or fail silently if the process is gone. */
    interface Host {
        void map(View view);

        void unmap(View view);

        /** @param protection {@code PROT_*} */
        void protect(long address, long bytes, int protection);
    }

    private static final int PAGE_SHIFT = PageRun.PAGE_SHIFT, BLOCK_SHIFT = 16;
    static final int BLOCK = 1 << BLOCK_SHIFT;
    static final int ALL = Protection.READ | Protection.WRITE | Protection.EXEC;

    /** Whether the host maps single pages, where a block of 64 KiB will not do. */
    private final boolean singlePages;

    private final TreeMap<Long, MapBlock> blocks = new TreeMap<>();
    private final TreeSet<Long> changed = new TreeSet<>();
    private int singlePageViews;

    GuestMap(boolean singlePages) {
        this.singlePages = singlePages;
    }

    // --- what is wanted ---------------------------------------------------------------------------------------------

    void map(long address, SharedSegment segment, int offset, long bytes, int protection) {
        long end = address + bytes;
        for (long at = address; at < end; at = (at >>> BLOCK_SHIFT) + 1 << BLOCK_SHIFT) {
            long number = at >>> BLOCK_SHIFT;
            int first = (int) (offset + (at - address) >>> PAGE_SHIFT);
            MapBlock block = blocks.computeIfAbsent(number, MapBlock::new);
            block.show(place(number, at), place(number, end), segment, first, protection, singlePages);
            changed.add(number);
        }
    }

    void protect(long address, long bytes, int protection) {
        long end = address + bytes;
        for (MapBlock block : in(address, end)) {
            block.protect(mask(block.number, address, end), protection);
            changed.add(block.number);
        }
    }

    void unmap(long address, long bytes) {
        long end = address + bytes;
        for (MapBlock block : in(address, end)) {
            block.hide(mask(block.number, address, end));
            changed.add(block.number);
        }
    }

    /** Nothing is wanted any more. */
    void clear() {
        for (MapBlock block : blocks.values()) {
            block.hide(-1);
            changed.add(block.number);
        }
    }

    private Iterable<MapBlock> in(long address, long end) {
        return blocks.subMap(address >>> BLOCK_SHIFT, (end - 1 >>> BLOCK_SHIFT) + 1)
                .values();
    }

    private static long mask(long number, long start, long end) {
        return MapBlock.mask(place(number, start), place(number, end));
    }

    /** The place of an address among the pages of a block: 0 if it is before, 16 if it is behind. */
    private static int place(long number, long address) {
        long distance = address - (number << BLOCK_SHIFT);
        return Math.clamp(distance, 0, BLOCK) >>> PAGE_SHIFT;
    }

    boolean hasChanges() {
        return !changed.isEmpty();
    }

    /** Whether something is to be mapped or unmapped. */
    boolean changesViews() {
        for (Long number : changed) {
            MapBlock block = blocks.get(number);
            if (block.view == null ? block.pages != 0 : isToGo(block.view)) {
                return true;
            }
        }
        return false;
    }

    /** How many blocks are made of single pages: to unmap one takes as much as to unmap 32 others, or more. */
    int singlePageViews() {
        return singlePageViews;
    }

    /** Ranges between {@code start} and {@code end} where the host has mapped nothing, as pairs of start and end. */
    List<long[]> gaps(long start, long end) {
        List<long[]> gaps = new ArrayList<>();
        long free = start;
        for (MapBlock block : in(start, end)) {
            if (block.view != null) {
                long at = block.number << BLOCK_SHIFT;
                if (at > free) {
                    gaps.add(new long[] {free, at});
                }
                free = at + BLOCK;
            }
        }
        if (free < end) {
            gaps.add(new long[] {free, end});
        }
        return gaps;
    }

    // --- making it so -----------------------------------------------------------------------------------------------

    void apply(Host host) {
        for (Long number : List.copyOf(changed)) {
            MapBlock block = blocks.get(number);
            if (block.view != null && (block.pages == 0 || !block.isInPlace()) && isToGo(block.view)) {
                unmap(block.view, host);
            }
        }
        mapMissing(host);
        protectChanged(host);
        for (Long number : changed) {
            MapBlock block = blocks.get(number);
            if (block.pages == 0 && block.view == null) {
                blocks.remove(number);
            }
        }
        changed.clear();
    }

    /** Whether nothing of a view is wanted any more, or a part of it is to show something else. */
    private static boolean isToGo(View view) {
        boolean wanted = false;
        boolean wrong = false;
        for (MapBlock block : view.blocks) {
            wanted |= block.pages != 0 && view.shows(block);
            wrong |= !block.isInPlace();
        }
        return !wanted || wrong;
    }

    private void unmap(View view, Host host) {
        host.unmap(view);
        singlePageViews -= view.showsSinglePages() ? 1 : 0;
        for (MapBlock block : view.blocks) {
            block.view = null;
            changed.add(block.number);
        }
    }

    private void mapMissing(Host host) {
        long next = -1; // the block behind the run
        int count = 0;
        MapBlock last = null;
        for (Long number : changed) {
            MapBlock block = blocks.get(number);
            if (block.pages == 0 || block.view != null) {
                continue;
            }
            boolean joins = number == next
                    && number % View.UNIT != 0
                    && !block.isMixed()
                    && !last.isMixed()
                    && block.segment == last.segment
                    && block.index == last.index + 1;
            if (!joins) {
                mapRun(last, count, host);
                count = 0;
            }
            count++;
            last = block;
            next = number + 1;
        }
        mapRun(last, count, host);
    }

    private void mapRun(MapBlock last, int count, Host host) {
        if (count == 0) {
            return;
        }
        View view = last.isMixed()
                ? new View(last)
                : new View(last.segment, last.index - count + 1, last.number - count + 1, count);
        host.map(view);
        singlePageViews += view.showsSinglePages() ? 1 : 0;
        for (int i = 0; i < count; i++) {
            view.blocks[i] = blocks.get(view.start + i);
            view.blocks[i].isIn(view);
        }
    }

    /** Each run of pages in one view that need the same other protection takes one call. */
    private void protectChanged(Host host) {
        long start = 0;
        long end = 0;
        int protection = 0;
        View view = null;
        for (Long number : changed) {
            MapBlock block = blocks.get(number);
            long wanted = block.wantedProtections();
            for (int page = 0; page < 16 && block.view != null; page++) {
                int now = (int) (block.protections >>> 4 * page & 7);
                int then = (int) (wanted >>> 4 * page & 7);
                long at = (block.number << BLOCK_SHIFT) + ((long) page << PAGE_SHIFT);
                if (now == then) {
                    continue;
                }
                if (at != end || then != protection || block.view != view || view.startsAt(page)) {
                    protect(start, end, protection, host);
                    start = at;
                    view = block.view;
                    protection = then;
                }
                end = at + (1 << PAGE_SHIFT);
            }
            block.protections = wanted;
        }
        protect(start, end, protection, host);
    }

    private static void protect(long start, long end, int protection, Host host) {
        if (end > start) {
            host.protect(start, end - start, protection);
        }
    }
}
