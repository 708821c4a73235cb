package isthmus.app.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A run leaves nothing behind in the JVM that it was in, nor on the host. */
@EnabledOnOs(OS.LINUX)
class ManyRunsTest {
    private static final int RUNS = Integer.getInteger("isthmus.test.runs", 50);

    /** What there is, after garbage was collected. */
    private record State(int threads, long descriptors, long mappings, long children, long heapBytes) {
        static State now() throws IOException, InterruptedException {
            for (int i = 0; i < 4; i++) {
                System.gc();
                Thread.sleep(50); // for what is done when something is found to be garbage
            }
            Runtime runtime = Runtime.getRuntime();
            try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
                return new State(
                        Thread.getAllStackTraces().size(),
                        descriptors.count(),
                        Files.readAllLines(Path.of("/proc/self/maps"), ISO_8859_1).stream()
                                .filter(line -> line.contains("isthmus-"))
                                .count(),
                        ProcessHandle.current().children().count(),
                        runtime.totalMemory() - runtime.freeMemory());
            }
        }
    }

    private static void some(Engine engine, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            Screen screen = new Screen();
            String script = "echo hello; (sleep 100 &) ; /bin/echo again; read a";
            Run run = engine.start(Engines.shell(script), new RunStreams.OnTerminal(80, 24, "xterm"), RunObserver.NONE);
            RunConsole console = run.console().orElseThrow();
            console.setOutput(screen);
            screen.await("again");
            if (i % 2 == 0) {
                run.kill(); // as when its window is closed
                assertInstanceOf(RunEnd.Signalled.class, Engines.await(run));
            } else {
                console.type("\r".getBytes(ISO_8859_1));
                assertInstanceOf(RunEnd.Exited.class, Engines.await(run));
            }
        }
    }

    @Test
    void nothingIsLeftBehind() throws IOException, InterruptedException {
        try (Engine engine = Engines.ofThisHost()) {
            some(engine, 10);
            State before = State.now();
            some(engine, RUNS);
            State after = State.now();
            assertTrue(after.threads() <= before.threads() + 3, () -> "threads: " + before + " " + after);
            assertTrue(after.descriptors() <= before.descriptors() + 3, () -> "descriptors: " + before + " " + after);
            assertTrue(after.mappings() <= before.mappings() + 10, () -> "mappings: " + before + " " + after);
            assertTrue(after.children() <= before.children(), () -> "processes: " + before + " " + after);
            assertTrue(after.heapBytes() <= before.heapBytes() + (8 << 20), () -> "heap: " + before + " " + after);
        }
    }
}
