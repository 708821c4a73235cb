package isthmus.app.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SGR, the palette and hyperlinks. */
class ColoursTest {
    private static final int RED = Colour.rgb(255, 1, 2);

    private static TerminalSnapshot after(String codes) {
        return new TestTerminal(9, 2).feed("^[[" + codes + "mx").snapshot();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "2, 2",
        "3, 4",
        "5, 8",
        "6, 8",
        "7, 16",
        "8, 32",
        "9, 64",
        "53, 128",
        "1;2;3, 7",
        "1;3;22, 4",
        "1;0, 0",
        "1;, 0",
        "9;29, 0",
        "7;27, 0",
        "8;28, 0",
        "53;55, 0",
        "3;23, 0",
        "5;25, 0",
        "4, 256",
        "21, 512",
        "4:2, 512",
        "4:3, 768",
        "4:4, 1024",
        "4:5, 1280",
        "4:0, 0",
        "4;24, 0",
        "4:3;24, 0",
        "4:9, 0",
        "1;999;3, 5",
        "4:3;1, 769"
    })
    void flags(String codes, int flags) {
        assertEquals(flags, after(codes).flags()[0]);
    }

    @Test
    void foregroundAndBackground() {
        assertEquals(1, after("31").foreground()[0]);
        assertEquals(9, after("91").foreground()[0]);
        assertEquals(15, after("107").background()[0]);
        assertEquals(200, after("38;5;200").foreground()[0]);
        assertEquals(200, after("48:5:200").background()[0]);
        assertEquals(RED, after("38;2;255;1;2").foreground()[0]);
        assertEquals(RED, after("38:2:255:1:2").foreground()[0]);
        assertEquals(RED, after("48:2::255:1:2").background()[0]);
        assertEquals(Colour.DEFAULT, after("31;39").foreground()[0]);
        assertEquals(Colour.DEFAULT, after("41;49").background()[0]);
    }

    @Test
    void whatFollowsAColourIsStillRead() {
        TerminalSnapshot s = after("38;5;200;1;48;2;255;1;2;4");
        assertEquals(200, s.foreground()[0]);
        assertEquals(RED, s.background()[0]);
        assertEquals(Style.BOLD, s.flags()[0] & Style.BOLD);
        assertEquals(1, Style.underline(s.flags()[0]));
    }

    @Test
    void wrongColoursChangeNothing() {
        assertEquals(Colour.DEFAULT, after("38;5;300").foreground()[0]);
        assertEquals(Colour.DEFAULT, after("38;2;1;2;300").foreground()[0]);
        assertEquals(Colour.DEFAULT, after("38;5").foreground()[0]);
        assertEquals(Colour.DEFAULT, after("38").foreground()[0]);
        assertEquals(1, after("38:7:3;1").flags()[0]);
    }

    @Test
    void underlineColour() {
        assertEquals(9, after("4;58;5;9").underlineColour(0));
        assertEquals(RED, after("58:2::255:1:2").underlineColour(0));
        assertEquals(Colour.DEFAULT, after("58:5:9;59").underlineColour(0));
        assertEquals(Colour.DEFAULT, after("58:5:9;0").underlineColour(0));
    }

    @Test
    void thePaletteIsSetAndAsked() {
        TestTerminal t = new TestTerminal(9, 2);
        t.feed("^[]4;1;?\u0007").answers("^[]4;1;rgb:cdcd/0000/0000^[\\");
        int version = t.snapshot().paletteVersion();
        t.feed("^[]4;1;rgb:12/34/56;2;#fff\u0007");
        assertEquals(0x123456, t.snapshot().foregroundRgb(1));
        assertEquals(0xf0f0f0, t.snapshot().foregroundRgb(2));
        assertEquals(false, version == t.snapshot().paletteVersion());
        t.feed("^[]104;1\u0007");
        assertEquals(0xcd0000, t.snapshot().foregroundRgb(1));
        t.feed("^[]104\u0007");
        assertEquals(0x00cd00, t.snapshot().foregroundRgb(2));
    }

    @Test
    void theScreensOwnColours() {
        TestTerminal t = new TestTerminal(9, 2);
        t.terminal.theme(new int[16], 0x111111, 0x222222, 0x333333);
        t.feed("^[]10;?\u0007^[]11;?^[\\").answers("^[]10;rgb:1111/1111/1111^[\\^[]11;rgb:2222/2222/2222^[\\");
        t.feed("^[]10;rgb:f/0/8;#102030;rgb:ffff/0000/8000\u0007");
        assertEquals(0xff0088, t.snapshot().foregroundRgb(Colour.DEFAULT));
        assertEquals(0x102030, t.snapshot().backgroundRgb(Colour.DEFAULT));
        assertEquals(0xff0080, t.snapshot().cursorRgb());
        t.feed("^[]110\u0007^[]111\u0007^[]112\u0007");
        assertEquals(0x111111, t.snapshot().foregroundRgb(Colour.DEFAULT));
        assertEquals(0x222222, t.snapshot().backgroundRgb(Colour.DEFAULT));
        assertEquals(0x333333, t.snapshot().cursorRgb());
    }

    @Test
    void theUsualPalette() {
        TerminalSnapshot s = new TestTerminal(9, 2).snapshot();
        assertEquals(0x5f87ff, s.foregroundRgb(69));
        assertEquals(0x080808, s.foregroundRgb(232));
        assertEquals(0xeeeeee, s.foregroundRgb(255));
    }

    @Test
    void links() {
        TestTerminal t = new TestTerminal(20, 2)
                .feed("^[]8;;http://a/^[\\ab^[]8;;^[\\c^[]8;id=1:x=y;http://b/;c^[\\d\r\ne^[]8;;\u0007f");
        TerminalSnapshot s = t.snapshot();
        assertEquals("http://a/", s.link(0).uri());
        assertEquals(s.link(0), s.link(1));
        assertNull(s.link(2));
        assertEquals(new Link("http://b/;c", "1"), s.link(3));
        assertEquals(s.link(3), s.link(20));
        assertNull(s.link(21));
    }

    @Test
    void linksWithoutAnIdAreEachTheirOwn() {
        TerminalSnapshot s =
                new TestTerminal(20, 2).feed("^[]8;;x:1\u0007a^[]8;;x:1\u0007b").snapshot();
        assertEquals(s.link(0).uri(), s.link(1).uri());
        assertEquals(false, s.link(0).equals(s.link(1)));
    }

    @Test
    void linksGoWithErasedText() {
        TerminalSnapshot s = new TestTerminal(20, 2)
                .feed("^[]8;;x:1\u0007abc^[]8;;\u0007\r^[[Kd")
                .snapshot();
        assertNull(s.link(0));
        assertNull(s.link(1));
    }
}
