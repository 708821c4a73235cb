package isthmus.app.terminal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ScrollbackTest {
    @Test
    void linesKeepTheirNumbers() {
        TestTerminal t = new TestTerminal(10, 2, 3);
        for (int i = 0; i < 10; i++) {
            t.feed("line" + i + (i < 9 ? "\r\n" : ""));
        }
        TerminalSnapshot bottom = t.snapshot();
        assertEquals("5,8,8", bottom.firstLine() + "," + bottom.screenTop() + "," + bottom.top());
        assertArrayEquals(new String[] {"line8", "line9"}, TestTerminal.rows(bottom));
        TerminalSnapshot above = t.terminal.snapshot(null, 6);
        assertArrayEquals(new String[] {"line6", "line7"}, TestTerminal.rows(above));
        assertEquals(-1, above.cursorRow());
        assertEquals(5, t.terminal.snapshot(null, 0).top(), "lines that are gone");
    }

    @Test
    void unchangedRowsKeepTheirGeneration() {
        TestTerminal t = new TestTerminal(10, 3).feed("a\r\nb\r\nc");
        TerminalSnapshot s = t.snapshot();
        long first = s.generation(0);
        long second = s.generation(1);
        t.feed("^[[2;1Hx");
        assertEquals(first, t.snapshot().generation(0));
        assertEquals(false, second == t.snapshot().generation(1));
        second = t.snapshot().generation(1);
        t.feed("^[[3;1H\n");
        assertEquals(second, t.snapshot().generation(0), "moves with its content");
    }

    @Test
    void linesOfAScrollRegionAtTheTopAreKeptOthersNot() {
        TestTerminal t = new TestTerminal(10, 4).feed("1\r\n2\r\n3\r\n4^[[1;3r^[[3;1H\n");
        assertEquals("1\n2\n3\n\n4\n", t.terminal.text(0, 10));
        t.feed("^[[2;3r^[[3;1H\n");
        assertEquals("1\n2\n\n\n4\n", t.terminal.text(0, 10));
    }

    @Test
    void theAlternateScreenHasNone() {
        TestTerminal t = new TestTerminal(10, 2).feed("1\r\n2\r\n3^[[?1049h");
        t.feed("a\r\nb\r\nc\r\nd").shows("c", "d");
        assertEquals(t.snapshot().firstLine(), t.snapshot().screenTop());
        t.feed("^[[?1049l").shows("2", "3");
        assertEquals("1\n2\n3\n", t.terminal.text(0, 10));
    }

    @Test
    void eraseScrollback() {
        TestTerminal t = new TestTerminal(10, 2).feed("1\r\n2\r\n3\r\n4^[[3J").shows("3", "4");
        assertEquals(2, t.snapshot().firstLine());
        assertEquals(2, t.snapshot().screenTop());
    }

    @Test
    void noneAtAll() {
        new TestTerminal(10, 2, 0).feed("1\r\n2\r\n3\r\n4").shows("3", "4");
    }

    @Test
    void prompts() {
        TestTerminal t = new TestTerminal(20, 3)
                .feed(
                        "^[]133;A\u0007$ ^[]133;B\u0007ls\r\n^[]133;C\u0007out\r\n^[]133;D;1\u0007^[]133;A\u0007$ \r\n\r\n\r\nx");
        t.told("status 1");
        assertEquals(0, t.terminal.promptBefore(2));
        assertEquals(2, t.terminal.promptAfter(0));
        assertEquals(-1, t.terminal.promptBefore(0));
        assertEquals(-1, t.terminal.promptAfter(2));
        TerminalSnapshot s = t.terminal.snapshot(null, 0);
        assertEquals(Marks.PROMPT | Marks.INPUT, s.mark(0));
        assertEquals(Marks.OUTPUT, s.mark(1));
        assertEquals(Marks.PROMPT | Marks.FAILED, s.mark(2));
    }
}
