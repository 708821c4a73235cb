package isthmus.app.window;

import static isthmus.app.window.FxThread.await;
import static isthmus.app.window.FxThread.fx;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.app.conformance.DebianRoot;
import isthmus.app.conformance.Outcome;
import isthmus.app.record.TraceRow;
import isthmus.app.window.console.TerminalView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person does in the window, with the real engine and a Debian 12 as debootstrap makes it. */
class WalkIT {
    /** Longer than this the window would seem to hang, however busy the machine is. */
    private static final long STALL_MILLIS = 5_000;

    private DrivenWindow window;
    private Pulse pulse;
    private Path debian;

    @BeforeEach
    void open() throws Exception {
        debian = DebianRoot.tar();
        window = new DrivenWindow();
        pulse = new Pulse();
    }

    @AfterEach
    void close() throws IOException {
        pulse.close();
        window.close();
        assertTrue(pulse.longest() < STALL_MILLIS, "the window did not answer for " + pulse.longest() + " ms");
    }

    @Test
    void aDroppedArchiveIsRunAndUsed() {
        window.drop(debian, "#start");
        window.node("#run-dialog");
        assertEquals(
                debian.toString(), window.node("#form-root", TextField.class).getText());
        window.fill("#form-program", "/bin/bash");
        window.runWhenReady();
        awaitText("root@isthmus:/#");
        window.type("PS1='\\w> '\n");
        window.type("ls --color /\n");
        awaitText("usr");
        awaitText("\n/>");
        assertTrue(isColoured("usr"), "the directories have the text's own colour");

        window.type("cd /tmp; vim -N -u NONE note\n");
        awaitText("note\" [New");
        window.settle(() -> terminal().screenText()); // it asks the terminal what it is, and may drop a key meanwhile
        window.type("i");
        awaitText("-- INSERT --");
        window.type("hello from vim");
        window.robot.push(KeyCode.ESCAPE);
        window.type(":wq\n");
        awaitText("\n/tmp>");
        window.type("cat note\n");
        awaitText("\nhello from vim");

        window.type("stty size\n");
        int columns = fx(() -> terminal().terminal().snapshot(null, 0).columns());
        awaitText(" " + columns + "\n");
        double width = fx(() -> window.stage().getWidth());
        fx(() -> {
            window.stage().setWidth(width - 200);
            return null;
        });
        int narrower = await(
                "a narrower terminal",
                () -> terminal().terminal().snapshot(null, 0).columns(),
                c -> c < columns);
        window.type("stty size\n");
        awaitText(" " + narrower + "\n");

        window.type("exit 3\n");
        window.node("#end-card");
        assertTrue(window.text("#end-headline").startsWith("Exit 3"), window.text("#end-headline"));
    }

    /** A click would otherwise meet something else: the form is checked while the hand is on its way. */
    @Test
    void whatIsWrongWithAFieldMovesNothingAboveIt() {
        window.choosesNext(debian);
        window.click("#start-open-archive");
        window.fill("#form-program", "/bin/bash");
        double program = top("#form-program");
        double run = top("#form-run");
        window.fill("#form-user", "root");
        await("what is wrong", () -> window.isThere("#error-user"), there -> there);
        assertEquals(program, top("#form-program"));
        window.fill("#form-user", "1000:1000");
        window.awaitGone("#error-user");
        assertEquals(program, top("#form-program"));
        assertEquals(run, top("#form-run"), "the place of the verdict, which is not there yet, is not kept");
    }

    @Test
    void aCrashIsExplained() {
        run("/bin/sh", "-c 'cat /nowhere; kill -SEGV $$'");
        window.node("#end-card");
        assertTrue(window.text("#end-headline").contains("SIGSEGV"), window.text("#end-headline"));
        Label failures = window.node("#end-failures", Label.class);
        assertTrue(failures.getText().contains("/nowhere"), failures.getText());
        awaitText("cat: /nowhere: No such file");
    }

