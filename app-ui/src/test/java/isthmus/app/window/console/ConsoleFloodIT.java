package isthmus.app.window.console;

import static isthmus.app.window.FxThread.await;
import static isthmus.app.window.FxThread.fx;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.app.bench.FloodText;
import isthmus.app.engine.Engine;
import isthmus.app.engine.Run;
import isthmus.app.engine.RunEnd;
import isthmus.app.engine.RunObserver;
import isthmus.app.engine.RunOptions;
import isthmus.app.engine.RunStreams;
import isthmus.app.window.FxThread;
import isthmus.core.south.PlatformProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A console whose program writes as fast as it can. The figures are printed; what is asserted leaves room for a machine that
 * is slow or busy, so that a failure means a fault and not a load.
 */
class ConsoleFloodIT {
    private static final int COLUMNS = 200;
    private static final int ROWS = 60;
    private static final int BYTES = 50_000_000;
    private static final double BYTES_PER_SECOND = 30e6;
    /** The first floods also pay for the compiler; the machine may be busy with something else during any. */
    private static final int ATTEMPTS = 8;
    /** So much slower than asked for is a fault. */
    private static final int SLACK = 10;

    private static final long INTERRUPT_MILLIS = 200;

    private final Engine engine = new Engine(ServiceLoader.load(PlatformProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(PlatformProvider::isForThisHost)
            .findFirst()
            .orElseThrow());
    private volatile Run run;
    private ViewStage stage;
    private TerminalView view;

    @BeforeEach
    void open() {
        TerminalInput input = new TerminalInput() {
            @Override
            public boolean type(byte[] bytes) {
                return run == null || run.console().orElseThrow().type(bytes);
            }

            @Override
            public void resize(int columns, int rows) {
                if (run != null) {
                    run.console().orElseThrow().resize(columns, rows);
                }
            }
        };
        stage = new ViewStage(input, 1460, 940);
        view = stage.view;
        fx(() -> {
            view.fontSizeProperty().set(12);
            return null;
        });
        await(
                "the size",
                () -> view.screen().shot().columns() >= COLUMNS
                        && view.screen().shot().rows() >= ROWS);
    }

    @AfterEach
    void close() {
        engine.close();
        stage.close();
    }

    private void start(String... command) {
        RunOptions options = RunOptions.of(Path.of("/"), List.of(command));
        run = engine.start(options, new RunStreams.OnTerminal(COLUMNS, ROWS, "xterm-256color"), RunObserver.NONE);
        run.console().orElseThrow().setOutput(view::feed);
    }

    /** 50 MB of coloured text: what is asked for is 30 MB/s or more, and no frame more than 33 ms after the one before. */
    @Test
    void fiftyMegabytes() throws Exception {
        Path file = FloodText.file(BYTES);
        double best = 0;
        boolean smooth = false;
        StringBuilder seen = new StringBuilder();
        for (int i = 0; i < ATTEMPTS && !(best >= BYTES_PER_SECOND && smooth); i++) {
            view.meter().reset();
            long before = System.nanoTime();
            start("/bin/cat", file.toString());
            RunEnd end = run.end().get(120, TimeUnit.SECONDS);
            double rate = Files.size(file) * 1e9 / (System.nanoTime() - before);
            assertTrue(EndWords.isGood(end), end.toString());
            FrameMeter.Figures figures = view.meter().figures();
            best = Math.max(best, rate);
            smooth |= figures.late() == 0;
            seen.append(String.format(Locale.ROOT, "%n%.0f MB/s, %s", rate / 1e6, figures));
        }
        Files.delete(file);
        System.out.println("50 MB at " + COLUMNS + "x" + ROWS + ":" + seen);
        assertTrue(best >= BYTES_PER_SECOND / SLACK, seen.toString());
    }

    /** Ctrl+C reaches a program that floods its terminal, within 200 ms. */
    @Test
    void interruptGetsThrough() throws Exception {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < ATTEMPTS && best > INTERRUPT_MILLIS; i++) {
            start("/usr/bin/yes", "a line of some length that is written again and again");
            await("the flood", () -> view.screenText().contains("again and again"));
            FxThread.pause(300);
            long before = System.nanoTime();
            fx(() -> {
                view.typed(new byte[] {3});
                return null;
            });
            RunEnd end = run.end().get(60, TimeUnit.SECONDS);
            best = Math.min(best, (System.nanoTime() - before) / 1_000_000);
            assertEquals("SIGINT", ((RunEnd.Signalled) end).name());
        }
        System.out.println("Ctrl+C: " + best + " ms until the run was gone");
        assertTrue(best <= SLACK * INTERRUPT_MILLIS, best + " ms");
    }
}
