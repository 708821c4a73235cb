package isthmus.app.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A run leaves nothing behind in the JVM that it was in, nor on the host. */
class ManyRunsTest {
    private static final int RUNS = Integer.getInteger("isthmus.test.runs", 50);
    private static final int FEW_HANDLES = HostUse.WINDOWS ? 10 : 3;

    /** What there is, after garbage was collected. */
    private record State(int threads, HostUse host, long heapBytes) {
        static State now() throws IOException, InterruptedException {
            for (int i = 0; i < 4; i++) {
                System.gc();
                Thread.sleep(50); // for what is done when something is found to be garbage
            }
            Runtime runtime = Runtime.getRuntime();
            return new State(
                    Thread.getAllStackTraces().size(), HostUse.now(), runtime.totalMemory() - runtime.freeMemory());
        }

        /** What there is more of than chance explains: Java on Windows has some handles more or less, however many runs it had. */
        List<String> grownFrom(State before) {
            List<String> grown = new ArrayList<>();
            note(grown, "threads", threads > before.threads + 3);
            note(grown, "handles", host.handles() > before.host.handles() + FEW_HANDLES);
            note(grown, "mappings", host.mappings() > before.host.mappings() + 10);
            note(grown, "processes", host.children() > before.host.children());
            note(grown, "heap", heapBytes > before.heapBytes + (8 << 20));
            return grown;
        }

        private static void note(List<String> grown, String what, boolean has) {
            if (has) {
                grown.add(what);
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
            for (int i = 0; i < 20 && !after.grownFrom(before).isEmpty(); i++) {
                after = State.now(); // the host lets go of a process later than we do
            }
            System.out.println("before and after " + RUNS + " runs: " + before + " " + after);
            assertEquals(List.of(), after.grownFrom(before), before + " " + after);
        }
    }
}
