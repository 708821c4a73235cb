package isthmus.app.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a guest sends: nothing is thrown, memory is bounded, and the screen stays one. */
class HostileInputTest {
    /** Pieces that random bytes would hardly ever make. */
    private static final String[] PIECES = {
        "\033[",
        "\033]",
        "\033P",
        "\033(0",
        "\033(B",
        "\033[?69h",
        "\033[?6h",
        "\033[?1049h",
        "\033[?1049l",
        "\033[4h",
        "\033[?7l",
        "\033[?7h",
        "\033[?45h",
        "漢",
        "😀",
        "👩\u200d👧",
        "\u0301",
        "🇩🇪",
        "\ufe0f",
        "\ufe0e",
        "☕",
        "\033[5;20r",
        "\033[3;60s",
        "\033[L",
        "\033[M",
        "\033[P",
        "\033[@",
        "\033[X",
        "\033[J",
        "\033[1J",
        "\033[K",
        "\033[1K",
        "\033[?J",
        "\033[\"q",
        "\033[1\"q",
        "\033[b",
        "\033[99b",
        "\033M",
        "\033D",
        "\033[S",
        "\033[T",
        "\033[9999S",
        "\033['}",
        "\033['~",
        "\033[ @",
        "\033[ A",
        "\0336",
        "\0339",
        "\033#8",
        "\033c",
        "\033[!p",
        "\0337",
        "\0338",
        "\t",
        "\b",
        "\r",
        "\n",
        "\033H",
        "\033[g",
        "\033[Z",
        "\033[I",
        "\033[2;3H",
        "\033[99;99H",
        "\033]8;;x:y\033\\",
        "\033]8;;\033\\",
        "\033[38;5;3m",
        "\033[58:5:9m",
        "\033[m",
        "abc",
        "\033[C",
        "\033[D",
        "\033[A",
        "\033[B"
    };

