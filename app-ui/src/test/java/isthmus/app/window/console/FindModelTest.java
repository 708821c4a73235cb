package isthmus.app.window.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

    /** While one search runs, what is typed meanwhile makes one more, not one for each letter. */
    @Test
    void searchesDoNotPileUp() {
        feed("abc\r\n");
        model.textProperty().set("a");
        model.textProperty().set("ab");
        model.textProperty().set("abx");
        assertEquals(1, background.size());
        settle();
        assertTrue(model.matches().isEmpty());
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
