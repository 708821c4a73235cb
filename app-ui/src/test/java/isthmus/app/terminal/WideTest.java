package isthmus.app.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Characters of two cells, of none, and those that are one with others. */
class WideTest {
    @ParameterizedTest
    @CsvSource({
        "a, 1",
        "é, 1",
        "漢, 2",
        "ｱ, 1",
        "Ａ, 2",
        "한, 2",
        "😀, 2",
        "⌚, 2",
        "☕, 2",
        "❤, 1",
        "❤️, 2",
        "☕︎, 1",
        "▶, 1",
        "▶️, 2",
        "👍🏽, 2",
        "👩‍👩‍👧‍👦, 2",
        "🇩🇪, 2",
        "🇩🇪🇫🇷, 4",
        "🏴‍☠️, 2",
        "1️⃣, 2",
        "─, 1",
        "│, 1",
        "α, 1",
        "±, 1",
        "ｶﾞ, 2",
        "각, 2",
        "🧑‍🚀, 2",
        "🪿, 2",
        "\ue0b0, 1",
        "…, 1",
        "👋 🏽, 5"
    })
    void width(String text, int width) {
        TestTerminal t = new TestTerminal(20, 2).feed(text);
        assertEquals(width, t.snapshot().cursorColumn());
        assertEquals(text.strip(), t.rows()[0]);
    }

    @Test
    void combiningMarks() {
        TestTerminal t = new TestTerminal(20, 2).feed("e\u0301x");
        assertEquals("e\u0301", t.snapshot().grapheme(0));
        assertEquals("x", t.snapshot().grapheme(1));
        assertEquals(
                "漢\u3099", new TestTerminal(9, 2).feed("漢\u3099").snapshot().grapheme(0));
        new TestTerminal(3, 2).feed("abc\u0301d").shows("abc\u0301", "d");
    }

    @Test
    void aMarkWithoutACharacterIsDropped() {
        new TestTerminal(20, 2).feed("\u0301x").shows("x");
    }

    @Test
    void aMarkWidensOnlyWhatWasJustWritten() {
        new TestTerminal(20, 2).feed("❤x^[[1;2H\ufe0f").shows("❤\ufe0fx").cursorAt(1, 0);
    }

    @Test
    void emojiStyleInTheLastColumn() {
        new TestTerminal(3, 2).feed("ab❤\ufe0fc").shows("ab❤\ufe0f", "c");
    }

    @Test
    void hangulSyllablesOfParts() {
        new TestTerminal(9, 2)
                .feed("\u1112\u1161\u11abx")
                .shows("\u1112\u1161\u11abx")
                .cursorAt(3, 0);
    }

    @Test
    void aFlagNeedsNeighbours() {
        new TestTerminal(9, 2).feed("🇩^[[1;5H🇪").shows("🇩   🇪");
    }

    @Test
    void bothHalvesHaveTheColours() {
        TerminalSnapshot s = new TestTerminal(9, 2).feed("^[[41m漢").snapshot();
        assertEquals("1,1", s.background()[0] + "," + s.background()[1]);
        assertEquals(Style.WIDE + "," + Style.TAIL, s.flags()[0] + "," + s.flags()[1]);
    }
}
