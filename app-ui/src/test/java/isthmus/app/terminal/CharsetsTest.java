package isthmus.app.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CharsetsTest {
    @Test
    void lineDrawing() {
        new TestTerminal(40, 2)
                .feed("^[(0`abcdefghijklmnopqrstuvwxyz{|}~^[(B`a")
                .shows("◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·`a");
    }

    @Test
    void shifts() {
        new TestTerminal(20, 2).feed("^[)0q\u000eq\u000fq").shows("q─q");
        new TestTerminal(20, 2).feed("^[*0^[+A^[nq^[o#\u000fq#").shows("─£q#");
        new TestTerminal(20, 2).feed("^[*0^[Nqq^[+A^[O##").shows("─q£#");
    }

    @Test
    void savedWithTheCursor() {
        new TestTerminal(20, 2).feed("^[(0^[7^[(Bq^[8q").shows("─");
    }

    @Test
    void resets() {
        new TestTerminal(20, 2).feed("^[(0^[[!pq").shows("q");
        new TestTerminal(20, 2).feed("^[(0^[cq").shows("q");
    }

    @Test
    void unicodeIsNotTranslated() {
        new TestTerminal(20, 2).feed("^[(0é─漢").shows("é─漢");
    }

    @Test
    void utf8InPieces() {
        TestTerminal t = new TestTerminal(20, 2);
        for (byte each : "é漢😀".getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            t.terminal.feed(new byte[] {each}, 0, 1);
        }
        t.shows("é漢😀");
    }

    @Test
    void wrongUtf8() {
        // As Unicode recommends: one sign for each part that could not go on.
        assertEquals(
                "\ufffd|\ufffd|\ufffd\ufffd|\ufffd\ufffd\ufffd|\ufffd|x",
                shown(0xff, '|', 0xe2, 0x82, '|', 0xc0, 0x80, '|', 0xed, 0xa0, 0x80, '|', 0xf0, 0x9f, 0x98, '|', 'x'));
        assertEquals("\ufffdé", shown(0xe2, 0x82, 0xc3, 0xa9));
        assertEquals("\ufffd\ufffd\ufffd\ufffd", shown(0xf5, 0x80, 0x80, 0x80));
        assertEquals("\ufffd\ufffd\ufffd\ufffd", shown(0xf4, 0x90, 0x80, 0x80));
    }

    @Test
    void anEscapeEndsACharacterThatIsNotWhole() {
        assertEquals("\ufffdx", shown(0xe2, 0x82, 0x1b, '[', 'm', 'x'));
    }

    private static String shown(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        TestTerminal t = new TestTerminal(30, 2);
        t.terminal.feed(bytes, 0, bytes.length);
        return t.rows()[0];
    }

    @Test
    void controlsOfC1AreNoneInUtf8() {
        new TestTerminal(20, 4).feed("a\u0085b").shows("ab");
        new TestTerminal(20, 4).feed("\u009b2;3Hx").shows("2;3Hx");
    }

    @Test
    void aTitleMayHaveTheBytesOfAnEnd() {
        new TestTerminal(20, 4).feed("^[]2;✜ ok\u0007").told("title ✜ ok");
    }
}