    @Test
    void aTraceIsFilteredByPathAndByError() {
        run("/bin/cat", "/etc/hostname /nowhere");
        window.node("#end-card");
        window.click("#end-trace");
        long all = await("the trace", () -> rows().size(), count -> count > 20);
        window.fill("#trace-filter", "path:/etc/*");
        List<TraceRow> some = await("the filtered trace", this::rows, list -> !list.isEmpty() && list.size() < all);
        assertTrue(
                some.stream().anyMatch(row -> row.line().contains("openat(AT_FDCWD, \"/etc/hostname\"")),
                () -> lines(some));
        assertTrue(some.stream().noneMatch(row -> row.line().contains("/nowhere")), () -> lines(some));
        window.fill("#trace-filter", "errno:ENOENT and path:/nowhere");
        List<TraceRow> failed = await("the failed call", this::rows, list -> list.size() == 1);
        assertTrue(failed.getFirst().line().contains("ENOENT"), () -> lines(failed));
        window.fill("#trace-filter", "errno:");
        window.node("#trace-mistake");
    }

    @Test
    void anExportedTraceIsWhatTheCommandLinePrints(@TempDir Path folder) throws Exception {
        run("/bin/true", "");
        window.node("#end-card");
        window.click("#end-trace");
        await("the trace", () -> rows().size(), count -> count > 20);
        Path exported = folder.resolve("window.strace");
        window.choosesNext(exported);
        window.robot.push(KeyCode.CONTROL, KeyCode.E);
        await("the export", () -> Files.exists(exported), there -> there);
        Path printed = folder.resolve("command.strace");
        Outcome outcome = Outcome.of(
                new ProcessBuilder(
                        System.getProperty("isthmus.command"),
                        "run",
                        "--rootfs",
                        debian.toString(),
                        "--trace=" + printed,
                        "--",
                        "/bin/true"),
                60);
        assertEquals(0, outcome.status(), outcome::error);
        assertEquals(comparable(printed), comparable(exported));
    }

    /** Without what differs from run to run: addresses and random bytes. */
    private static String comparable(Path trace) throws IOException {
        return Files.readString(trace, ISO_8859_1)
                .replaceAll("0x[0-9a-f]+", "ADDRESS")
                .replaceAll("getrandom\\(\"[^\"]*\"", "getrandom(BYTES")
                .replaceAll(" +=", " =");
    }

    @SuppressWarnings("unchecked")
    private List<TraceRow> rows() {
        return ((TableView<TraceRow>) window.stage().getScene().lookup("#trace-table")).getItems();
    }

    private static String lines(List<TraceRow> rows) {
        return rows.stream().map(TraceRow::line).collect(Collectors.joining("\n"));
    }

    @Test
    void closingATabAsksWhileTheProgramRuns() {
        run("/bin/sleep", "1000");
        await("the program", () -> window.text("#console-status"), text -> text.contains("running"));
        window.robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.W);
        window.click("#question-cancel");
        window.awaitGone("#question-yes");
        assertEquals("running", window.text("#console-status"));
        window.robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.W);
        window.click("#question-yes");
        window.awaitGone("#console-status");
        await("no program", () -> window.text("#status-running"), text -> text.startsWith("No program"));
    }

    // --- a person's means -----------------------------------------------------------------------------------------

    private void run(String program, String arguments) {
        window.run(debian, program, arguments);
    }

    private double top(String selector) {
        var node = window.node(selector);
        return fx(() -> {
            node.getScene().getRoot().applyCss();
            node.getScene().getRoot().layout();
            return node.localToScene(0, 0).getY();
        });
    }

    private TerminalView terminal() {
        return (TerminalView) window.stage().getScene().lookup(".terminal-view");
    }

    private void awaitText(String part) {
        window.node(".terminal-view");
        await("'" + part + "' on the terminal", () -> terminal().screenText(), text -> text.contains(part));
    }

    private boolean isColoured(String word) {
        return fx(() -> {
            var snapshot = terminal().terminal().snapshot(null, Long.MAX_VALUE);
            String cells = new String(snapshot.text(), 0, snapshot.columns() * snapshot.rows()).replace('\0', ' ');
            int at = cells.indexOf(word);
            return at >= 0 && snapshot.foregroundRgb(snapshot.foreground()[at]) != snapshot.foregroundRgb(0);
        });
    }
}
