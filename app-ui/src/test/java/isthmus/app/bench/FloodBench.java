package isthmus.app.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * A window just opened whose first program writes 50 MB to its console, and then others do: how much the console takes, how
 * long a frame may be missing, and how soon Ctrl+C ends a flood. The window does it by itself, as its class Rehearsal says.
 */
class FloodBench {
    private static final int BYTES = 50_000_000;
    private static final int COLUMNS = 200;
    private static final int ROWS = 60;
    private static final int FLOODS = 5;
    private static final int INTERRUPTS = 5;
    /** For the display that bench/window starts. */
    private static final Map<String, String> SIZES = Map.of(
            "window.x", "0",
            "window.y", "0",
            "window.width", "1590",
            "window.height", "990",
            "sidebar", "0.1",
            "console.font-size", "10");

    @Test
    void floods() throws IOException, InterruptedException {
        Path file = FloodText.file(BYTES);
        List<String> steps = new ArrayList<>();
        for (int i = 0; i < FLOODS; i++) {
            steps.add("flood:" + file);
        }
        for (int i = 0; i < INTERRUPTS; i++) {
            steps.add("interrupt");
        }
        String said;
        try (XDisplay display = new XDisplay();
                StartedWindow window = new StartedWindow(
                        display, Map.of(), SIZES, "-Disthmus.window.rehearse=" + String.join(",", steps))) {
            said = window.awaitEnd();
        }
        long size = Files.size(file);
        Files.delete(file);
        List<Map<String, Double>> floods = lines(said, "flood ");
        assertEquals(FLOODS, floods.size(), said);
        assertTrue(
                floods.stream().allMatch(flood -> flood.get("columns") >= COLUMNS && flood.get("rows") >= ROWS), said);
        report("first flood of a new window", size, floods.getFirst());
        report("later floods, the slowest", size, worst(floods.subList(1, FLOODS), "seconds"));
        report("later floods, the one with the longest gap", size, worst(floods.subList(1, FLOODS), "longest"));
        List<Map<String, Double>> interrupts = lines(said, "interrupt ");
        assertEquals(INTERRUPTS, interrupts.size(), said);
        double longest = worst(interrupts, "seconds").get("seconds");
        Report.row(
                "Ctrl+C in a flood, longest of " + INTERRUPTS,
                String.format(Locale.ROOT, "%.0f ms", longest * 1e3),
                "≤ 200 ms");
    }

    private static Map<String, Double> worst(List<Map<String, Double>> all, String by) {
        return all.stream().max(Comparator.comparing(each -> each.get(by))).orElseThrow();
    }

    private static void report(String what, long bytes, Map<String, Double> flood) {
        Report.row(what, String.format(Locale.ROOT, "%.0f MB/s", bytes / 1e6 / flood.get("seconds")), "≥ 30 MB/s");
        Report.row(
                what + ", between two frames",
                String.format(Locale.ROOT, "%.1f ms, at most %.1f ms", flood.get("gap"), flood.get("longest")),
                "≤ 33 ms");
    }

    /** What stands in the lines that begin so, as name=number. */
    private static List<Map<String, Double>> lines(String said, String begin) {
        return said.lines()
                .filter(line -> line.startsWith(begin))
                .map(line -> {
                    Map<String, Double> values = new TreeMap<>();
                    for (String pair : line.substring(begin.length()).split(" ")) {
                        int equals = pair.indexOf('=');
                        values.put(pair.substring(0, equals), Double.valueOf(pair.substring(equals + 1)));
                    }
                    return values;
                })
                .toList();
    }
}
