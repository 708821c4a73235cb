package isthmus.app.window;

import static isthmus.app.window.FxThread.await;
import static isthmus.app.window.FxThread.fx;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.app.bench.Report;
import isthmus.app.engine.Engine;
import isthmus.app.engine.Run;
import isthmus.app.engine.RunEnd;
import isthmus.app.engine.RunOptions;
import isthmus.app.engine.RunStreams;
import isthmus.app.record.TraceBounds;
import isthmus.app.record.TraceStore;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a trace costs, and how soon it is seen; real programs of this host. */
class TraceBench {
    private static final double MILLION = 1e6;
    private static final int ROUNDS = 5;
    private static final long SETTLED_MILLIS = 1000;
    /** So long the compiler is busy with what shows a trace, which in another measurement was done before. */
    private static final int WARM_ROUNDS = 8;

    /** Fifty thousand calls a second for some seconds; the time is read without a call. */
    private static final String STEADY = """
            import os, time
            begin, done = time.monotonic(), 0
            while done < 300000:
                due = int((time.monotonic() - begin) * 50000)
                while done < due:
                    os.getppid()
                    done += 1
            """;

    /** A hundred thousand, and after each so much work as its argument says. */
    private static final String BUSY = """
            import os, sys
            work = int(sys.argv[1])
            for i in range(100000):
                os.getppid()
                sum(range(work))
            """;

    private static final int SOME_WORK = 1000;
    private static final double BUSY_NANOS = 2e9;

    /** A million calls of several kinds. */
    private static final String MANY = """
            import os
            for i in range(125000):
                f = os.open('/etc/passwd', 0)
                os.read(f, 40); os.lseek(f, 0, 0); os.fstat(f); os.getppid(); os.close(f)
                os.access('/none', 0); os.access('/usr/bin', 0)
            """;

    private static final String STEADILY = "python3, 50,000 calls a second and the rest of the time busy";
    private static final Map<String, List<String>> PROGRAMS = new LinkedHashMap<>();

    static {
        PROGRAMS.put("dd by single bytes", List.of("/bin/dd", "if=/dev/zero", "of=/dev/null", "bs=1", "count=1000000"));
        PROGRAMS.put("find /usr", List.of("/usr/bin/find", "/usr", "-name", "*.none"));
        PROGRAMS.put(
                "a shell with 200 processes",
                List.of("/bin/sh", "-c", "i=0; while [ $i -lt 200 ]; do /bin/true; i=$((i+1)); done"));
        PROGRAMS.put(
                "python3, modules and files",
                List.of(
                        "/usr/bin/python3",
                        "-c",
                        "import unittest, email, json, http.client, glob\nfor i in range(3): glob.glob('/usr/share/**', recursive=True)"));
    }

    private static List<String> busy(int work) {
        return List.of("/usr/bin/python3", "-c", BUSY, String.valueOf(work));
    }

    private Engine engine;
    private TraceStage stage;

    @BeforeEach
    void open() {
        FxThread.start();
        engine = new Engine(DrivenWindow.host());
    }

    @AfterEach
    void close() {
        if (stage != null) {
            stage.close();
        }
        engine.close();
    }

    private Run start(TraceStore store, List<String> command) {
        OutputStream nowhere = OutputStream.nullOutputStream();
        return engine.start(
                RunOptions.of(Path.of("/"), command),
                new RunStreams.Plain(InputStream.nullInputStream(), nowhere, nowhere, null),
                store.tracer());
    }

    private static long nanos(Run run) throws Exception {
        RunEnd end = run.end().get(300, TimeUnit.SECONDS);
        assertInstanceOf(RunEnd.Exited.class, end, end::toString);
        return end.wallTime().toNanos();
    }

    private static TraceStore recording() {
        TraceStore store = new TraceStore(TraceBounds.usual());
        store.setRecording(true);
        return store;
    }

    @Test
    void lag() throws Exception {
        for (String filter : List.of("", "call:getppid")) {
            try (TraceStore store = recording()) {
                stage = new TraceStage(store);
                stage.filter(filter);
                Run run = start(store, List.of("/usr/bin/python3", "-c", STEADY));
                await("the calls", () -> store.endRow() > 50_000);
                long begin = System.nanoTime();
                long first = store.endRow();
                stage.measure();
                await("more calls", () -> store.endRow() > 250_000);
                long[] lags = stage.lags();
                double rate = (store.endRow() - first) * 1e9 / (System.nanoTime() - begin);
                nanos(run);
                assertEquals(0, store.lost());
                Arrays.sort(lags);
                assertTrue(lags.length > 10, "the view stands still");
                Report.row(
                        String.format(
                                Locale.ROOT,
                                "from a call to the frame that shows it, at %,d calls/s%s: the worst (median)",
                                Math.round(rate / 1000) * 1000,
                                filter.isEmpty() ? "" : ", filtered"),
                        String.format(
                                Locale.ROOT,
                                "%.0f ms (%.0f ms)",
                                lags[lags.length - 1] / MILLION,
                                lags[lags.length / 2] / MILLION),
                        "≤ 250 ms");
                stage.close();
            }
        }
    }

