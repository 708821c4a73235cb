package isthmus.app.window.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class KeptTerminalsTest {
    private static ConsoleTerminal terminal(int lines) {
        ConsoleTerminal made = new ConsoleTerminal(10_000);
        byte[] text =
                "a line of the usual length, more or less\r\n".repeat(lines).getBytes(StandardCharsets.UTF_8);
        made.feed(text, 0, text.length);
        return made;
    }

    @Test
    void whatWasKeptIsTakenOnce() {
        KeptTerminals<String> kept = new KeptTerminals<>(3, 1 << 20);
        ConsoleTerminal terminal = terminal(100);
        kept.keep("a", terminal);
        assertSame(terminal, kept.take("a").orElseThrow());
        assertTrue(terminal.terminal().text(0, 1).startsWith("a line of"));
        assertTrue(kept.take("a").isEmpty());
    }

    @Test
    void theOldestGoFirst() {
        KeptTerminals<Integer> kept = new KeptTerminals<>(3, 1 << 20);
        for (int i = 0; i < 5; i++) {
            kept.keep(i, terminal(1));
        }
        assertTrue(kept.take(1).isEmpty());
        assertTrue(kept.take(2).isPresent());
        assertTrue(kept.take(4).isPresent());
    }

    @Test
    void theirSizeIsBounded() {
        long size = terminal(5000).terminal().bytes();
        assertTrue(size > 5000 * 40 && size < 5000 * 80 * 4, () -> "size " + size);
        KeptTerminals<Integer> kept = new KeptTerminals<>(100, 3 * size);
        for (int i = 0; i < 5; i++) {
            kept.keep(i, terminal(5000));
        }
        long there = 0;
        for (int i = 0; i < 5; i++) {
            there += kept.take(i).isPresent() ? 1 : 0;
        }
        assertEquals(3, there);
    }

    @Test
    void whatIsDroppedTakesNoRoom() {
        long size = terminal(1000).terminal().bytes();
        KeptTerminals<Integer> kept = new KeptTerminals<>(100, 2 * size);
        for (int i = 0; i < 10; i++) {
            kept.keep(i, terminal(1000));
            kept.drop(i);
        }
        kept.keep(1, terminal(1000));
        kept.keep(2, terminal(1000));
        assertTrue(kept.take(1).isPresent());
    }
}
