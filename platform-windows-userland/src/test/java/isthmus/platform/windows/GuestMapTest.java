package isthmus.platform.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
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
import org.junit.jupiter.params.provider.ValueSource;

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

    /** Views never overlap, are unmapped as a whole, and are protected one at a time. */
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
            long end = view.address() + (long) view.blocks.length * BLOCK;
            Map.Entry<Long, View> before = views.lowerEntry(end);
            assertTrue(
                    before == null
                            || before.getKey() + (long) before.getValue().blocks.length * BLOCK <= view.address(),
                    "overlap");
            views.put(view.address(), view);
            for (long at = view.address(); at < end; at += PAGE) {
                protections.put(at, 7);
            }
        }

        @Override
        public void unmap(View view) {
            calls++;
            viewsChanged = true;
            assertEquals(view, views.remove(view.address()));
            for (long at = view.address(); at < view.address() + (long) view.blocks.length * BLOCK; at += PAGE) {
                protections.remove(at);
            }
        }

        @Override
        public void protect(long address, long bytes, int protection) {
            calls++;
            View view = views.floorEntry(address).getValue();
            assertTrue(address + bytes <= view.address() + (long) view.blocks.length * BLOCK, "more than a view");
            for (long at = address; at < address + bytes; at += PAGE) {
                protections.put(at, protection);
            }
        }

        /** What a guest would meet; null if nothing, or nothing that it may touch. */
        Page page(long address) {
            Map.Entry<Long, View> entry = views.floorEntry(address);
            if (entry == null || address >= entry.getKey() + (long) entry.getValue().blocks.length * BLOCK) {
                return null;
            }
            int protection = protections.get(address);
            View view = entry.getValue();
            return protection == 0
                    ? null
                    : new Page(view.segment, (long) view.index * BLOCK + address - entry.getKey(), protection);
        }
    }

    private final FakeWindows windows = new FakeWindows();
    private final GuestMap map = new GuestMap();
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

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void randomChanges(long seed) {
        Random random = new Random(seed);
        Map<Long, Page> wanted = new HashMap<>();
        for (int step = 0; step < 3000; step++) {
            long at = BASE + (long) random.nextInt(64 * 16) * PAGE;
            long bytes = (1L + random.nextInt(random.nextInt(100) + 1)) * PAGE;
            int protection = random.nextInt(8);
            switch (random.nextInt(3)) {
                case 0 -> map(wanted, random.nextBoolean() ? one : two, random.nextInt(4), at, bytes, protection);
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

    /** Maps as the address space does: what else a block showed goes when it shows something else. */
    private void map(Map<Long, Page> wanted, SharedSegment segment, int shift, long at, long bytes, int protection) {
        long delta = (long) shift * 8 * BLOCK - BASE;
        map.map(at, segment, (int) (at + delta), bytes, protection);
        for (long page = at / BLOCK * BLOCK; page < at + bytes + BLOCK; page += PAGE) {
            Page old = wanted.get(page);
            boolean sameBlock = page / BLOCK >= at / BLOCK && page / BLOCK <= (at + bytes - 1) / BLOCK;
            if (sameBlock && old != null && (old.segment != segment || old.offset != page + delta)) {
                wanted.remove(page);
            }
        }
        for (long page = at; page < at + bytes; page += PAGE) {
            wanted.put(page, new Page(segment, page + delta, protection));
        }
    }

    private void compare(Map<Long, Page> wanted) {
        for (long page = BASE; page < BASE + 80 * BLOCK; page += PAGE) {
            Page expected = wanted.get(page);
            assertEquals(expected == null || expected.protection == 0 ? null : expected, windows.page(page));
        }
    }
}
