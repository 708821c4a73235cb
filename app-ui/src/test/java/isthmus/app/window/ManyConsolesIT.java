package isthmus.app.window;

import static isthmus.app.window.FxThread.await;
import static isthmus.app.window.FxThread.fx;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.app.engine.RunOptions;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Consoles that come and go leave nothing behind, and the window answers all the time. */
class ManyConsolesIT {
    private static final int FIRST = 30;
    private static final int CONSOLES = 300;
    /** Threads that are kept for a while, and descriptors of files that were opened meanwhile. */
    private static final int SLACK = 12;

    private static final long HEAP_SLACK = 24 << 20;
    /** Longer than this the window would seem to hang, however busy the machine is. */
    private static final long STALL_MILLIS = 5_000;

    private record Taken(int threads, int descriptors, long heap) {
        static Taken now(DrivenWindow window) throws InterruptedException {
            collect();
            openAndClose(window, 1); // with the next picture the toolkit lets go of those that are garbage
            collect();
            int threads = ManagementFactory.getThreadMXBean().getThreadCount();
            int descriptors = Path.of("/proc/self/fd").toFile().list().length;
            Runtime runtime = Runtime.getRuntime();
            return new Taken(threads, descriptors, runtime.totalMemory() - runtime.freeMemory());
        }

        private static void collect() throws InterruptedException {
            for (int i = 0; i < 4; i++) { // what has a cleaner is gone after the next one
                System.gc();
                Thread.sleep(100);
            }
        }
    }

    @Test
    void threeHundredConsolesLeaveNothing() throws Exception {
        try (DrivenWindow window = new DrivenWindow()) {
            openAndClose(window, FIRST);
            Taken before = Taken.now(window);
            Taken after;
            long longest;
            try (Pulse pulse = new Pulse()) {
                openAndClose(window, CONSOLES);
                longest = pulse.longest();
            }
            after = Taken.now(window);
            System.out.println(CONSOLES + " consoles: " + before + " before, " + after
                    + " after; the window's longest pause " + longest + " ms");
            assertTrue(after.threads() <= before.threads() + SLACK, before + " " + after);
            assertTrue(after.descriptors() <= before.descriptors() + SLACK, before + " " + after);
            assertTrue(after.heap() <= before.heap() + HEAP_SLACK, before + " " + after);
            assertTrue(longest < STALL_MILLIS, "the window did not answer for " + longest + " ms");
        }
    }

    private static void openAndClose(DrivenWindow window, int count) {
        RunOptions options = RunOptions.of(Path.of("/"), List.of("/bin/echo", "hello"));
        for (int i = 0; i < count; i++) {
            Session session = fx(() -> {
                window.root.starter().start(options);
                return window.root.sessions().all().getLast();
            });
            await("the end of run " + i, session::isAlive, alive -> !alive);
            fx(() -> {
                window.root.workspace().close(new Place.Console(session));
                return null;
            });
        }
        fx(() -> {
            List.copyOf(window.root.sessions().all()).forEach(window.root.sessions()::remove);
            return null;
        });
    }
}
