package isthmus.app.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.app.terminal.Selection.Unit;
import org.junit.jupiter.api.Test;

class SelectionTest {
    private static void select(TestTerminal t, Unit unit, long line, int column, long toLine, int toColumn) {
        t.terminal.selection().start(line, column, unit);
        t.terminal.selection().extend(toLine, toColumn);
    }

    private static void assertSelected(String expected, TestTerminal t) {
        assertEquals(expected, t.terminal.selection().text());
    }

    @Test
    void charactersBothWays() {
        TestTerminal t = new TestTerminal(20, 4).feed("hello world\r\nsecond   \r\nthird");
        select(t, Unit.CHARACTER, 0, 6, 2, 2);
        assertSelected("world\nsecond\nth", t);
        select(t, Unit.CHARACTER, 2, 2, 0, 6);
        assertSelected("world\nsecond\nth", t);
    }

    @Test
    void aClickSelectsNothing() {
        TestTerminal t = new TestTerminal(20, 4).feed("hello");
        t.terminal.selection().start(0, 2, Unit.CHARACTER);
        assertTrue(t.terminal.selection().isEmpty());
        assertSelected("", t);
    }

    @Test
    void wrappedLinesAreOne() {
        TestTerminal t = new TestTerminal(5, 4).feed("abcdefgh\r\nxy");
        select(t, Unit.CHARACTER, 0, 0, 2, 5);
        assertSelected("abcdefgh\nxy", t);
        t.terminal.selection().start(1, 0, Unit.LINE);
        assertSelected("abcdefgh\n", t);
    }

    @Test
    void aBlankAtTheBreakStays() {
        TestTerminal t = new TestTerminal(5, 4).feed("abcd efgh");
        select(t, Unit.CHARACTER, 0, 0, 1, 5);
        assertSelected("abcd efgh", t);
    }

    @Test
    void words() {
        TestTerminal t = new TestTerminal(12, 4).feed("see /usr/share/doc-base (x)");
        t.terminal.selection().start(0, 5, Unit.WORD);
        assertSelected("/usr/share/doc-base", t);
        t.terminal.selection().start(1, 2, Unit.WORD);
        assertSelected("/usr/share/doc-base", t);
        t.terminal.selection().extend(0, 1);
        assertSelected("see /usr/share/doc-base", t);
        t.terminal.selection().start(2, 0, Unit.WORD);
        assertSelected("(", t);
    }

    @Test
    void block() {
        TestTerminal t = new TestTerminal(20, 4).feed("abcdef\r\n12\r\nABCDEF");
        select(t, Unit.BLOCK, 0, 4, 2, 1);
        assertSelected("bcd\n2\nBCD", t);
    }

    @Test
    void wideCharactersAreWhole() {
        TestTerminal t = new TestTerminal(20, 4).feed("a漢字b");
        select(t, Unit.CHARACTER, 0, 2, 0, 4);
        assertSelected("漢字", t);
    }

    @Test
    void staysWithItsTextWhileThatScrolls() {
        TestTerminal t = new TestTerminal(20, 2).feed("one\r\ntwo");
        select(t, Unit.CHARACTER, 0, 0, 0, 3);
        t.feed("\r\nthree\r\nfour");
        assertSelected("one", t);
        TerminalSnapshot top = t.terminal.snapshot(null, 0);
        assertEquals("0-3", top.selectionStart(0) + "-" + top.selectionEnd(0));
        assertEquals("20-0", top.selectionStart(1) + "-" + top.selectionEnd(1));
    }

    @Test
    void goesWhenTheTextChanges() {
        TestTerminal t = new TestTerminal(20, 3).feed("one\r\ntwo");
        select(t, Unit.CHARACTER, 0, 0, 0, 3);
        t.feed("^[[2;1Hchanged elsewhere");
        assertSelected("one", t);
        t.feed("^[[1;1HX");
        assertSelected("", t);
    }

    @Test
    void goesWithTheScreen() {
        TestTerminal t = new TestTerminal(20, 3).feed("one");
        select(t, Unit.CHARACTER, 0, 0, 0, 3);
        t.feed("^[[?1049h");
        assertTrue(t.terminal.selection().isEmpty());
    }

    @Test
    void goesWithTheScrollback() {
        TestTerminal t = new TestTerminal(20, 2, 2).feed("one\r\ntwo");
        select(t, Unit.CHARACTER, 0, 0, 0, 3);
        t.feed("\r\n3\r\n4\r\n5\r\n6\r\n7");
        assertTrue(t.terminal.selection().isEmpty());
    }

    @Test
    void staysWithItsTextWhenLinesAreBrokenAnew() {
        TestTerminal t = new TestTerminal(10, 4).feed("first\r\n0123456789abcdefgh");
        select(t, Unit.CHARACTER, 1, 8, 2, 4);
        assertSelected("89abcd", t);
        t.resize(6, 4);
        assertSelected("89abcd", t);
        t.resize(30, 4);
        assertSelected("89abcd", t);
    }

    @Test
    void anewAfterTheFirstLinesAreGone() {
        TestTerminal t = new TestTerminal(10, 2, 2).feed("1\r\n2\r\n3\r\n4\r\n5\r\n6");
        select(t, Unit.CHARACTER, 4, 0, 5, 1);
        assertSelected("5\n6", t);
        t.feed("\r\n7\r\n8\r\n9\r\n10\r\n11");
        select(t, Unit.CHARACTER, 9, 0, 10, 2);
        assertSelected("10\n11", t);
        t.terminal.selection().all();
        assertSelected("8\n9\n10\n11", t);
    }

    @Test
    void asHtml() {
        TestTerminal t = new TestTerminal(20, 3).feed("a<b ^[[1;31mred^[[0m  \r\n^[[7mx&^[[0m");
        select(t, Unit.CHARACTER, 0, 0, 1, 20);
        assertEquals(
                "<pre style=\"font-family:monospace;color:#e5e5e5;background:#000000\">a&lt;b "
                        + "<span style=\"font-weight:bold;color:#cd0000;background:#000000\">red</span>\n"
                        + "<span style=\"color:#000000;background:#e5e5e5\">x&amp;</span></pre>",
                t.terminal.selection().html());
    }

    @Test
    void aLineThatIsWrittenAnewIsNoLongerOneWithTheNext() {
        TestTerminal t = new TestTerminal(5, 2).feed("abcdefgh^[[1;1H12345^[[2;1Hxyz");
        t.terminal.selection().all();
        assertSelected("12345\nxyz", t);
    }

    @Test
    void everything() {
        TestTerminal t = new TestTerminal(10, 2).feed("1\r\n2\r\n3\r\n4");
        t.terminal.selection().all();
        assertSelected("1\n2\n3\n4", t);
        t.terminal.selection().clear();
        assertSelected("", t);
    }
}
