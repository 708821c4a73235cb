package isthmus.app.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.WindowEvent;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Walks through the window's frame, as a person would with keys and mouse. */
class WindowIT {
    @TempDir
    Path settings;

    @BeforeAll
    static void needsADisplay() {
        assumeTrue(FxThread.hasDisplay(), "there is no display for tests; ./check starts one");
    }

    @Test
    void aNewWindowSaysWhatToDo() throws InterruptedException {
        try (OpenWindow window = OpenWindow.open(settings)) {
            assertTrue(window.isThere("#start-run"));
            assertTrue(window.isThere("#start-open-folder"));
            assertTrue(window.isThere("#start-open-archive"));
            assertEquals(
                    "start-run",
                    window.onFx(() -> window.scene().getFocusOwner().getId()));
            window.await(
                    "the host is checked",
                    () -> window.scene().getRoot().lookup("#status-host").isVisible());
        }
    }

    @Test
    void thePaletteRunsACommandAndTheThemeIsRemembered() throws InterruptedException, IOException {
        try (OpenWindow window = OpenWindow.open(settings)) {
            window.robot().push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.P);
            window.await(
                    "the palette is open",
                    () -> window.scene().getFocusOwner() instanceof TextField field
                            && field.getId().equals("palette-query"));
            window.robot().write("dark");
            window.robot().push(KeyCode.ENTER);
            window.await("the theme is dark", () -> hasSheet(window, "dark.css"));
            assertFalse(window.isThere("#palette-query"));
            assertEquals(
                    "start-run",
                    window.onFx(() -> window.scene().getFocusOwner().getId()));
        }
        Map<String, String> remembered = new SettingsFile(settings).load();
        assertEquals("dark", remembered.get("theme"));
        try (OpenWindow window = OpenWindow.open(settings)) {
            assertTrue(window.onFx(() -> hasSheet(window, "dark.css")));
        }
        Map<String, String> again = new SettingsFile(settings).load();
        assertEquals(remembered.get("window.width"), again.get("window.width"));
        assertEquals(Double.parseDouble(remembered.get("sidebar")), Double.parseDouble(again.get("sidebar")), 0.01);
    }

    @Test
    void allKeysAreListed() throws InterruptedException {
        try (OpenWindow window = OpenWindow.open(settings)) {
            window.robot().push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.K);
            window.await("the keys are shown", () -> window.isThere("#keyboard-help"));
            List<String> texts = window.onFx(() -> texts(window, "#keyboard-help"));
            assertTrue(texts.containsAll(List.of("Ctrl+Shift+P", "F10", "Escape")), texts::toString);
            window.robot().push(KeyCode.ENTER);
            window.await("they are gone", () -> !window.isThere("#keyboard-help"));
        }
    }

    @Test
    void theFormSaysWhatIsMissingAndEscapeClosesIt() throws InterruptedException {
        try (OpenWindow window = OpenWindow.open(settings)) {
            window.robot().push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.N);
            window.await("the dialog is open", () -> window.isThere("#run-dialog"));
            assertFalse(window.onFx(
                    () -> window.scene().getRoot().lookup("#error-root").isVisible()));
            window.robot().push(KeyCode.ENTER);
            window.await(
                    "the root is asked for",
                    () -> window.scene().getRoot().lookup("#error-root").isVisible());
            assertEquals(
                    "form-root",
                    window.onFx(() -> window.scene().getFocusOwner().getId()));
            window.robot().push(KeyCode.ESCAPE);
            window.await("the dialog is closed", () -> !window.isThere("#run-dialog"));
        }
    }

    @Test
    void aProgramIsCheckedAndRunAndClosingTheWindowAsksOnce() throws InterruptedException {
        try (OpenWindow window = OpenWindow.open(settings)) {
            window.robot().push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.N);
            window.await("the dialog is open", () -> window.isThere("#run-dialog"));
            fill(window, "#form-root", "/");
            fill(window, "#form-program", "/bin/sh");
            fill(window, "#form-arguments", "-c 'exec sleep 1000'");
            window.await(
                    "it was checked",
                    () -> texts(window, "#finding").stream().anyMatch(text -> text.startsWith("Ready to start")));
            window.robot().push(KeyCode.CONTROL, KeyCode.ENTER);
            window.await("it runs", () -> running(window).startsWith("1 "));
            requestClose(window);
            requestClose(window); // asks no second time
            window.await("it asks", () -> window.isThere("#question-yes"));
            window.robot().push(KeyCode.ESCAPE);
            window.await("the question is gone", () -> !window.isThere("#question-yes"));
            assertTrue(window.onFx(() -> window.stage().isShowing()));
            requestClose(window);
            window.robot().clickOn("#question-yes");
            assertTrue(window.isClosedWithin(10));
        }
        try (OpenWindow window = OpenWindow.open(settings)) {
            assertTrue(window.onFx(() -> texts(window, ".recent").contains("/bin/sh -c 'exec sleep 1000'")));
        }
    }

    private static void fill(OpenWindow window, String field, String text) {
        window.onFx(() -> {
            ((TextField) window.scene().getRoot().lookup(field)).setText(text);
            return null;
        });
    }

    private static void requestClose(OpenWindow window) {
        window.onFx(() -> {
            window.stage().fireEvent(new WindowEvent(window.stage(), WindowEvent.WINDOW_CLOSE_REQUEST));
            return null;
        });
    }

    private static String running(OpenWindow window) {
        return ((Labeled) window.scene().getRoot().lookup("#status-running")).getText();
    }

    private static List<String> texts(OpenWindow window, String of) {
        return window.scene().getRoot().lookup(of).lookupAll(".label").stream()
                .map(node -> ((Label) node).getText())
                .toList();
    }

    private static boolean hasSheet(OpenWindow window, String name) {
        return window.scene().getStylesheets().stream().anyMatch(sheet -> sheet.endsWith(name));
    }
}
