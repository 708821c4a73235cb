package isthmus.app.window;

import static isthmus.app.window.FxThread.await;
import static isthmus.app.window.FxThread.fx;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.app.engine.RunOptions;
import isthmus.app.window.console.TerminalView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Consoles in the window, with programs of this host. */
class ConsoleIT {
    @Test
    void aLetterThatIsNoAsciiIsOneLetterToBash() throws Exception {
        try (DrivenWindow window = new DrivenWindow()) {
            window.click("#start-sample");
            window.type("PS1='ready>'\n");
            awaitText(window, "\nready>");
            window.type("echo [äö");
            window.robot.push(KeyCode.BACK_SPACE);
            window.robot.push(KeyCode.BACK_SPACE);
            window.type("]\n");
            awaitText(window, "\n[]\n");
        }
    }

    /** Whoever types while a program ends types for the program. */
    @Test
    void noKeyTypedForAProgramPressesAButtonOfTheCardThatFollowsIt() throws Exception {
        try (DrivenWindow window = new DrivenWindow()) {
            start(window, "read line; exit 3");
            window.type("x\n");
            window.type(" ");
            window.node("#end-card");
            window.robot.push(KeyCode.TAB).push(KeyCode.SPACE).push(KeyCode.ENTER);
            assertTrue(fx(() -> terminal(window).isFocused()));
            assertEquals(1, (int) fx(() -> window.root.sessions().all().size()));

            window.robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.I);
            assertEquals("run-again", window.focus());
            window.robot.push(KeyCode.ESCAPE);
            assertTrue(fx(() -> terminal(window).isFocused()));
        }
    }

    @Test
    void altBelongsToTheProgram() throws Exception {
        try (DrivenWindow window = new DrivenWindow()) {
            start(window, "exec cat -v");
            window.robot.press(KeyCode.ALT).press(KeyCode.V).release(KeyCode.V).release(KeyCode.ALT);
            window.robot.push(KeyCode.ALT);
            window.type("x\n");
            awaitText(window, "\n^[vx\n");
            window.robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.M);
            window.node("#menu-run");
            window.robot.push(KeyCode.ESCAPE);
            assertTrue(fx(() -> terminal(window).isFocused()));
        }
    }

    @Test
    void aConsoleThatWasClosedIsOpenedAgainWithAllThatItShowed() throws Exception {
        try (DrivenWindow window = new DrivenWindow()) {
            start(window, "seq 1 3000; exit 3");
            window.node("#end-card");
            window.robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.W);
            window.awaitGone("#end-card");
            window.click("#sidebar-consoles .session-row");
            window.node("#end-card");
            assertTrue(window.text("#end-headline").startsWith("Exit 3"));
            awaitText(window, "2999\n3000");
            window.robot.push(KeyCode.SHIFT, KeyCode.HOME);
            awaitText(window, "1\n2\n3\n");
            assertFalse(window.isThere("#console-gone"));

            Session session = fx(() -> window.root.sessions().all().getFirst());
            window.robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.W);
            fx(() -> {
                window.root.sessions().remove(session);
                window.root.workspace().show(new Place.Console(session)); // nobody can get there, but if so
                return null;
            });
            window.node("#console-gone");
        }
    }

    @Test
    void aDroppedFileIsTypedAsTheProgramSeesIt(@TempDir Path folder) throws Exception {
        Path shared = Files.createDirectories(folder.resolve("shared"));
        Path seen = Files.writeString(shared.resolve("it's here"), "");
        try (DrivenWindow window = new DrivenWindow()) {
            RunOptions onHost = RunOptions.of(Path.of("/"), List.of("/bin/cat"));
            fx(() -> {
                window.root.starter().start(onHost);
                return null;
            });
            awaitRunning(window);
            window.drop(seen, ".terminal-view");
            awaitText(window, "'" + shared + "/it'\\''s here'");
            assertTrue(fx(() -> terminal(window).isFocused()));
            assertEquals("", window.text(".status-hint"));
            window.drop(Path.of("/proc/version"), ".terminal-view"); // the guest's is another
            await("the hint", () -> window.text(".status-hint"), text -> text.contains("does not see /proc/version"));
        }
    }

    private static void start(DrivenWindow window, String script) {
        fx(() -> {
            window.root.starter().start(RunOptions.of(Path.of("/"), List.of("/bin/sh", "-c", script)));
            return null;
        });
        awaitRunning(window);
    }

    private static void awaitRunning(DrivenWindow window) {
        TerminalView view = terminal(window);
        await("the focus", view::isFocused);
        await(
                "the program",
                () -> window.text("#console-status"),
                text -> !text.isEmpty() && !text.equals(Strings.of("session.opening")));
    }

    private static TerminalView terminal(DrivenWindow window) {
        return window.node(".terminal-view", TerminalView.class);
    }

    private static void awaitText(DrivenWindow window, String part) {
        TerminalView view = terminal(window);
        await("'" + part + "' on the terminal", view::screenText, text -> text.contains(part));
    }
}
