package isthmus.app.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What holds of every terminal at all times. */
final class Invariants {
    private Invariants() {}

    static void check(Terminal terminal, String when) {
        Emulator e = terminal.emulator();
        assertTrue(
                e.x >= 0 && e.x < e.columns() && e.y >= 0 && e.y < e.rows(),
                () -> when + ": cursor " + e.x + "," + e.y);
        assertTrue(0 <= e.top && e.top <= e.bottom && e.bottom < e.rows(), when + ": margins");
        assertTrue(0 <= e.left && e.left <= e.right && e.right < e.columns(), when + ": side margins");
        for (Screen screen : new Screen[] {e.primary, e.alternate}) {
            assertTrue(screen.history.size() <= screen.history.limit(), when);
            for (long line = screen.firstLine; line < screen.topLine() + screen.rows(); line++) {
                check(e, screen.line(line), when + ", line " + line);
            }
            for (Row row : screen.lines) {
                assertEquals(screen.columns, row.columns(), when);
            }
        }
        TerminalSnapshot shown = terminal.snapshot(null, Terminal.BOTTOM);
        for (int cell = 0; cell < shown.text().length; cell++) {
            assertTrue(shown.grapheme(cell) != null && shown.underlineColour(cell) >= 0, when);
        }
    }

    private static void check(Emulator e, Row row, String when) {
        assertTrue(row.used <= row.columns(), when);
        for (int x = 0; x < row.used; x++) {
            boolean next = x + 1 < row.used && row.isTail(x + 1);
            assertEquals(row.isWide(x), next, when + ": a wide character has two halves, at " + x);
            assertTrue(!row.isTail(x) || row.text[x] == 0 && x > 0, when + ": right half at " + x);
            assertTrue(row.text[x] <= Character.MAX_CODE_POINT, when);
            if (row.text[x] < 0) {
                assertTrue(e.graphemes.get(~row.text[x]) != null, when + ": grapheme at " + x);
            }
            assertTrue(e.extras.get(row.extraAt(x)) != null, when + ": extra at " + x);
        }
    }
}