    @Test
    void randomInputKeepsTheScreenWhole() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            Terminal terminal =
                    new Terminal(1 + random.nextInt(90), 1 + random.nextInt(30), random.nextInt(50), bytes -> {});
            for (int step = 0; step < 60; step++) {
                byte[] bytes = random.nextInt(4) == 0 ? noise(random) : pieces(random);
                terminal.feed(bytes, 0, bytes.length);
                if (random.nextInt(6) == 0) {
                    terminal.resize(1 + random.nextInt(90), 1 + random.nextInt(30), random.nextInt(100));
                }
                if (random.nextInt(6) == 0) {
                    terminal.selection()
                            .start(random.nextInt(60), random.nextInt(90), Selection.Unit.values()[random.nextInt(4)]);
                    terminal.selection().extend(random.nextInt(60), random.nextInt(90));
                }
                terminal.selection().text();
                Invariants.check(terminal, "seed " + seed + ", step " + step);
            }
        }
    }

    private static byte[] noise(Random random) {
        byte[] bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] pieces(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(40); i >= 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
            if (random.nextInt(4) == 0) {
                text.append(random.nextInt(120)).append(random.nextBoolean() ? ";" : "H");
            }
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void stringsAreBounded() {
        TestTerminal t = new TestTerminal(20, 3);
        t.feed("^[]2;" + "x".repeat(5000) + "\u0007");
        assertEquals("title " + "x".repeat(1024), t.events.getFirst());
        t.events.clear();
        t.feed("^[]2;");
        for (int i = 0; i < 40; i++) {
            t.feed("y".repeat(100_000));
        }
        t.feed("\u0007after").told().shows("after");
        t.feed("^[P$q" + "m".repeat(3_000_000) + "^[\\").answers("");
    }

    @Test
    void parametersAreBounded() {
        TestTerminal t = new TestTerminal(20, 3);
        t.feed("^[[99999999999999999999999C").cursorAt(19, 0);
        t.feed("^[[H^[[" + "1;".repeat(1000) + "mx").shows("x");
        t.feed("^[[2;2H^[[9999999999b").cursorAt(1, 2);
    }

    @Test
    void marksOnOneCharacterAreBounded() {
        TestTerminal t = new TestTerminal(20, 3).feed("a" + "\u0301".repeat(10_000) + "b");
        assertTrue(t.rows()[0].length() < 30);
        t.cursorAt(2, 0);
    }

    @Test
    void distinctGraphemesAndLinksAreBounded() {
        TestTerminal t = new TestTerminal(40, 5, 10);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 400_000; i++) {
            text.append((char) ('a' + i % 26))
                    .appendCodePoint(0x300 + i / 26 % 100)
                    .appendCodePoint(0x300 + i / 2600 % 100);
            if (i % 2000 == 0) {
                t.feed(text.toString());
                text.setLength(0);
            }
        }
        for (int i = 0; i < 100_000; i++) {
            text.append("^[]8;;http://x/").append(i).append("^[\\L");
            if (i % 2000 == 0) {
                t.feed(text.toString());
                text.setLength(0);
            }
        }
        t.feed(text + "^[[H^[[2J^[]8;;http://last^[\\x^[]8;;^[\\e\u0301");
        TerminalSnapshot s = t.snapshot();
        assertEquals("http://last", s.link(0).uri());
        assertEquals("e\u0301", s.grapheme(1));
        Invariants.check(t.terminal, "after many");
    }

    @Test
    void titlesAndDirectoriesAreClean() {
        new TestTerminal(20, 3)
                .feed("^[]2;a\u202eb\nc\u009fd\u200b\u0007")
                .told("title abcd")
                .feed("^[]7;file://host/a%0ab\u0007^[]7;file://host/a%\u0007^[]7;relative\u0007")
                .told()
                .feed("^[]7;file://host/home/na%C3%AFve%20dir\u0007")
                .told("directory /home/naïve dir");
    }

    @Test
    void nothingThatTheGuestChoseIsAnswered() {
        TestTerminal t = new TestTerminal(20, 3);
        t.feed("^[]2;evil\u0007^[[21t^[[20t").answers("");
        t.feed("^[P$qevil^[\\").answers("^[P0$r^[\\");
        t.feed("^[P+q6576696c^[\\").answers("^[P0+r^[\\");
        t.feed("^[]52;c;?\u0007").answers("");
        t.feed("^[]4;evil;?\u0007^[]10;evil\u0007^[]4;999;?\u0007").answers("");
        t.feed("\u0005").answers("");
    }

    @Test
    void aFloodOfQuestionsIsBounded() {
        TestTerminal t = new TestTerminal(20, 3);
        t.feed("^[[6n".repeat(1_000_000));
        assertTrue(t.answers.length() <= 62 * (1 << 20));
        assertFalse(t.answers.isEmpty());
    }

    @Test
    void aHeldPictureIsShownAfterAWhile() throws InterruptedException {
        TestTerminal t = new TestTerminal(20, 3).feed("old");
        t.shows("old").feed("^[[?2026h^[[Hnew").shows("old");
        assertTrue(t.snapshot().held());
        Thread.sleep(600);
        t.shows("new");
        assertFalse(t.snapshot().held());
        t.feed("^[[?2026h^[[Hxxx").shows("new").feed("^[[?2026l").shows("xxx");
    }

    @Test
    void aGuestThatAlwaysHoldsItsPictureIsStillSeen() {
        TestTerminal t = new TestTerminal(20, 3);
        for (int i = 0; i < 10; i++) {
            t.feed("^[[?2026h^[[H^[[2Jframe").feed(" " + i + "^[[?2026l^[[?2026h^[[H^[[2J");
            t.shows("frame " + i);
            assertTrue(t.snapshot().held());
            t.feed("^[[?2026l");
        }
        t.shows();
    }

    @Test
    void resetInTheMiddleOfAString() {
        TestTerminal t = new TestTerminal(20, 3).feed("^[]2;t\u0007^[[?1049h^[[31mx^[]2;never ends");
        t.terminal.reset();
        t.told("title t", "title ").feed("y").shows("y");
        assertEquals(Colour.DEFAULT, t.snapshot().foreground()[0]);
    }
}
