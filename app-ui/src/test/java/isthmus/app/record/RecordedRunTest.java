package isthmus.app.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.app.engine.Engine;
import isthmus.app.engine.Engines;
import isthmus.app.engine.Run;
import isthmus.app.engine.RunEnd;
import isthmus.app.engine.RunStreams;
import isthmus.linux.calls.Args;
import isthmus.linux.calls.SystemCall;
import isthmus.linux.task.Task;
import isthmus.linux.trace.RecordingTracer;
import isthmus.linux.trace.Tracer;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real programs, recorded. */
class RecordedRunTest {
    private static final Pattern SECONDS = Pattern.compile("copied, ([0-9.e-]+) s");

    @TempDir
    Path folder;

    /** Tells two tracers the same. */
    private record Both(Tracer one, Tracer other) implements Tracer {
        @Override
        public boolean isOn() {
            return one.isOn() && other.isOn();
        }

        @Override
        public void entry(Task task, long number, SystemCall call, Args args) {
            one.entry(task, number, call, args);
            other.entry(task, number, call, args);
        }

        @Override
        public void exit(Task task, long number, SystemCall call, Args args, long result) {
            one.exit(task, number, call, args, result);
            other.exit(task, number, call, args, result);
        }

        @Override
        public void signal(Task task, int signal, int code) {
            one.signal(task, signal, code);
            other.signal(task, signal, code);
        }

        @Override
        public void started(Task task) {
            one.started(task);
            other.started(task);
        }

        @Override
        public void ended(Task task, int waitStatus) {
            one.ended(task, waitStatus);
            other.ended(task, waitStatus);
        }

        @Override
        public void executed(Task task, String path) {
            one.executed(task, path);
            other.executed(task, path);
        }
    }

    private static void run(Tracer tracer, int status, String... command) throws Exception {
        run(tracer, OutputStream.nullOutputStream(), status, command);
    }

    private static void run(Tracer tracer, OutputStream err, int status, String... command) throws Exception {
        OutputStream nowhere = OutputStream.nullOutputStream();
        try (Engine engine = Engines.ofThisHost()) {
            Run run = engine.start(
                    Engines.program(command),
                    new RunStreams.Plain(InputStream.nullInputStream(), nowhere, err, null),
                    tracer);
            assertEquals(
                    status,
                    assertInstanceOf(RunEnd.Exited.class, Engines.await(run)).status());
        }
    }

    @Test
    void theExportIsWhatTheCommandLineWritesOfTheSameRun() throws Exception {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        try (TraceStore store = new TraceStore(TraceBounds.usual())) {
            store.setRecording(true);
            try (RecordingTracer writer =
                    new RecordingTracer(new PrintStream(written, false, StandardCharsets.ISO_8859_1), true, false)) {
                run(new Both(store.tracer(), writer.tracer()), 2, "/bin/ls", "-l", "/etc", "/nonexistent");
            }
            finish(store);
            Path file = folder.resolve("ls.strace");
            assertTrue(TraceExport.write(store, TraceExport.all(store), TraceFormat.STRACE, file, ExportProgress.NONE));
            assertArrayEquals(written.toByteArray(), Files.readAllBytes(file));
        }
    }

    @Test
    void rowsTellWhatAShellAndItsChildrenDid() throws Exception {
        try (TraceStore store = new TraceStore(TraceBounds.usual())) {
            store.setRecording(true);
            run(
                    store.tracer(),
                    1,
                    "/bin/sh",
                    "-c",
                    "while read l; do :; done </etc/passwd; ls /nonexistent; cat /none");
            finish(store);
            TraceSelection selection =
                    new TraceSelection(store, TraceFilter.parse("path:/nonexistent and errno:ENOENT and process:ls"));
            selection.advance(() -> false);
            assertTrue(selection.index().size() > 0);
            selection = new TraceSelection(store, TraceFilter.parse("call:read path:/etc/passwd"));
            selection.advance(() -> false);
            assertTrue(selection.index().size() > 0);
            TraceRow read = store.row(selection.index().row(0));
            assertEquals(List.of("/etc/passwd"), read.paths());
            assertEquals("sh", read.process());
            TraceSummaryOfRun summary = TraceSummaryOfRun.of(store, 20);
            assertTrue(summary.complete());
            assertTrue(
                    summary.lastFailures().stream().anyMatch(row -> row.line().contains("\"/none\"")));
        }
    }

