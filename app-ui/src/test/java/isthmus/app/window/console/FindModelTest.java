package isthmus.app.window.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.app.terminal.Terminal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class FindModelTest {
    private final Terminal terminal = new Terminal(40, 5, 100, answer -> {});
    private final Queue<Runnable> background = new ArrayDeque<>();
    private final Queue<Runnable> fx = new ArrayDeque<>();
    private final FindModel model = new FindModel(terminal, background::add, fx::add, () -> {});

    private void feed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        terminal.feed(bytes, 0, bytes.length);
    }

    private void settle() {
        while (!background.isEmpty() || !fx.isEmpty()) {
            (background.isEmpty() ? fx : background).remove().run();
        }
    }

    @Test
    void findsAndGoesAround() {
        feed("one two\r\none\r\n");
        model.textProperty().set("one");
        settle();
        assertEquals(2, model.matches().size());
        assertEquals(1, model.step(false, 1).line());
        assertEquals(0, model.step(false, 1).line());
        assertEquals(1, model.step(true, 0).line());
    }

    @Test
    void upStartsWithTheLastAbove() {
        feed("one\r\none\r\none\r\n");
        model.textProperty().set("one");
        settle();
        assertEquals(1, model.step(true, 2).line());
    }

    /** A search that was begun before the latest letter ends, and what it found is of no interest. */
    @Test
    void theNextKeyEndsASearch() {
        feed("abc\r\n");
        model.textProperty().set("a");
        Runnable first = background.remove();
        model.textProperty().set("ab");
        first.run();
        fx.forEach(Runnable::run);
        fx.clear();
        assertTrue(model.matches().isEmpty());
        assertTrue(model.running());
        model.textProperty().set("abx");
        settle();
        assertTrue(model.matches().isEmpty());
        assertFalse(model.running());
    }

    @Test
    void whatIsFoundIsShownBeforeAllIs() {
        Terminal deep = new Terminal(40, 5, 1000, answer -> {});
        byte[] lines = "one\r\n".repeat(900).getBytes(StandardCharsets.UTF_8);
        deep.feed(lines, 0, lines.length);
        FindModel live = new FindModel(deep, background::add, fx::add, () -> {});
        live.textProperty().set("one");
        background.remove().run();
        assertTrue(fx.size() >= 2, "a part, and all");
        fx.remove().run();
        int part = live.matches().size();
        assertTrue(part > 0 && part < 900, () -> "found " + part);
        assertTrue(live.running());
        assertFalse(live.complete());
        settle();
        assertEquals(900, live.matches().size());
        assertTrue(live.complete());
    }

    @Test
    void aBrokenExpressionIsToldOf() {
        model.regularExpressionProperty().set(true);
        model.textProperty().set("(");
        settle();
        assertTrue(model.wrongProperty().get());
        assertNull(model.step(false, 0));
    }

    @Test
    void theCurrentMatchStaysWhenMoreIsFound() {
        feed("one\r\n");
        model.textProperty().set("one");
        settle();
        model.step(false, 0);
        feed("one\r\n");
        model.refresh();
        settle();
        assertEquals(0, model.current());
        assertEquals(2, model.matches().size());
    }
}
