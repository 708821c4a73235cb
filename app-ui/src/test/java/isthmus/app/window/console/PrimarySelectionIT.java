package isthmus.app.window.console;

import static isthmus.app.window.FxThread.await;
import static isthmus.app.window.FxThread.fx;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.app.window.FxThread;
import java.nio.charset.StandardCharsets;
import javafx.geometry.Point2D;
import javafx.scene.input.MouseButton;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;

/** What is selected in one program is pasted in another with the middle button. */
class PrimarySelectionIT {
    /** On the JavaFX thread. */
    private final StringBuilder typed = new StringBuilder();

    private final TerminalInput input = new TerminalInput() {
        @Override
        public boolean type(byte[] bytes) {
            typed.append(new String(bytes, StandardCharsets.UTF_8));
            return true;
        }

        @Override
        public void resize(int columns, int rows) {}
    };

    /** More than one reply of the X server holds. */
    @Test
    void aLongTextComesInParts() throws Exception {
        FxThread.start();
        try (X11Selection selection = new X11Selection(System.getenv("DISPLAY"));
                OtherProgram other = OtherProgram.selecting(1_000_000)) {
            assertTrue(other.isThere());
            assertEquals("x".repeat(1_000_000), selection.get());
            selection.set("ours");
            assertEquals("ours", OtherProgram.pasted());
        }
    }

    @Test
    void bothWays() throws Exception {
        System.setProperty("testfx.robot", "glass");
        try (ViewStage stage = new ViewStage(input, 600, 300)) {
            FxRobot robot = new FxRobot();
            stage.feed("alpha beta");
            await("text", () -> stage.view.screenText().contains("beta"));
            Point2D alpha = fx(() -> stage.view.localToScreen(
                    stage.view.parts().x(1), stage.view.parts().y(0) + 5));
            robot.targetWindow(stage.stage()).moveTo(alpha);
            robot.press(MouseButton.PRIMARY).release(MouseButton.PRIMARY);
            robot.press(MouseButton.PRIMARY).release(MouseButton.PRIMARY);
            await("a selection", () -> stage.view.terminal().selection().text().equals("alpha"));
            robot.press(MouseButton.MIDDLE).release(MouseButton.MIDDLE);
            await("our own", () -> typed.toString().equals("alpha"));
            assertEquals("alpha", OtherProgram.pasted());
            forget();
            try (OtherProgram other = OtherProgram.selecting("ä of another")) {
                FxThread.pause(200); // until we have heard of it
                assertTrue(other.isThere());
                robot.press(MouseButton.MIDDLE).release(MouseButton.MIDDLE);
                await("the other's", () -> typed.toString().equals("ä of another"));
            }
            forget();
            FxThread.pause(200);
            robot.press(MouseButton.MIDDLE).release(MouseButton.MIDDLE); // its owner has gone
            FxThread.pause(500);
            assertEquals("", fx(typed::toString));
        }
    }

    private void forget() {
        fx(() -> {
            typed.setLength(0);
            return null;
        });
    }
}