    @Test
    void signalsAreRowsAndWhatTheKernelWritesIsShownAsItWroteIt() throws Exception {
        try (TraceStore store = new TraceStore(TraceBounds.usual())) {
            store.setRecording(true);
            run(
                    store.tracer(),
                    0,
                    "/bin/sh",
                    "-c",
                    "trap : USR1; trap : USR2; kill -USR1 $$; /bin/true; sh -c 'kill -SEGV $$'; :");
            finish(store);
            List<String> rows = new ArrayList<>();
            for (long i = store.firstRow(); i < store.endRow(); i++) {
                TraceRow row = store.row(i);
                if (row.kind() == TraceRow.Kind.SIGNAL || row.kind() == TraceRow.Kind.END) {
                    rows.add(row.call() + " " + row.arguments());
                } else if (row.call().equals("rt_sigaction") && row.arguments().contains("NULL, {sa_handler")) {
                    assertTrue(
                            row.arguments().endsWith("NULL, {sa_handler=SIG_DFL, sa_mask=[], sa_flags=0}, 8"),
                            row::line);
                }
            }
            assertEquals(
                    List.of(
                            "SIGUSR1 {si_signo=SIGUSR1, si_code=SI_USER}",
                            "exited with 0",
                            "SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED}",
                            "SIGSEGV {si_signo=SIGSEGV, si_code=SI_USER}",
                            "killed by SIGSEGV",
                            "SIGCHLD {si_signo=SIGCHLD, si_code=CLD_KILLED}",
                            "exited with 0"),
                    rows.stream()
                            .map(row -> row.substring(row.indexOf(' ') + 1))
                            .toList());
        }
    }

    @Test
    void aRecordingThatIsSwitchedOnLateKnowsTheNames() throws Exception {
        try (TraceStore store = new TraceStore(TraceBounds.usual())) {
            Thread later = new Thread(() -> {
                sleep(700);
                store.setRecording(true);
            });
            later.start();
            run(store.tracer(), 0, "/bin/sh", "-c", "sleep 1.5; cat /etc/hostname; :");
            later.join();
            finish(store);
            assertTrue(store.endRow() > 0);
            for (long i = store.firstRow(); i < store.endRow(); i++) {
                TraceRow row = store.row(i);
                assertFalse(row.process().isEmpty(), () -> row.toString());
            }
        }
    }

    /** Prints what recording costs a program that does nothing but call; asserts nothing about time. */
    @Test
    void cost() throws Exception {
        double[] best = {Double.MAX_VALUE, Double.MAX_VALUE};
        for (int round = 0; round < 10; round++) {
            boolean recorded = round % 2 == 1;
            try (TraceStore store = new TraceStore(TraceBounds.usual())) {
                store.setRecording(recorded);
                ByteArrayOutputStream err = new ByteArrayOutputStream();
                run(store.tracer(), err, 0, "/bin/dd", "if=/dev/zero", "of=/dev/null", "bs=1", "count=20000");
                Matcher seconds = SECONDS.matcher(err.toString(StandardCharsets.ISO_8859_1));
                assertTrue(seconds.find(), err::toString);
                best[round % 2] = Math.min(best[round % 2], Double.parseDouble(seconds.group(1)));
                finish(store);
                assertEquals(recorded, store.endRow() > 40_000);
                assertEquals(0, store.lost());
            }
        }
        System.out.printf(
                "dd: 40,000 calls in %.3f s, recorded %.3f s: %.2f times%n", best[0], best[1], best[1] / best[0]);
    }

    private static void finish(TraceStore store) {
        store.close();
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
