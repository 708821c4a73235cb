package isthmus.app.terminal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ReflowTest {
    @Test
    void longLinesAreBrokenAnew() {
        new TestTerminal(10, 5)
                .feed("0123456789abcde\r\nxy")
                .resize(6, 5)
                .shows("012345", "6789ab", "cde", "xy")
                .cursorAt(2, 3)
                .resize(20, 5)
                .shows("0123456789abcde", "xy")
                .cursorAt(2, 1);
    }

    @Test
    void lineEndsOfTheProgramStay() {
        new TestTerminal(10, 5).feed("0123456789\r\nabc").resize(20, 5).shows("0123456789", "abc");
    }

    @Test
    void whatNoLongerFitsGoesToTheScrollbackAndComesBack() {
        TestTerminal t = new TestTerminal(10, 4).feed("1\r\n2\r\n3\r\n4");
        t.resize(10, 2).shows("3", "4").cursorAt(1, 1);
        assertEquals("1\n2\n3\n4\n", t.terminal.text(0, 100));
        t.resize(10, 4).shows("1", "2", "3", "4").cursorAt(1, 3);
    }

    @Test
    void blankLinesBelowTheCursorGoFirst() {
        new TestTerminal(10, 6).feed("1\r\n2\r\n").resize(10, 3).shows("1", "2").cursorAt(0, 2);
    }

    @Test
    void aClearedScreenStaysClear() {
        new TestTerminal(10, 3)
                .feed("1\r\n2\r\n3\r\n4\r\n5^[[H^[[2Jx")
                .resize(10, 5)
                .shows("x")
                .resize(5, 4)
                .shows("x");
    }

    @Test
    void aWideCharacterIsNotCut() {
        TestTerminal t = new TestTerminal(6, 4).feed("漢字漢");
        t.resize(5, 4).shows("漢字", "漢");
        t.resize(3, 4).shows("漢", "字", "漢").cursorAt(2, 2);
        t.resize(6, 4).shows("漢字漢").cursorAt(5, 0);
        t.feed("x").shows("漢字漢", "x");
    }

    @Test
    void aSingleColumnHasNoRoomForWideCharacters() {
        new TestTerminal(4, 3).feed("a漢b").resize(1, 3).shows("a", "b");
    }

    @Test
    void theCursorPastTheLastColumnStaysWithItsText() {
        new TestTerminal(5, 4)
                .feed("abcde")
                .resize(8, 4)
                .cursorAt(5, 0)
                .feed("f")
                .shows("abcdef");
        new TestTerminal(8, 4)
                .feed("abcde")
                .resize(5, 4)
                .cursorAt(4, 0)
                .feed("f")
                .shows("abcde", "f");
        new TestTerminal(10, 4).feed("abcdefghij").resize(5, 4).feed("k").shows("abcde", "fghij", "k");
    }

    @Test
    void theAlternateScreenIsCut() {
        new TestTerminal(10, 4)
                .feed("0123456789abc^[[?1049h^[[Habcdefghij^[[4;1Hlast")
                .resize(5, 4)
                .shows("abcde", "", "", "last")
                .resize(5, 2)
                .shows("", "last")
                .feed("^[[?1049l")
                .shows("56789", "abc")
                .resize(20, 4)
                .shows("0123456789abc");
    }

    @Test
    void theViewStaysAtItsLine() {
        TestTerminal t = new TestTerminal(10, 2).feed("0123456789abc\r\nhere\r\nx\r\ny\r\nz");
        long line = t.terminal.resize(5, 2, 2);
        assertEquals("here", TestTerminal.rows(t.terminal.snapshot(null, line))[0]);
        line = t.terminal.resize(20, 2, line);
        assertEquals("here", TestTerminal.rows(t.terminal.snapshot(null, line))[0]);
        assertEquals(Terminal.BOTTOM, t.terminal.resize(5, 2, Terminal.BOTTOM));
    }

    @Test
    void coloursStayWithTheirText() {
        TestTerminal t =
                new TestTerminal(10, 3).feed("^[[31m0123456789abc^[[0m").resize(4, 5);
        TerminalSnapshot s = t.snapshot();
        assertEquals(1, s.foreground()[3 * 4]);
        assertEquals(Colour.DEFAULT, s.foreground()[3 * 4 + 1]);
    }

    @Test
    void marginsAndTabsAreThoseOfTheNewSize() {
        new TestTerminal(10, 4)
                .feed("^[[2;3r")
                .resize(30, 6)
                .feed("^[[6;1Hlast\nx")
                .shows("", "", "", "", "last", "    x")
                .feed("^[[H\t\t\tT")
                .cursorAt(25, 0);
    }

    /** While a window is dragged only what is near the screen follows; afterwards all is as if nobody had hurried. */
    @Test
    void quickChangesOfTheSizeEndLikeASlowOne() {
        TestTerminal quick = longHistory();
        TestTerminal slow = longHistory();
        for (int columns = 79; columns > 20; columns -= 7) {
            quick.terminal.resizeQuickly(columns, 24, Terminal.BOTTOM);
            slow.terminal.resize(columns, 24);
            assertEquals(
                    slow.terminal.snapshot(null, Terminal.BOTTOM).cursorRow(),
                    quick.snapshot().cursorRow());
            assertArrayEquals(TestTerminal.rows(slow.snapshot()), TestTerminal.rows(quick.snapshot()));
        }
        TerminalSnapshot old = quick.terminal.snapshot(null, 0);
        assertTrue(TestTerminal.rows(old)[0].length() <= old.columns());
        assertTrue(slow.snapshot().screenTop() > quick.snapshot().screenTop(), "older lines were broken anew");
        long beforehand = quick.snapshot().screenTop() - 100;
        String there = TestTerminal.rows(quick.terminal.snapshot(null, beforehand))[0];
        long afterwards = quick.terminal.settle(beforehand);
        assertEquals(there, TestTerminal.rows(quick.terminal.snapshot(null, afterwards))[0]);
        assertEquals(slow.snapshot().screenTop(), quick.snapshot().screenTop());
        assertEquals(slow.terminal.text(0, Long.MAX_VALUE), quick.terminal.text(0, Long.MAX_VALUE));
        for (long line = 0; line < slow.snapshot().screenTop(); line += 24) {
            assertArrayEquals(
                    TestTerminal.rows(slow.terminal.snapshot(null, line)),
                    TestTerminal.rows(quick.terminal.snapshot(null, line)));
        }
        Invariants.check(quick.terminal, "settled");
    }

    private static TestTerminal longHistory() {
        TestTerminal t = new TestTerminal(80, 24, 100_000);
        Random random = new Random(7);
        for (int i = 0; i < 3000; i++) {
            t.feed(i + (i % 3 == 0 ? "漢字" : " abc ").repeat(random.nextInt(30)) + "\r\n");
        }
        return t;
    }
}