    /** How a program runs: beside an open window that shows another trace, the same while it is recorded, and while that is shown. */
    private enum Way {
        PLAIN,
        RECORDED,
        SHOWN
    }

    /** One program's times in one way, of all rounds. */
    private static final class Times {
        final List<Long> nanos = new ArrayList<>();
        long rows;

        long median() {
            return nanos.stream().sorted().toList().get(nanos.size() / 2);
        }

        /** Against the median of others: the median, and from the least to the most. */
        String against(Times others) {
            double base = others.median();
            return String.format(
                    Locale.ROOT,
                    "%.2f (%.2f to %.2f)",
                    median() / base,
                    Collections.min(nanos) / base,
                    Collections.max(nanos) / base);
        }
    }

    @Test
    void cost() throws Exception {
        Times some = new Times();
        for (int i = 0; i < ROUNDS; i++) {
            run(busy(SOME_WORK), Way.PLAIN, some);
        }
        Map<String, List<String>> programs = new LinkedHashMap<>();
        programs.put(STEADILY, busy((int) (SOME_WORK * BUSY_NANOS / some.median())));
        programs.putAll(PROGRAMS);
        Times first = new Times();
        run(programs.get(STEADILY), Way.SHOWN, first);
        for (int i = 0; i < WARM_ROUNDS; i++) {
            run(programs.get(STEADILY), Way.SHOWN, new Times());
        }
        for (Map.Entry<String, List<String>> program : programs.entrySet()) {
            Map<Way, Times> times = new EnumMap<>(Way.class);
            for (Way way : Way.values()) {
                times.put(way, new Times());
            }
            for (int round = -1; round < ROUNDS; round++) { // the first is to get warm
                for (int i = 0; i < Way.values().length; i++) {
                    Way way = Way.values()[Math.floorMod(round + i, Way.values().length)];
                    run(program.getValue(), way, round < 0 ? new Times() : times.get(way));
                }
            }
            Times plain = times.get(Way.PLAIN);
            long rows = times.get(Way.RECORDED).rows;
            Report.row(
                    String.format(
                            Locale.ROOT,
                            "%s, %,d calls, %,d a second: recorded / not recorded, median (least to most)",
                            program.getKey(),
                            rows,
                            Math.round(rows * 1e9 / plain.median())),
                    times.get(Way.RECORDED).against(plain),
                    "≤ 1.3");
            Report.row("the same with the view open", times.get(Way.SHOWN).against(plain), "≤ 1.3");
            Report.row("the same not recorded", plain.against(plain), "");
            if (program.getKey().equals(STEADILY)) {
                Report.row("the same with the first view of a process open", first.against(plain), "");
            }
        }
    }

    @SuppressWarnings("try") // the store is read after it was closed
    private void run(List<String> command, Way way, Times times) throws Exception {
        try (TraceStore store = new TraceStore(TraceBounds.usual());
                TraceStore other = new TraceStore(TraceBounds.usual())) {
            store.setRecording(way != Way.PLAIN);
            stage = new TraceStage(way == Way.SHOWN ? store : other);
            FxThread.pause(SETTLED_MILLIS); // to open a window costs more than what is measured
            times.nanos.add(nanos(start(store, command)));
            store.close();
            assertEquals(0, store.lost());
            times.rows = store.endRow();
            stage.close();
            stage = null;
        }
    }

    @Test
    @SuppressWarnings("try") // the store is read after it was closed
    void filters() throws Exception {
        try (TraceStore store = recording()) {
            nanos(start(store, List.of("/usr/bin/python3", "-c", MANY)));
            store.close();
            long rows = store.endRow() - store.firstRow();
            assertTrue(rows >= 1_000_000, rows + " rows");
            stage = new TraceStage(store);
            Label count = stage.find("#trace-count", Label.class);
            TextField field = stage.find("#trace-filter", TextField.class);
            await("all rows", count::getText, text -> text.startsWith(String.format(Locale.ROOT, "%,d", rows)));
            long worst = 0;
            String slowest = "";
            for (String expression : List.of(
                    "call:openat", "errno:*", "path:/etc/*", "time>1ms", "zzz", "e", "root and not call:read")) {
                stage.filter("");
                await("all rows", count::getText, text -> text.startsWith(String.format(Locale.ROOT, "%,d", rows)));
                long nanos = stage.nanosUntilShown(
                        () -> field.setText(expression), () -> count.getText().contains(" of "));
                if (nanos > worst) {
                    worst = nanos;
                    slowest = expression;
                }
                System.out.printf("%s: %.0f ms, %s%n", expression, nanos / MILLION, fx(count::getText));
            }
            Report.row(
                    String.format(
                            Locale.ROOT, "%,d rows filtered and shown: the slowest of 7 filters (%s)", rows, slowest),
                    String.format(Locale.ROOT, "%.0f ms", worst / MILLION),
                    "≤ 1,000 ms");
        }
    }
}
