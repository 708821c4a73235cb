package isthmus.platform.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.south.Protection;
import isthmus.core.south.SharedSegment;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The memory map on a host that keeps Windows' rules. */
class GuestMapTest {
    private static final int PAGE = 4096, BLOCK = 65536, RW = Protection.READ | Protection.WRITE;
    private static final long BASE = 0x4000_0000L;

    private record Segment(String name) implements SharedSegment {
        @Override
        public ByteBuffer buffer() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void discard(int offset, int bytes) {}

        @Override
        public void residentPages(int offset, int bytes, BitSet resident) {}
    }

    private record Page(SharedSegment segment, long offset, int protection) {}

    /** Views never overlap, are unmapped as a whole, and are protected one at a time, and so are single pages' runs. */
    private static final class FakeWindows implements GuestMap.Host {
        final TreeMap<Long, View> views = new TreeMap<>();
        final Map<Long, Integer> protections = new HashMap<>();
        int calls;
        /** Whether a view was mapped or unmapped. */
        boolean viewsChanged;

        @Override
        public void map(View view) {
            calls++;
            viewsChanged = true;
            long end = view.address() + view.bytes();
            Map.Entry<Long, View> before = views.lowerEntry(end);
            assertTrue(before == null || before.getKey() + before.getValue().bytes() <= view.address(), "overlap");
            views.put(view.address(), view);
            for (long at = view.address(); at < end; at += PAGE) {
                if (source(view, at) != null) {
                    protections.put(at, 7);
                }
            }
        }

        /** What a view shows at an address, with all rights; null if nothing. */
        private static Page source(View view, long address) {
            long distance = address - view.address();
            if (!view.showsSinglePages()) {
                return new Page(view.segment, (long) view.index * BLOCK + distance, 7);
            }
            PageRun run = run(view, address);
            return run == null ? null : new Page(run.segment(), run.offset() + distance - (long) run.place() * PAGE, 7);
        }

        private static PageRun run(View view, long address) {
            return view.runs.stream()
                    .filter(run -> (run.mask() >>> (address - view.address()) / PAGE & 1) != 0)
                    .findAny()
                    .orElse(null);
        }

        @Override
        public void unmap(View view) {
            calls++;
            viewsChanged = true;
            assertEquals(view, views.remove(view.address()));
            for (long at = view.address(); at < view.address() + view.bytes(); at += PAGE) {
                protections.remove(at);
            }
        }

        @Override
        public void protect(long address, long bytes, int protection) {
            calls++;
            View view = views.floorEntry(address).getValue();
            assertTrue(address + bytes <= view.address() + view.bytes(), "more than a view");
            for (long at = address; at < address + bytes; at += PAGE) {
                assertTrue(!view.showsSinglePages() || run(view, at) == run(view, address), "more than a run");
                assertNotNull(protections.put(at, protection), "protects nothing");
            }
        }

        /** What a guest would meet; null if nothing, or nothing that it may touch. */
        Page page(long address) {
            Map.Entry<Long, View> entry = views.floorEntry(address);
            if (entry == null || address >= entry.getKey() + entry.getValue().bytes()) {
                return null;
            }
            Page source = source(entry.getValue(), address);
            int protection = protections.getOrDefault(address, 0);
            return protection == 0 ? null : new Page(source.segment, source.offset, protection);
        }
    }

    private final FakeWindows windows = new FakeWindows();
    private final GuestMap map = new GuestMap(false);
    private final SharedSegment one = new Segment("one"), two = new Segment("two");

    @Test
    void neighboursTakeOneCallEach() {
        map.map(BASE, one, 0, 4 * BLOCK, RW);
        map.map(BASE + 4 * BLOCK, one, 4 * BLOCK, 4 * BLOCK, RW);
        map.apply(windows);
        assertEquals(2, windows.calls, "one view, one protection");
        map.protect(BASE + PAGE, 2 * BLOCK, Protection.READ);
        map.protect(BASE + PAGE, 2 * BLOCK, RW);
        map.apply(windows);
        assertEquals(2, windows.calls, "nothing has changed");
        assertFalse(map.hasChanges());
    }

    @Test
    void aHoleStaysInItsViewUntilTheRestGoes() {
        map.map(BASE, one, 0, 4 * BLOCK, RW);
        map.apply(windows);
        map.unmap(BASE + BLOCK, BLOCK);
        map.apply(windows);
        assertNull(windows.page(BASE + BLOCK));
        assertEquals(RW, windows.page(BASE + 2 * BLOCK).protection);
        assertEquals(1, windows.views.size());
        map.unmap(BASE, 4 * BLOCK);
        map.apply(windows);
        assertEquals(Map.of(), windows.views);
    }

    @Test
    void gapsAreWhatNoViewCovers() {
        map.map(BASE + BLOCK, one, 0, BLOCK, RW);
        map.apply(windows);
        List<long[]> gaps = map.gaps(BASE, BASE + 4 * BLOCK);
        assertEquals(2, gaps.size());
        assertEquals(BASE + BLOCK, gaps.get(0)[1]);
        assertEquals(BASE + 2 * BLOCK, gaps.get(1)[0]);
        map.clear();
        map.apply(windows);
        assertEquals(1, map.gaps(BASE, BASE + 4 * BLOCK).size());
    }

