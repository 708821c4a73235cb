package isthmus.app.terminal;

import static isthmus.app.terminal.MouseEncoder.Action.MOVE;
import static isthmus.app.terminal.MouseEncoder.Action.PRESS;
import static isthmus.app.terminal.MouseEncoder.Action.RELEASE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MouseTest {
    private static TerminalModes modes(String input) {
        return new TestTerminal(9, 2).feed(input).terminal.modes();
    }

    private static String sent(
            MouseEncoder.Action action, int button, int modifiers, int column, int row, String input) {
        byte[] bytes = MouseEncoder.encode(action, button, modifiers, column, row, modes(input));
        return new String(bytes, input.contains("1005") ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1)
                .replace("\033", "^[");
    }

    @Test
    void nothingUnlessAsked() {
        assertEquals("", sent(PRESS, MouseEncoder.LEFT, 0, 1, 1, ""));
        assertFalse(MouseEncoder.wants(modes("")));
        assertTrue(MouseEncoder.wants(modes("^[[?1000h")));
        assertFalse(MouseEncoder.wants(modes("^[[?1000h^[[?1000l")));
    }

    @Test
    void pressesOnly() {
        assertEquals("^[[M !!", sent(PRESS, MouseEncoder.LEFT, KeyEncoder.CONTROL, 0, 0, "^[[?9h"));
        assertEquals("", sent(RELEASE, MouseEncoder.LEFT, 0, 0, 0, "^[[?9h"));
    }

    @Test
    void pressesAndReleases() {
        assertEquals("^[[M !\"", sent(PRESS, MouseEncoder.LEFT, 0, 0, 1, "^[[?1000h"));
        assertEquals("^[[M#!\"", sent(RELEASE, MouseEncoder.RIGHT, 0, 0, 1, "^[[?1000h"));
        assertEquals("", sent(MOVE, MouseEncoder.LEFT, 0, 0, 1, "^[[?1000h"));
        assertEquals("^[[M`!\"", sent(PRESS, MouseEncoder.WHEEL_UP, 0, 0, 1, "^[[?1000h"));
        assertEquals("", sent(RELEASE, MouseEncoder.WHEEL_UP, 0, 0, 1, "^[[?1000h"));
    }

    @Test
    void motion() {
        assertEquals("^[[<32;6;8M", sent(MOVE, MouseEncoder.LEFT, 0, 5, 7, "^[[?1002h^[[?1006h"));
        assertEquals("", sent(MOVE, MouseEncoder.NONE, 0, 5, 7, "^[[?1002h^[[?1006h"));
        assertEquals("^[[<35;6;8M", sent(MOVE, MouseEncoder.NONE, 0, 5, 7, "^[[?1003h^[[?1006h"));
    }

    @Test
    void sgr() {
        assertEquals("^[[<0;501;301M", sent(PRESS, MouseEncoder.LEFT, 0, 500, 300, "^[[?1000h^[[?1006h"));
        assertEquals("^[[<2;501;301m", sent(RELEASE, MouseEncoder.RIGHT, 0, 500, 300, "^[[?1000h^[[?1006h"));
        int all = KeyEncoder.SHIFT | KeyEncoder.ALT | KeyEncoder.CONTROL;
        assertEquals("^[[<28;1;1M", sent(PRESS, MouseEncoder.LEFT, all, 0, 0, "^[[?1000h^[[?1006h"));
        assertEquals("^[[<65;1;1M", sent(PRESS, MouseEncoder.WHEEL_DOWN, 0, 0, 0, "^[[?1000h^[[?1006h"));
        assertEquals("^[[<128;1;1M", sent(PRESS, MouseEncoder.BACK, 0, 0, 0, "^[[?1000h^[[?1006h"));
    }

    @Test
    void oldWaysToWriteLargeNumbers() {
        assertEquals("", sent(PRESS, MouseEncoder.LEFT, 0, 300, 0, "^[[?1000h"));
        assertEquals("^[[M \u00ff!", sent(PRESS, MouseEncoder.LEFT, 0, 222, 0, "^[[?1000h"));
        assertEquals("^[[M \u014d!", sent(PRESS, MouseEncoder.LEFT, 0, 300, 0, "^[[?1000h^[[?1005h"));
        assertEquals("^[[32;301;1M", sent(PRESS, MouseEncoder.LEFT, 0, 300, 0, "^[[?1000h^[[?1015h"));
        assertEquals("^[[35;301;1M", sent(RELEASE, MouseEncoder.LEFT, 0, 300, 0, "^[[?1000h^[[?1015h"));
    }
}
