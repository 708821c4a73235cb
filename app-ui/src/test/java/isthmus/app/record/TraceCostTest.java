package isthmus.app.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Prints how long a million rows take to come in and to be filtered. Nothing is asserted about time: that depends on the
 * machine and what else it does.
 */
class TraceCostTest {
    private static final int ROUNDS = 125_000;
    /** Other programs run too: what counts is the processor's time. */
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @Test
    void aMillionRows() throws Exception {
        try (TraceScene scene = new TraceScene(new TraceBounds(2_000_000, 512 << 20))) {
            long start = System.nanoTime();
            for (int i = 0; i < ROUNDS; i++) {
                scene.open(2, 2, "/usr/share/doc/package-" + i % 1000 + "/copyright", i % 8 == 0 ? -2 : 3);
                scene.read(2, 2, 3, "This package was debianized by somebody on some day")
                        .call(2, 2, TraceScene.MMAP, 0x7f0000000000L + i * 4096L, 0, 4096, 3, 0x22, -1, 0)
                        .call(2, 2, TraceScene.CLOSE, 0, 3)
                        .open(3, 3, "/etc/ld.so.cache", 4)
                        .read(3, 3, 4, "\1\2\3\4\5\6\7\10\11\12\13\14\15\16\17\20\21\22\23\24\25\26\27\30")
                        .call(3, 3, 39, 3)
                        .call(3, 3, TraceScene.CLOSE, 0, 4);
            }
            long put = System.nanoTime();
            scene.done();
            long end = System.nanoTime();
            System.out.printf(
                    "put %d ms, rows there %d ms later, %d MiB, lost %d%n",
                    (put - start) / 1_000_000, (end - put) / 1_000_000, scene.store.bytes() >> 20, scene.store.lost());
            assertEquals(0, scene.store.lost());
            assertEquals(8 * ROUNDS, scene.store.endRow());
            filter(scene, "call:openat", 2 * ROUNDS);
            filter(scene, "errno:*", ROUNDS / 8);
            filter(scene, "path:/etc/*", 3 * ROUNDS);
            filter(scene, "path:*77/copyright", 3 * ROUNDS / 1000 * 10);
            filter(scene, "debianized", ROUNDS);
            filter(scene, "PROT_WRITE", ROUNDS);
            filter(scene, "0x7f0000", 4096);
            filter(scene, "e", 8 * ROUNDS);
            filter(scene, "\"4096, PROT\"", ROUNDS);
            filter(scene, "zzz", 0);
            filter(scene, "time>1us and not (call:read or debianized)", 2 * ROUNDS);
        }
    }

    /** From a call to its row in the index that a view gets, at fifty thousand calls a second. */
    @Test
    void lag() throws Exception {
        AtomicLong shown = new AtomicLong();
        AtomicLong worst = new AtomicLong();
        try (TraceScene scene = new TraceScene(new TraceBounds(2_000_000, 512 << 20));
                TraceFollower follower = new TraceFollower(scene.store, selection -> {
                    TraceIndex index = selection.index();
                    if (shown.get() < index.size()) {
                        TraceRow first = scene.store.row(index.row((int) shown.get()));
                        long age = System.nanoTime() - scene.store.origin() - first.nanos();
                        worst.accumulateAndGet(age, Math::max);
                    }
                    shown.set(index.size());
                })) {
            follower.setFilter(TraceFilter.parse("not nothing"));
            follower.start();
            long start = System.nanoTime();
            for (int i = 0; i < 2000; i++) { // every millisecond fifty
                while (System.nanoTime() - start < i * 1_000_000L) {
                    LockSupport.parkNanos(200_000);
                }
                for (int n = 0; n < 50; n++) {
                    scene.script.setNanos(System.nanoTime());
                    scene.call(1, 1, TraceScene.CLOSE, 0, n);
                }
            }
            assertEquals(0, scene.store.lost());
            System.out.printf("lag: %d rows, worst %d ms%n", shown.get(), worst.get() / 1_000_000);
        }
    }

    private static void filter(TraceScene scene, String expression, int expected) throws TraceFilterException {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 2; i++) {
            TraceSelection selection = new TraceSelection(scene.store, TraceFilter.parse(expression));
            long start = THREADS.getCurrentThreadCpuTime();
            selection.advance(() -> false);
            best = Math.min(best, THREADS.getCurrentThreadCpuTime() - start);
            assertEquals(expected, selection.index().size(), expression);
        }
        System.out.printf("%-50s %5d ms%n", expression, best / 1_000_000);
    }
}