    @Test
    void aBlockOfSinglePagesComesTogetherAgain() {
        GuestMap pages = new GuestMap(true);
        pages.map(BASE, one, 0, BLOCK, RW);
        pages.map(BASE + 3 * PAGE, two, 5 * PAGE, PAGE, RW);
        pages.apply(windows);
        assertEquals(1, pages.singlePageViews());
        assertEquals(new Page(one, 2 * PAGE, RW), windows.page(BASE + 2 * PAGE));
        assertEquals(new Page(two, 5 * PAGE, RW), windows.page(BASE + 3 * PAGE));
        assertEquals(new Page(one, 4 * PAGE, RW), windows.page(BASE + 4 * PAGE));
        pages.map(BASE + 3 * PAGE, one, 3 * PAGE, PAGE, RW);
        pages.apply(windows);
        assertFalse(windows.views.get(BASE).showsSinglePages());
        assertEquals(0, pages.singlePageViews());
        pages.map(BASE, two, PAGE, BLOCK, RW);
        pages.apply(windows);
        assertEquals(new Page(two, 16 * PAGE, RW), windows.page(BASE + 15 * PAGE));
    }

    @Test
    void theSamePageLiesTwiceInABlock() {
        GuestMap pages = new GuestMap(true);
        pages.map(BASE + PAGE, one, 0, 2 * PAGE, RW);
        pages.map(BASE + 3 * PAGE, one, 0, 2 * PAGE, RW);
        pages.apply(windows);
        assertEquals(windows.page(BASE + PAGE), windows.page(BASE + 3 * PAGE));
        assertEquals(new Page(one, PAGE, RW), windows.page(BASE + 4 * PAGE));
        assertNull(windows.page(BASE));
    }

    @Test
    void withoutSinglePagesABlockLiesAsInItsSegment() {
        assertThrows(IllegalArgumentException.class, () -> map.map(BASE + PAGE, one, 0, PAGE, RW));
    }

    @ParameterizedTest
    @CsvSource({"1,false", "2,false", "3,false", "4,false", "1,true", "2,true", "3,true", "4,true"})
    void randomChanges(long seed, boolean singlePages) {
        Random random = new Random(seed);
        GuestMap map = new GuestMap(singlePages);
        Map<Long, Page> wanted = new HashMap<>();
        for (int step = 0; step < 3000; step++) {
            long at = BASE + (long) random.nextInt(64 * 16) * PAGE;
            long bytes = (1L + random.nextInt(random.nextInt(100) + 1)) * PAGE;
            int protection = random.nextInt(8);
            switch (random.nextInt(3)) {
                case 0 -> {
                    SharedSegment segment = random.nextBoolean() ? one : two;
                    long shift = random.nextInt(4) * 8L * BLOCK;
                    if (singlePages) {
                        shift += random.nextInt(3) * (long) PAGE;
                    } else {
                        removeOthers(wanted, segment, shift, at, bytes);
                    }
                    map.map(at, segment, (int) (at + shift - BASE), bytes, protection);
                    for (long page = at; page < at + bytes; page += PAGE) {
                        wanted.put(page, new Page(segment, page + shift - BASE, protection));
                    }
                }
                case 1 -> {
                    map.protect(at, bytes, protection);
                    for (long page = at; page < at + bytes; page += PAGE) {
                        wanted.computeIfPresent(page, (k, old) -> new Page(old.segment, old.offset, protection));
                    }
                }
                default -> {
                    map.unmap(at, bytes);
                    for (long page = at; page < at + bytes; page += PAGE) {
                        wanted.remove(page);
                    }
                }
            }
            if (random.nextInt(4) == 0) {
                windows.viewsChanged = false;
                boolean told = map.changesViews();
                map.apply(windows);
                assertEquals(told, windows.viewsChanged, "who may run meanwhile");
                compare(wanted);
            }
        }
        map.clear();
        map.apply(windows);
        assertEquals(Map.of(), windows.views);
    }

    /** A block shows one block: what else those have that are about to show something goes. */
    private static void removeOthers(Map<Long, Page> wanted, SharedSegment segment, long shift, long at, long bytes) {
        for (long page = at / BLOCK * BLOCK; page < at + bytes + BLOCK; page += PAGE) {
            Page old = wanted.get(page);
            boolean sameBlock = page / BLOCK <= (at + bytes - 1) / BLOCK;
            if (sameBlock && old != null && (old.segment != segment || old.offset != page + shift - BASE)) {
                wanted.remove(page);
            }
        }
    }

    private void compare(Map<Long, Page> wanted) {
        for (long page = BASE; page < BASE + 80 * BLOCK; page += PAGE) {
            Page expected = wanted.get(page);
            assertEquals(expected == null || expected.protection == 0 ? null : expected, windows.page(page));
        }
    }
}
