package isthmus.app.window.console;

import static isthmus.app.window.FxThread.await;
import static isthmus.app.window.FxThread.fx;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.app.terminal.Selection;
import isthmus.app.window.FxThread;
import java.io.ByteArrayOutputStream;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javafx.event.Event;
import javafx.scene.AccessibleAttribute;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The view of a terminal, on a display, without a guest. */
class TerminalViewIT {
    /** Notes what the guest would get. */
    private static final class Guest implements TerminalInput {
        final ByteArrayOutputStream typed = new ByteArrayOutputStream();
        volatile int columns;
        volatile int rows;

        @Override
        public synchronized boolean type(byte[] bytes) {
            typed.writeBytes(bytes);
            return true;
        }

        @Override
        public void resize(int newColumns, int newRows) {
            columns = newColumns;
            rows = newRows;
        }

        synchronized String take() {
            String text = typed.toString(StandardCharsets.UTF_8);
            typed.reset();
            return text;
        }
    }

    private final Guest guest = new Guest();
    private ViewStage stage;
    private TerminalView view;

    @BeforeEach
    void open() {
        stage = new ViewStage(guest, 800, 500);
        view = stage.view;
        await("the size", () -> guest.columns > 0 && view.screen().shot().columns() == guest.columns);
        guest.take();
    }

    @AfterEach
    void close() {
        stage.close();
    }

    private void press(KeyCode code, String text, boolean shift, boolean control, boolean alt) {
        fx(() -> {
            Event.fireEvent(view, new KeyEvent(KeyEvent.KEY_PRESSED, "", text, code, shift, control, alt, false));
            if (!text.isEmpty()) {
                Event.fireEvent(
                        view,
                        new KeyEvent(KeyEvent.KEY_TYPED, text, "", KeyCode.UNDEFINED, shift, control, alt, false));
            }
            return null;
        });
    }

    private String sent(KeyCode code, String text, boolean shift, boolean control, boolean alt) {
        press(code, text, shift, control, alt);
        return guest.take();
    }

    @Test
    void keysReachTheGuestOnce() {
        assertEquals("a", sent(KeyCode.A, "a", false, false, false));
        assertEquals("A", sent(KeyCode.A, "A", true, false, false));
        assertEquals("\u00e9", sent(KeyCode.UNDEFINED, "\u00e9", false, false, false));
        assertEquals("\u0003", sent(KeyCode.C, "\u0003", false, true, false));
        assertEquals("\u001bx", sent(KeyCode.X, "x", false, false, true));
        assertEquals("\r", sent(KeyCode.ENTER, "\r", false, false, false));
        assertEquals("\u007f", sent(KeyCode.BACK_SPACE, "\b", false, false, false));
        assertEquals("\u001b[Z", sent(KeyCode.TAB, "\t", true, false, false));
        assertEquals("\u001b[A", sent(KeyCode.UP, "", false, false, false));
        assertEquals("\u001b[1;5C", sent(KeyCode.RIGHT, "", false, true, false));
        assertEquals("@", sent(KeyCode.Q, "@", false, true, true)); // AltGr
        assertEquals("\u001f", sent(KeyCode.MINUS, "\u001f", true, true, false));
        stage.feed("\u001b[?1h");
        assertEquals("\u001bOA", sent(KeyCode.UP, "", false, false, false));
        assertEquals("", sent(KeyCode.SHIFT, "", true, false, false));
    }

    @Test
    void textBecomesPixelsAndAccessibleText() {
        stage.feed("\u001b[?25l\u001b[41m  \u001b[0m hello");
        await("hello", () -> view.screenText().contains("hello"));
        assertTrue(String.valueOf(fx(() -> view.queryAccessibleAttribute(AccessibleAttribute.TEXT)))
                .contains("hello"));
        int red = ConsoleTheme.LIGHT.sixteen().get(1);
        await("red", () -> {
            WritableImage image = view.snapshot(null, null);
            return (image.getPixelReader().getArgb(10, 10) & 0xffffff) == red;
        });
    }

    @Test
    void theGridFollowsTheWindowAndTheFont() {
        int columns = guest.columns;
        int rows = guest.rows;
        fx(() -> {
            stage.stage().setWidth(stage.stage().getWidth() - 200);
            return null;
        });
        await(
                "fewer columns",
                () -> guest.columns < columns
                        && guest.columns == view.screen().shot().columns());
        assertEquals(rows, guest.rows);
        int narrow = guest.columns;
        press(KeyCode.EQUALS, "=", false, true, false);
        await("larger cells", () -> guest.columns < narrow && guest.rows < rows);
        press(KeyCode.DIGIT0, "0", false, true, false);
        await("the usual cells", () -> guest.columns == narrow && guest.rows == rows);
        assertEquals("", guest.take());
    }

    @Test
    void theScrollbackIsLookedAtAndLeft() {
        stage.feed("line\r\n".repeat(200));
        await("scrollback", () -> view.screen().shot().screenTop() > 100);
        press(KeyCode.PAGE_UP, "", true, false, false);
        await(
                "an older line",
                () -> view.screen().shot().top() < view.screen().shot().screenTop());
        long top = fx(() -> view.screen().shot().top());
        stage.feed("more\r\n".repeat(20));
        await("more", () -> view.screen().shot().screenTop() > top + 20);
        assertEquals(top, fx(() -> view.screen().shot().top()));
        press(KeyCode.A, "a", false, false, false);
        await("the screen", () -> view.screen().following());
    }

