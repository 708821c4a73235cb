package isthmus.app.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TraceSelectionTest {
    @Test
    void newRowsAreTestedAsTheyCome() throws TraceFilterException {
        try (TraceScene scene = new TraceScene()) {
            TraceSelection selection = new TraceSelection(scene.store, TraceFilter.parse("errno:*"));
            scene.open(1, 1, "/a", 3).open(1, 1, "/b", -2);
            TraceScene.await(scene.store, 2);
            selection.advance(() -> false);
            TraceIndex before = selection.index();
            assertEquals(1, before.size());
            scene.open(1, 1, "/c", -2).done();
            selection.advance(() -> false);
            assertEquals(1, before.size());
            assertEquals(2, selection.index().size());
            assertEquals(1, selection.index().hidden());
            assertEquals(2, selection.index().row(1));
            assertEquals(1, selection.index().place(2));
            assertEquals(-1, selection.index().place(0));
        }
    }

    @Test
    void whatFinishesIsTestedOnceMoreAndOldIndexesStay() throws TraceFilterException {
        try (TraceScene scene = new TraceScene()) {
            TraceSelection failed = new TraceSelection(scene.store, TraceFilter.parse("errno:* or pid:2"));
            TraceSelection unfinished = new TraceSelection(scene.store, TraceFilter.parse("is:unfinished"));
            scene.script.entry(1, 1, TraceScene.READ, new long[] {0, 0, 0});
            scene.open(2, 2, "/a", 3);
            TraceScene.await(scene.store, 2);
            failed.advance(() -> false);
            unfinished.advance(() -> false);
            TraceIndex before = failed.index();
            assertEquals(1, before.size());
            assertEquals(1, unfinished.index().size());
            scene.script.exit(1, 1, TraceScene.READ, -9);
            scene.done();
            failed.advance(() -> false);
            unfinished.advance(() -> false);
            assertEquals(1, before.row(0));
            assertEquals(2, failed.index().size());
            assertEquals(0, failed.index().row(0));
            assertEquals(1, failed.index().row(1));
            assertEquals(0, unfinished.index().size());
        }
    }

    @Test
    void droppedRowsLeaveTheIndex() throws TraceFilterException {
        try (TraceScene scene = new TraceScene(new TraceBounds(100, 8 << 20))) {
            TraceSelection selection = new TraceSelection(scene.store, TraceFilter.parse("call:close"));
            for (int i = 0; i < 1000; i++) {
                scene.call(1, 1, TraceScene.CLOSE, 0, i).call(1, 1, TraceScene.DUP, 0, i);
                TraceScene.await(scene.store, 2 * i + 2);
                selection.advance(() -> false);
            }
            assertEquals(50, selection.index().size());
            assertEquals(50, selection.index().hidden());
            assertEquals("950", scene.store.row(selection.index().row(0)).arguments());
        }
    }

    @Test
    void cancelledIsNotAnswered() throws TraceFilterException {
        try (TraceScene scene = new TraceScene().usual()) {
            TraceSelection selection = new TraceSelection(scene.store, TraceFilter.parse("read"));
            assertFalse(selection.advance(() -> true));
            assertEquals(0, selection.index().size());
            assertTrue(selection.advance(() -> false));
        }
    }

    @Test
    void aFollowerHandsOnWhatIsNew() throws Exception {
        LinkedBlockingQueue<TraceIndex> seen = new LinkedBlockingQueue<>();
        try (TraceScene scene = new TraceScene();
                TraceFollower follower = new TraceFollower(scene.store, s -> seen.add(s.index()))) {
            follower.start();
            scene.open(1, 1, "/a", 3).open(1, 1, "/b", -2);
            awaitSize(seen, 2);
            follower.setFilter(TraceFilter.parse("errno:*"));
            awaitSize(seen, 1);
            follower.setPaused(true);
            scene.open(1, 1, "/c", -2);
            TraceScene.await(scene.store, 3);
            follower.setFilter(TraceFilter.parse("openat"));
            awaitSize(seen, 2);
            follower.setPaused(false);
            awaitSize(seen, 3);
        }
    }

    private static void awaitSize(LinkedBlockingQueue<TraceIndex> seen, int size) throws InterruptedException {
        TraceIndex index;
        do {
            index = seen.poll(20, TimeUnit.SECONDS);
        } while (index != null && index.size() != size);
        assertTrue(index != null, () -> "no index of size " + size);
    }

    @Test
    void manyRowsAreTestedLikeFew() throws TraceFilterException {
        int count = 150_000;
        try (TraceScene scene = new TraceScene(TraceBounds.usual())) {
            TraceFilter filter = TraceFilter.parse("path:/b or is:unfinished");
            TraceSelection few = new TraceSelection(scene.store, filter);
            for (int i = 0; i < count; i++) {
                if (i % 1000 == 0) {
                    scene.script.entry(3 + i, 3, TraceScene.READ, new long[] {0, 0, 0});
                } else {
                    scene.open(1, 1, i % 7 == 0 ? "/b" : "/a", 3);
                }
                if (i % 20_000 == 0) {
                    few.advance(() -> false);
                }
            }
            TraceScene.await(scene.store, count);
            TraceSelection many = new TraceSelection(scene.store, filter);
            assertFalse(many.advance(() -> true));
            for (TraceSelection selection : new TraceSelection[] {few, many}) {
                assertTrue(selection.advance(() -> false));
            }
            assertEquals(
                    150 + (count + 6) / 7 - (count + 6999) / 7000, many.index().size());
            assertArrayEquals(rows(few.index()), rows(many.index()));
            scene.script.exit(3, 3, TraceScene.READ, 0);
            scene.script.exit(3 + 149_000, 3, TraceScene.READ, 0);
            scene.done();
            few.advance(() -> false);
            many.advance(() -> false);
            assertArrayEquals(rows(few.index()), rows(many.index()));
            assertEquals(
                    148 + (count + 6) / 7 - (count + 6999) / 7000, many.index().size());
        }
    }

    private static long[] rows(TraceIndex index) {
        return LongStream.range(0, index.size()).map(i -> index.row((int) i)).toArray();
    }
}
