package isthmus.app.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long it takes from {@code ./isthmus} to the window: with its files in the disk cache, and with none there. */
class StartBench {
    private static final int WARM = 5;
    private static final int COLD = 3;
    /** Linux, proc(5): what is written there says which caches are to be emptied; 3 is all of them. */
    private static final Path DROP_CACHES = Path.of("/proc/sys/vm/drop_caches");

    private static final String BOUND = "≤ 3 s";

    /** What is done before each start. */
    @FunctionalInterface
    private interface Preparation {
        void run() throws IOException, InterruptedException;
    }

    @TempDir
    Path directory;

    @Test
    void start() throws IOException, InterruptedException {
        try (XDisplay display = new XDisplay()) {
            new StartedWindow(display, Map.of(), Map.of()).close(); // now all is in the cache
            report(display, "start, warm", WARM, Map.of(), () -> {});
            if (Files.isWritable(DROP_CACHES)) {
                cold(display);
            } else {
                Report.row("start, cold", "only root can measure it", BOUND);
            }
        }
    }

    /** With a copy of the JDK: what this process itself has mapped stays in the cache. */
    private void cold(XDisplay display) throws IOException, InterruptedException {
        Path copy = directory.resolve("jdk");
        run("cp", "-a", System.getProperty("java.home"), copy.toString());
        report(display, "start, cold", COLD, Map.of("JAVA_HOME", copy.toString()), () -> {
            run("sync");
            Files.writeString(DROP_CACHES, "3");
        });
    }

    private static void run(String... command) throws IOException, InterruptedException {
        assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor(), command[0]);
    }

    private static void report(
            XDisplay display, String what, int times, Map<String, String> environment, Preparation before)
            throws IOException, InterruptedException {
        List<Long> visible = new ArrayList<>();
        List<Long> painted = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            before.run();
            try (StartedWindow window = new StartedWindow(display, environment, Map.of())) {
                visible.add(window.visibleMillis());
                painted.add(window.paintedMillis());
            }
        }
        Report.row(what + ", to the window", seconds(visible), BOUND);
        Report.row(what + ", until it is painted", seconds(painted), "");
    }

    private static String seconds(List<Long> millis) {
        return millis.stream()
                .sorted()
                .map(each -> String.format(Locale.ROOT, "%.2f", each / 1e3))
                .collect(Collectors.joining(" · ", "", " s"));
    }
}