    private void mouse(javafx.event.EventType<MouseEvent> type, double x, double y, int clicks, boolean shift) {
        fx(() -> {
            boolean down = type != MouseEvent.MOUSE_RELEASED;
            Event.fireEvent(
                    view,
                    new MouseEvent(
                            type,
                            x,
                            y,
                            x,
                            y,
                            MouseButton.PRIMARY,
                            clicks,
                            shift,
                            false,
                            false,
                            false,
                            down,
                            false,
                            false,
                            true,
                            false,
                            false,
                            null));
            return null;
        });
    }

    private double x(int column) {
        return fx(() -> view.parts().x(column));
    }

    private double y(int row) {
        return fx(() -> view.parts().y(row)) + 3;
    }

    @Test
    void theMouseSelectsWordsAndRanges() {
        stage.feed("alpha beta gamma\r\n");
        await("text", () -> view.screenText().contains("gamma"));
        mouse(MouseEvent.MOUSE_PRESSED, x(7), y(0), 2, false);
        mouse(MouseEvent.MOUSE_RELEASED, x(7), y(0), 2, false);
        assertEquals("beta", view.terminal().selection().text());
        mouse(MouseEvent.MOUSE_PRESSED, x(0), y(0), 1, false);
        mouse(MouseEvent.MOUSE_DRAGGED, x(5), y(0), 1, false);
        mouse(MouseEvent.MOUSE_RELEASED, x(5), y(0), 1, false);
        assertEquals("alpha", view.terminal().selection().text());
        await("its colour", () -> view.screen().shot().selectionEnd(0) == 5);
        assertEquals("", guest.take());
    }

    /** Panes around a console would take the focus for a click that reaches them. */
    @Test
    void aClickGivesTheFocusToTheConsoleAlone() {
        fx(() -> {
            stage.stage().getScene().setRoot(new TabPane(new Tab("tab", new StackPane(view))));
            return null;
        });
        await("the picture", () -> view.parts().column(100) > 0);
        mouse(MouseEvent.MOUSE_PRESSED, x(1), y(1), 1, false);
        assertTrue(fx(() -> stage.stage().getScene().getFocusOwner() == view));
    }

    @Test
    void aGuestThatTracksTheMouseGetsItUnlessShiftIsHeld() {
        stage.feed("\u001b[?1000h\u001b[?1006hword\r\n");
        await("text", () -> view.screenText().contains("word"));
        mouse(MouseEvent.MOUSE_PRESSED, x(2) + 1, y(1), 1, false);
        mouse(MouseEvent.MOUSE_RELEASED, x(2) + 1, y(1), 1, false);
        assertEquals("\u001b[<0;3;2M\u001b[<0;3;2m", guest.take());
        mouse(MouseEvent.MOUSE_PRESSED, x(1), y(0), 2, true);
        mouse(MouseEvent.MOUSE_RELEASED, x(1), y(0), 2, true);
        assertEquals("word", view.terminal().selection().text());
        assertEquals("", guest.take());
    }

    @Test
    void dangerousPastesAreAskedAbout() {
        fx(() -> {
            view.clipboard().paste("one line");
            return null;
        });
        assertEquals("one line", guest.take());
        fx(() -> {
            view.clipboard().paste("one\ntwo\n");
            return null;
        });
        assertEquals("", guest.take());
        assertFalse(view.lookupAll("#paste-yes").isEmpty());
        fx(() -> {
            ((javafx.scene.control.Button) view.lookup("#paste-yes")).fire();
            return null;
        });
        assertEquals("one\rtwo\r", guest.take());
        assertTrue(view.lookupAll("#paste-yes").isEmpty());
    }

    @Test
    void nothingIsDrawnWhileItIsHiddenOrIdle() {
        await("rest", () -> idle());
        fx(() -> {
            view.setShown(false);
            return null;
        });
        view.meter().reset();
        stage.feed("unseen");
        FxThread.pause(200);
        assertEquals(0, view.meter().figures().frames());
        fx(() -> {
            view.setShown(true);
            return null;
        });
        await("unseen", () -> view.screenText().contains("unseen"));
    }

    /** The cursor's blinking may paint once in a while. */
    private boolean idle() {
        view.meter().reset();
        FxThread.pause(0);
        return view.meter().figures().frames() <= 1;
    }

    @Test
    void whatIsSearchedIsFoundAndJumpedTo() {
        stage.feed("needle\r\n" + "hay\r\n".repeat(300));
        press(KeyCode.F, "F", true, true, false);
        fx(() -> {
            view.findModel().textProperty().set("needle");
            return null;
        });
        await("a match", () -> view.findModel().matches().size() == 1);
        fx(() -> {
            view.step(true);
            return null;
        });
        await("the match on the screen", () -> view.screenText().contains("needle"));
        assertEquals(0, view.findModel().current());
        assertEquals("", guest.take());
    }

    @Test
    void theSameSelectionIsCopied() {
        stage.feed("copy me");
        view.terminal().selection().start(0, 0, Selection.Unit.LINE);
        fx(() -> view.clipboard().copy());
        assertNotEquals(
                "", fx(() -> javafx.scene.input.Clipboard.getSystemClipboard().getString()));
        assertArrayEquals(new byte[0], guest.typed.toByteArray());
    }

    /** A view that was closed is kept by nothing. */
    @Test
    void closedViewsAreForgotten() {
        List<WeakReference<TerminalView>> views = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            ViewStage other = new ViewStage(new Guest(), 500, 300);
            other.feed("\u001b]2;title\u0007text\u0007");
            other.close();
            views.add(new WeakReference<>(other.view));
        }
        long end = System.nanoTime() + 20_000_000_000L;
        while (views.stream().filter(each -> each.get() != null).count() > 2 && System.nanoTime() < end) {
            System.gc();
            FxThread.pause(100);
        }
        assertTrue(views.stream().filter(each -> each.get() != null).count() <= 2);
    }
}
