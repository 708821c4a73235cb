package isthmus.app.window;

import static isthmus.app.window.FxThread.await;
import static isthmus.app.window.FxThread.fx;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Walks through the window's frame, as a person would with keys and mouse. */
class WindowIT {
    @TempDir
    Path settings;

    @Test
    void aNewWindowSaysWhatToDo() throws Exception {
        try (DrivenWindow window = new DrivenWindow(settings)) {
            assertTrue(window.isThere("#start-run"));
            assertTrue(window.isThere("#start-open-folder"));
            assertTrue(window.isThere("#start-open-archive"));
            assertEquals("start-run", window.focus());
            window.node("#status-host"); // the host was checked
        }
    }

    @Test
    void thePaletteRunsACommandAndTheThemeIsRemembered() throws Exception {
        try (DrivenWindow window = new DrivenWindow(settings)) {
            window.robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.P);
            window.node("#palette-query");
            window.robot.write("zqzq"); // there is no such thing
            window.robot.push(KeyCode.ENTER);
            assertTrue(window.isThere("#palette-query"));
            window.fill("#palette-query", "dark");
            window.robot.push(KeyCode.ENTER);
            await("the theme is dark", () -> hasSheet(window, "dark.css"));
            assertFalse(window.isThere("#palette-query"));
            assertEquals("start-run", window.focus());
        }
        Map<String, String> remembered = new SettingsFile(settings).load();
        assertEquals("dark", remembered.get("theme"));
        try (DrivenWindow window = new DrivenWindow(settings)) {
            assertTrue(fx(() -> hasSheet(window, "dark.css")));
        }
        Map<String, String> again = new SettingsFile(settings).load();
        assertEquals(remembered.get("window.width"), again.get("window.width"));
        assertEquals(Double.parseDouble(remembered.get("sidebar")), Double.parseDouble(again.get("sidebar")), 0.01);
    }

    @Test
    void allKeysAreListed() throws Exception {
        try (DrivenWindow window = new DrivenWindow(settings)) {
            window.robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.K);
            window.node("#keyboard-help");
            List<String> texts = fx(() -> texts(window, "#keyboard-help"));
            assertTrue(texts.containsAll(List.of("Ctrl+Shift+P", "F10", "Escape")), texts::toString);
            window.robot.push(KeyCode.ENTER);
            window.awaitGone("#keyboard-help");
        }
    }

    @Test
    void theFormSaysWhatIsMissingAndEscapeClosesIt() throws Exception {
        try (DrivenWindow window = new DrivenWindow(settings)) {
            window.robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.N);
            window.node("#run-dialog");
            assertFalse(window.isThere("#error-root"));
            window.robot.push(KeyCode.ENTER);
            window.node("#error-root"); // it is asked for
            assertEquals("form-root", window.focus());
            window.robot.push(KeyCode.ESCAPE);
            window.awaitGone("#run-dialog");
        }
    }

    @Test
    void aProgramIsCheckedAndRunAndClosingTheWindowAsksOnce() throws Exception {
        try (DrivenWindow window = new DrivenWindow(settings)) {
            window.robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.N);
            window.node("#run-dialog");
            fill(window, "#form-root", "/");
            fill(window, "#form-program", "/bin/sh");
            fill(window, "#form-arguments", "-c 'exec sleep 1000'");
            await(
                    "it was checked",
                    () -> texts(window, "#finding").stream().anyMatch(text -> text.startsWith("Ready to start")));
            window.robot.push(KeyCode.CONTROL, KeyCode.ENTER);
            await("the run", () -> window.text("#status-running"), text -> text.startsWith("1 "));
            window.requestClose();
            window.requestClose(); // asks no second time
            window.node("#question-yes");
            window.robot.push(KeyCode.ESCAPE);
            window.awaitGone("#question-yes");
            assertTrue(fx(() -> window.stage().isShowing()));
            window.requestClose();
            window.click("#question-yes");
            window.awaitClosed();
        }
        try (DrivenWindow window = new DrivenWindow(settings)) {
            assertTrue(fx(() -> texts(window, ".recent").contains("/bin/sh -c 'exec sleep 1000'")));
        }
    }

    /** However fast it is typed. */
    @Test
    void altWithALetterOpensItsMenu() throws Exception {
        try (DrivenWindow window = new DrivenWindow(settings)) {
            window.robot.press(KeyCode.ALT).press(KeyCode.V).release(KeyCode.V).release(KeyCode.ALT);
            window.node("#menu-palette");
            window.robot.push(KeyCode.ESCAPE);
            window.awaitGone("#menu-palette");
            window.robot.push(KeyCode.ALT);
            window.robot.push(KeyCode.DOWN);
            window.node("#menu-run"); // Alt by itself leads to the first one
        }
    }

    private static void fill(DrivenWindow window, String field, String text) {
        fx(() -> {
            window.node(field, TextField.class).setText(text);
            return null;
        });
    }

    private static List<String> texts(DrivenWindow window, String of) {
        return window.scene().getRoot().lookup(of).lookupAll(".label").stream()
                .map(node -> ((Label) node).getText())
                .toList();
    }

    private static boolean hasSheet(DrivenWindow window, String name) {
        return window.scene().getStylesheets().stream().anyMatch(sheet -> sheet.endsWith(name));
    }
}
