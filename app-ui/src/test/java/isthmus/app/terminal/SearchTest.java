package isthmus.app.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.app.terminal.Search.Match;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;

class SearchTest {
    private static List<Match> find(TestTerminal t, String text, boolean caseSensitive, boolean expression) {
        return new Search(text, caseSensitive, expression)
                .find(t.terminal, 100, 10_000)
                .matches();
    }

    @Test
    void overScrollbackAndScreen() {
        TestTerminal t = new TestTerminal(20, 2).feed("an apple\r\npear\r\nApple\r\nplum\r\nan apple apple");
        assertEquals(
                List.of(new Match(0, 3, 0, 8), new Match(4, 3, 4, 8), new Match(4, 9, 4, 14)),
                find(t, "apple", true, false));
        assertEquals(4, find(t, "apple", false, false).size());
    }

    @Test
    void overTheBreakOfALine() {
        TestTerminal t = new TestTerminal(5, 4).feed("abcdefgh");
        assertEquals(List.of(new Match(0, 3, 1, 2)), find(t, "defg", true, false));
    }

    @Test
    void expressions() {
        TestTerminal t = new TestTerminal(20, 3).feed("x=12, y=345\r\n(a.b)");
        assertEquals(List.of(new Match(0, 2, 0, 4), new Match(0, 8, 0, 11)), find(t, "[0-9]+", true, true));
        assertEquals(List.of(new Match(1, 1, 1, 4)), find(t, "a.b", true, false));
        assertEquals(List.of(), find(t, "x*?", true, true), "empty matches are none");
        assertThrows(PatternSyntaxException.class, () -> new Search("(", true, true));
    }

    @Test
    void wideAndCombining() {
        TestTerminal t = new TestTerminal(20, 3).feed("漢字 e\u0301 😀x");
        assertEquals(List.of(new Match(0, 2, 0, 4)), find(t, "字", true, false));
        assertEquals(List.of(new Match(0, 5, 0, 6)), find(t, "e\u0301", true, false));
        assertEquals(List.of(new Match(0, 7, 0, 10)), find(t, "😀x", true, false));
    }

    @Test
    void limit() {
        TestTerminal t = new TestTerminal(20, 3).feed("aaaaaaaaaa");
        Search.Result result = new Search("a", true, false).find(t.terminal, 3, 10_000);
        assertEquals(3, result.matches().size());
        assertFalse(result.complete());
    }

    @Test
    void anExpressionWithoutEndIsStopped() {
        TestTerminal t = new TestTerminal(80, 3).feed("a".repeat(60) + "!");
        Search.Result result = new Search("(.*)(.*)(.*)(.*)(.*)(.*)(.*)=\\7", true, true).find(t.terminal, 100, 200);
        assertFalse(result.complete());
        assertTrue(result.matches().isEmpty());
    }

    @Test
    void anAnswerThatNobodyWantsIsNotLookedFor() {
        TestTerminal t = new TestTerminal(80, 3, 5000).feed("line\r\n".repeat(3000));
        Search.Result result = new Search("line", true, false).find(t.terminal, 5000, 10_000, new Search.Listener() {
            @Override
            public boolean isWanted() {
                return false;
            }

            @Override
            public void soFar(Search.Result found) {}
        });
        assertFalse(result.complete());
        assertTrue(
                result.matches().size() <= 200,
                () -> "found " + result.matches().size());
    }

    @Test
    void matchesOfALongScrollback() {
        TestTerminal t = new TestTerminal(20, 3, 5000);
        for (int i = 0; i < 3000; i++) {
            t.feed("line " + i + "\r\n");
        }
        assertEquals(List.of(new Match(2999, 5, 2999, 9)), find(t, "2999", true, false));
    }
}
