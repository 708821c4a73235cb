package isthmus.app.window;

import static isthmus.app.window.FxThread.await;
import static isthmus.app.window.FxThread.fx;
import static isthmus.app.window.FxThread.pause;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.app.conformance.DebianRoot;
import isthmus.app.conformance.Outcome;
import isthmus.app.engine.RunOptions;
import isthmus.app.record.TracePresets;
import isthmus.app.record.TraceRow;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.robot.Motion;

/** What a person does with a trace, with the real engine and a Debian 12. */
class TraceWalkIT {
    private static final PseudoClass HIGHLIGHTED = PseudoClass.getPseudoClass("highlighted");
    /** Some processes, a signal, calls that fail, and in the end two that do not return. */
    private static final String BUSY = "trap : USR1; cat /etc/hostname /nowhere; kill -USR1 $$; sleep 1000; :";

    private final Said said = new Said();
    private DrivenWindow window;
    private Path debian;

    @BeforeEach
    void open() throws Exception {
        Logger.getLogger("").addHandler(said);
        debian = DebianRoot.tar();
        window = new DrivenWindow();
    }

    @AfterEach
    void close() throws Exception {
        window.close();
        Logger.getLogger("").removeHandler(said);
        assertEquals(List.of(), said.complaints);
    }

    /** Hears what JavaFX complains of about the table. */
    private static final class Said extends Handler {
        final List<String> complaints = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord log) {
            if (String.valueOf(log.getMessage()).contains("maxCellCount")) {
                complaints.add(log.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void aPausedViewStandsStillWhileTheRecordingGoesOn() {
        run("while sleep 0.05; do :; done");
        await("rows", this::count, count -> count > 100);
        window.click("#trace-pause");
        window.node("#trace-paused");
        pause(300); // what was on its way has come
        List<TraceRow> before = rows();
        assertTrue(fx(() -> table().isVisible()));
        pause(1_000);
        assertEquals(before, rows());
        filter("call:wait4");
        List<TraceRow> some = await("the filtered rows", this::rows, rows -> rows.size() < before.size());
        long last = before.getLast().index();
        assertTrue(
                some.stream().allMatch(row -> row.index() <= last), () -> "newer than " + last + ":\n" + lines(some));
        filter("");
        await("all rows again", this::count, count -> count == before.size());
        window.click("#trace-pause");
        List<TraceRow> all = await("what came meanwhile", this::rows, rows -> rows.size() > before.size() + 100);
        assertFalse(window.isThere("#trace-paused"));
        for (int i = 0; i < all.size(); i++) {
            assertEquals(i, all.get(i).index());
        }
    }

    @Test
    void presetsWriteTheFilter() {
        run(BUSY);
        int all = settled();
        for (TracePresets preset : TracePresets.values()) {
            window.click("#trace-presets");
            window.click(
                    "#trace-preset-" + preset.name().toLowerCase(Locale.ROOT).replace('_', '-'));
            assertEquals(preset.expression(), expression());
            assertFalse(window.isThere("#trace-mistake"));
            await(preset.name(), () -> window.text("#trace-count"), text -> text.contains(" of " + number(all)));
            List<TraceRow> rows = rows();
            switch (preset) {
                case ERRORS -> assertAll(rows, TraceRow::failed);
                case FILES -> assertTrue(lines(rows).contains("\"/nowhere\""), () -> lines(rows));
                case NETWORK, NOT_IMPLEMENTED -> assertEquals(List.of(), rows);
                case PROCESSES -> assertTrue(rows.stream().anyMatch(row -> row.kind() == TraceRow.Kind.SIGNAL));
                case SLOW -> assertAll(rows, row -> row.duration() > 1_000_000);
                case NO_MEMORY_NOISE ->
                    assertTrue(rows.stream().noneMatch(row -> row.call().equals("mmap")));
            }
        }
        window.click("#trace-clear");
        await("all rows", this::count, count -> count == all);
    }

    @Test
    void aRightClickWritesTheFilter() {
        run(BUSY);
        int all = settled();
        filter("errno:ENOENT");
        await("what failed", this::count, count -> count > 0 && count < all);
        Predicate<TraceRow> nowhere = row -> row.line().contains("\"/nowhere\"");
        choose("#trace-include", "path:/nowhere", nowhere);
        assertEquals("errno:ENOENT and path:/nowhere", expression());
        await("one row", this::rows, rows -> rows.size() == 1 && nowhere.test(rows.getFirst()));
        choose("#trace-exclude", "process:cat", nowhere);
        assertEquals("errno:ENOENT and path:/nowhere and not process:cat", expression());
        await("nothing", this::count, count -> count == 0);
        window.click("#trace-hidden");
        await("all rows", this::count, count -> count == all);
        window.robot.push(KeyCode.HOME);
        choose("#trace-highlight", "call:mmap", row -> row.call().equals("mmap"));
        assertEquals("", expression());
        List<TableRow<TraceRow>> marked = await("marked rows", () -> tableRows(HIGHLIGHTED), rows -> !rows.isEmpty());
        assertTrue(marked.stream().allMatch(row -> row.getItem().call().equals("mmap")));
    }

    @Test
    void theDetailsTellAllOfARow() {
        run("cat /etc/hostname; :");
        settled();
        filter("call:openat path:/etc/hostname");
        TraceRow row = await("one row", this::rows, rows -> rows.size() == 1).getFirst();
        window.robot.clickOn(node(tableRow(each -> true)));
        await("the details", () -> detail("call"), call -> call.equals("openat  (257)"));
        assertEquals("AT_FDCWD, \"/etc/hostname\", O_RDONLY, 00", detail("arguments"));
        assertTrue(detail("raw").startsWith("0x"), detail("raw"));
        assertEquals(row.result(), detail("result"));
        assertEquals("/etc/hostname", detail("paths"));
        assertTrue(detail("when").contains(", took "), detail("when"));
        assertTrue(detail("task").startsWith("cat " + row.pid()), detail("task"));
        assertEquals("fully supported", detail("support"));
    }

    /** A call that was chosen while it was in progress: the details follow. */
    @Test
    void theDetailsOfACallFollowIt() {
        run("read x");
        filter("call:read is:unfinished or call:read result:1"); // that of the terminal
        await(
                "the read",
                this::rows,
                rows -> rows.size() == 1 && rows.getFirst().unfinished());
        window.robot.clickOn(node(tableRow(TraceRow::unfinished)));
        await("the details", () -> detail("result"), result -> result.equals("… in progress"));
        assertEquals("0, ", detail("arguments"));
        goTo("consoles");
        window.node(".terminal-view");
        window.robot.push(KeyCode.ENTER);
        window.node("#end-card");
        goTo("traces");
        await("its end", () -> detail("result"), result -> result.equals("1"));
        assertEquals("0, \"\\n\", 1", detail("arguments"));
        assertTrue(detail("when").contains(", took "), detail("when"));
    }

    @Test
    void aMistakeInTheFilterIsShownWhereItIs() {
        run(":");
        int all = settled();
        filter("call:openat and (errno:ENOWHERE or x)");
        assertTrue(window.text("#trace-mistake").contains("ENOWHERE"), window.text("#trace-mistake"));
        assertEquals(all, count());
        window.click("#trace-mistake");
        assertEquals(
                "errno:ENOWHERE",
                fx(() -> window.node("#trace-filter", TextField.class).getSelectedText()));
    }

    @Test
    void exportsOfARunThatGoesOn(@TempDir Path folder) throws Exception {
        run(BUSY);
        settled();
        Path strace = export("strace", folder.resolve("t.strace"));
        Path lines = export("json-lines", folder.resolve("t.jsonl"));
        Path chrome = export("chrome", folder.resolve("t.json"));
        List<TraceRow> calls =
                rows().stream().filter(row -> row.kind() == TraceRow.Kind.CALL).toList();
        assertEquals(lines(calls).stripTrailing(), checked(lines, chrome));
        assertEquals(2, calls.stream().filter(TraceRow::unfinished).count());
        String text = Files.readString(strace, ISO_8859_1);
        assertTrue(text.contains("openat(AT_FDCWD, \"/nowhere\""), text);
        assertTrue(text.contains("--- SIGUSR1 {si_signo=SIGUSR1, si_code=SI_USER} ---"), text);
        assertEquals(calls.size(), text.lines().filter(TraceWalkIT::beginsCall).count());

        filter("process:cat and call:openat,read"); // only of some threads, and not of all that they do
        await(
                "some rows",
                this::rows,
                rows -> !rows.isEmpty()
                        && rows.stream().allMatch(r -> r.process().equals("cat")));
        lines = export("json-lines", folder.resolve("some.jsonl"));
        chrome = export("chrome", folder.resolve("some.json"));
        assertEquals(lines(rows()), checked(lines, chrome));
    }

    private static boolean beginsCall(String line) {
        return line.matches("\\[pid +[0-9]+] [a-z0-9_]+\\(.*");
    }

    // --- a person's means -----------------------------------------------------------------------------------------

    /** Has a shell run something, and shows the trace. */
    private void run(String script) {
        fx(() -> {
            window.root.starter().start(RunOptions.of(debian, List.of("/bin/sh", "-c", script)));
            return null;
        });
        await("the program", () -> window.text("#console-status"), text -> !text.isEmpty() && !text.startsWith("open"));
        window.grabFocus();
        goTo("traces");
        window.node("#trace-table");
    }

    /** By the sidebar: a key that changes between them repeats when the machine is so busy that it stays down for long. */
    private void goTo(String list) {
        window.click("#sidebar-" + list + " .row-name");
    }

    /** Pastes a filter, and waits until it is applied. */
    private void filter(String expression) {
        fx(() -> {
            window.node("#trace-filter", TextField.class).setText(expression);
            return null;
        });
        await("the filter", () -> window.text("#trace-count"), text -> !text.equals(Strings.of("trace.searching")));
    }

    private String expression() {
        return fx(() -> window.node("#trace-filter", TextField.class).getText());
    }

    /** Opens the menu of a row, and there a menu of it. */
    private void choose(String menu, String item, Predicate<TraceRow> which) {
        window.robot.rightClickOn(node(tableRow(which)));
        window.click(menu);
        Node label = window.node(".menu-item .label", each -> item.equals(((Label) each).getText()));
        window.robot.clickOn(label, Motion.HORIZONTAL_FIRST); // not over other menus
        window.awaitGone(menu);
    }

    private Path export(String format, Path target) {
        window.choosesNext(target);
        window.click("#trace-export");
        window.click("#trace-export-" + format);
        await("the export", () -> window.text("#trace-export-text"), text -> text.equals("Written: " + target));
        return target;
    }

    /** The calls of both files; fails if one of them is not as it should be. */
    private static String checked(Path lines, Path chrome) throws Exception {
        Path script = Files.createTempFile("isthmus", ".py");
        try (InputStream in = TraceWalkIT.class.getResourceAsStream("check_exports.py")) {
            Files.write(script, in.readAllBytes());
            ProcessBuilder check =
                    new ProcessBuilder("python3", script.toString(), lines.toString(), chrome.toString());
            check.environment().put("PYTHONIOENCODING", "utf-8");
            Outcome outcome = Outcome.of(check, 60);
            assertEquals(0, outcome.status(), outcome::error);
            return new String(outcome.output().getBytes(ISO_8859_1), UTF_8).stripTrailing();
        } finally {
            Files.delete(script);
        }
    }

    // --- what they see --------------------------------------------------------------------------------------------

    /** How many rows there are when no more come. */
    private int settled() {
        await("rows", this::count, count -> count > 20);
        return window.settle(this::count);
    }

    private static String number(int count) {
        return String.format(Locale.ENGLISH, "%,d", count);
    }

    @SuppressWarnings("unchecked")
    private TableView<TraceRow> table() {
        return (TableView<TraceRow>) window.stage().getScene().lookup("#trace-table");
    }

    private int count() {
        return fx(() -> table().getItems().size());
    }

    private List<TraceRow> rows() {
        return fx(() -> List.copyOf(table().getItems()));
    }

    private static String lines(List<TraceRow> rows) {
        return rows.stream().map(TraceRow::line).collect(Collectors.joining("\n"));
    }

    private static void assertAll(List<TraceRow> rows, Predicate<TraceRow> holds) {
        assertFalse(rows.isEmpty());
        assertTrue(rows.stream().allMatch(holds), () -> lines(rows));
    }

    /** A row on the screen. */
    private TableRow<TraceRow> tableRow(Predicate<TraceRow> which) {
        return await(
                        "the row",
                        () -> tableRows(null).stream()
                                .filter(row -> which.test(row.getItem()))
                                .toList(),
                        rows -> !rows.isEmpty())
                .getFirst();
    }

    @SuppressWarnings("unchecked")
    private List<TableRow<TraceRow>> tableRows(PseudoClass state) {
        List<TableRow<TraceRow>> rows = new ArrayList<>();
        for (Node node : table().lookupAll(".table-row-cell")) {
            TableRow<TraceRow> row = (TableRow<TraceRow>) node;
            if (row.isVisible()
                    && row.getItem() != null
                    && (state == null || row.getPseudoClassStates().contains(state))) {
                rows.add(row);
            }
        }
        return rows;
    }

    /** A cell of the row: the row may be wider than what is seen of it. */
    private static Node node(TableRow<TraceRow> row) {
        return fx(() -> row.lookup(".table-cell"));
    }

    private String detail(String what) {
        return fx(() -> window.stage().getScene().lookup("#trace-details-" + what) instanceof TextInputControl field
                ? field.getText()
                : "");
    }
}
