package isthmus.app.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.app.bench.XDisplay.Area;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The window as a person opens it, by {@code ./isthmus}, and as the display shows it. Needs the display of the tests. */
public final class StartedWindow implements AutoCloseable {
    private static final String TITLE = "Isthmus";
    private static final long SECONDS = 60;
    private static final long END_SECONDS = 600;
    private static final long AGAIN_MILLIS = 5;
    /** A window that was not painted has one. */
    private static final int LEAST_COLOURS = 12;

    /** What may fail for want of a display. */
    @FunctionalInterface
    private interface Question<T> {
        Optional<T> ask() throws IOException;
    }

    private final XDisplay display;
    private final Path settings = Files.createTempDirectory("isthmus-settings");
    private final Path log = settings.resolve("log");
    private final long started;
    private final Process process;
    private final int window;
    private final long visible;
    private final long painted;

    /**
     * Starts it, and returns as soon as it is painted.
     *
     * @param display of the tests
     * @param environment further variables of {@code ./isthmus}
     * @param remembered what its settings are
     * @param options further ones of the virtual machine
     */
    public StartedWindow(
            XDisplay display, Map<String, String> environment, Map<String, String> remembered, String... options)
            throws IOException, InterruptedException {
        Files.write(
                settings.resolve("window.properties"),
                remembered.entrySet().stream().map(Map.Entry::toString).toList());
        this.display = display;
        ProcessBuilder builder = new ProcessBuilder(Objects.requireNonNull(System.getProperty("isthmus.command")))
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(log.toFile())
                .redirectErrorStream(true);
        builder.environment()
                .put("ISTHMUS_JAVA_OPTS", "-Disthmus.settings=" + settings + " " + String.join(" ", options));
        builder.environment().remove("WAYLAND_DISPLAY");
        builder.environment().putAll(environment);
        started = System.nanoTime();
        process = builder.start();
        window = await("no window", () -> display.window(TITLE));
        visible = System.nanoTime();
        await("nothing is painted", () -> colours() < LEAST_COLOURS ? Optional.empty() : Optional.of(true));
        painted = System.nanoTime();
    }

    /** Looks again and again. */
    private <T> T await(String failure, Question<T> question) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (true) {
            Optional<T> answer = question.ask();
            if (answer.isPresent()) {
                return answer.get();
            }
            assertTrue(process.isAlive() && System.nanoTime() < end, failure + ": " + Files.readString(log));
            Thread.sleep(AGAIN_MILLIS);
        }
    }

    /** How many colours there are in the middle half of the window. */
    private long colours() throws IOException {
        Area area = display.area(window).orElse(new Area(0, 0, 0, 0));
        Area middle = new Area(area.width() / 4, area.height() / 4, area.width() / 2, area.height() / 2);
        return Arrays.stream(display.pixels(window, middle)).distinct().count();
    }

    /** Milliseconds from the command to the window. */
    public long visibleMillis() {
        return TimeUnit.NANOSECONDS.toMillis(visible - started);
    }

    /** Milliseconds from the command to a window in which there is something. */
    public long paintedMillis() {
        return TimeUnit.NANOSECONDS.toMillis(painted - started);
    }

    /**
     * Moves the mouse to a place in the window, and waits until a part of it looks other than before.
     *
     * @return milliseconds that it took
     */
    public long pointAt(int x, int y, Area part) throws IOException, InterruptedException {
        int[] before = display.pixels(window, part);
        long moved = System.nanoTime();
        display.moveMouse(window, x, y);
        await(
                "nothing changes",
                () -> Arrays.equals(before, display.pixels(window, part)) ? Optional.empty() : Optional.of(true));
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - moved);
    }

    /** Waits until it has closed itself; what it said. */
    public String awaitEnd() throws IOException, InterruptedException {
        boolean ended = process.waitFor(END_SECONDS, TimeUnit.SECONDS);
        String said = Files.readString(log);
        assertTrue(ended && process.exitValue() == 0, said);
        return said;
    }

    /** Ends the process, as a shell would. */
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS), "it does not end");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            process.destroyForcibly();
        }
        try (Stream<Path> files = Files.list(settings)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(settings);
    }
}
