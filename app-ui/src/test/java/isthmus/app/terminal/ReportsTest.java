package isthmus.app.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers, modes, titles and what shells tell. */
class ReportsTest {
    private static TestTerminal terminal() {
        return new TestTerminal(20, 6);
    }

    @Test
    void attributes() {
        terminal().feed("^[[c^[[0c^[Z").answers("^[[?64;6;21;22c".repeat(3));
        terminal().feed("^[[1c").answers("");
        terminal().feed("^[[>c").answers("^[[>41;354;0c");
        terminal().feed("^[[=c").answers("^[P!|00000000^[\\");
        terminal().feed("^[[>q").answers("^[P>|Isthmus^[\\");
    }

    @Test
    void status() {
        terminal().feed("^[[5n").answers("^[[0n");
        terminal().feed("^[[3;4H^[[6n").answers("^[[3;4R");
        terminal().feed("^[[3;4H^[[?6n").answers("^[[?3;4;1R");
        terminal().feed("^[[2;5r^[[?6h^[[2;2H^[[6n").answers("^[[2;2R");
        terminal().feed("^[[18t").answers("^[[8;6;20t");
    }

    @Test
    void settings() {
        terminal().feed("^[P$qm^[\\").answers("^[P1$r0m^[\\");
        terminal().feed("^[[1;4:3;31;48:2::1:2:3m^[P$qm^[\\").answers("^[P1$r0;1;4:3;31;48:2::1:2:3m^[\\");
        terminal().feed("^[[2;4r^[P$qr^[\\").answers("^[P1$r2;4r^[\\");
        terminal().feed("^[[4 q^[P$q q^[\\").answers("^[P1$r4 q^[\\");
        terminal().feed("^[P$q\"p^[\\").answers("^[P1$r64;1\"p^[\\");
        terminal().feed("^[P$qz^[\\").answers("^[P0$r^[\\");
    }

    @Test
    void capabilities() {
        terminal().feed("^[P+q436F^[\\").answers("^[P1+r436F=323536^[\\");
        terminal().feed("^[P+q6b75;524742;^[\\").answers("^[P0+r^[\\^[P1+r524742=38^[\\^[P0+r^[\\");
    }

    @Test
    void modesAreToldAsTheyAre() {
        terminal().feed("^[[?7$p^[[?7l^[[?7$p").answers("^[[?7;1$y^[[?7;2$y");
        terminal().feed("^[[?2026$p^[[?2027$p^[[?31337$p").answers("^[[?2026;2$y^[[?2027;3$y^[[?31337;0$y");
        terminal().feed("^[[4$p^[[4h^[[4$p^[[99$p").answers("^[[4;2$y^[[4;1$y^[[99;0$y");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                1, 5, 6, 7, 9, 12, 25, 40, 45, 47, 66, 67, 69, 1000, 1002, 1003, 1004, 1005, 1006, 1007, 1015, 1047,
                1049, 2004, 2026
            })
    void everyModeCanBeSetAskedSavedAndRestored(int mode) {
        TestTerminal t = terminal();
        t.feed("^[[?" + mode + "l^[[?" + mode + "$p").answers("^[[?" + mode + ";2$y");
        t.feed("^[[?" + mode + "h^[[?" + mode + "$p").answers("^[[?" + mode + ";1$y");
        t.feed("^[[?" + mode + "s^[[?" + mode + "l^[[?" + mode + "r^[[?" + mode + "$p")
                .answers("^[[?" + mode + ";1$y");
        t.feed("^[c^[[?" + mode + "$p");
        boolean onAtStart = mode == 7 || mode == 12 || mode == 25 || mode == 1007;
        t.answers("^[[?" + mode + (onAtStart ? ";1$y" : ";2$y"));
    }

    @Test
    void cursorStyles() {
        TestTerminal t = terminal();
        CursorShape[] shapes = CursorShape.values();
        for (int style = 1; style <= 6; style++) {
            TerminalSnapshot s = t.feed("^[[" + style + " q").snapshot();
            assertEquals(shapes[(style - 1) / 2], s.cursorShape());
            assertEquals(style % 2 == 1, s.cursorBlink());
        }
        t.feed("^[[ q");
        assertEquals(CursorShape.BLOCK, t.snapshot().cursorShape());
        assertFalse(t.feed("^[[?25l").snapshot().cursorVisible());
        assertTrue(t.feed("^[[!p").snapshot().cursorVisible());
    }

    @Test
    void titles() {
        terminal().feed("^[]0;one\u0007^[]2;two^[\\^[]1;icon\u0007").told("title two");
        TestTerminal t = terminal().feed("^[]2;outer\u0007^[[22;0t").told("title outer");
        t.feed("^[]2;inner\u0007")
                .told("title inner")
                .feed("^[[23;0t")
                .told("title outer")
                .feed("^[[23;0t")
                .told();
    }

    @Test
    void bell() {
        terminal().feed("\u0007a\u0007").told("bell");
        terminal().feed("^[]2;x\u0007").told("title x");
    }

    @Test
    void clipboardIsWriteOnly() {
        terminal().feed("^[]52;c;aGVsbG8=\u0007").told("clipboard hello");
        terminal().feed("^[]52;c;?\u0007").told().answers("");
        terminal().feed("^[]52;c;a\u001b[31mGVs\u0007").told("bell");
        terminal().feed("^[]52;;Gx1bWzIwMX4=\u0007").told("clipboard [[201~");
    }

    @Test
    void notificationsAndProgress() {
        terminal()
                .feed("^[]9;done\u0007^[]777;notify;Title;Text\u0007")
                .told("notification done", "notification Title: Text");
        terminal()
                .feed("^[]9;4;1;50\u0007^[]9;4;3\u0007^[]9;4;0\u0007^[]9;4;1;5000\u0007")
                .told("progress 50", "progress -1", "progress -1", "progress 100");
    }

    @Test
    void unknownSequencesShowNothing() {
        terminal().feed("a^[[?1;2;3zb^[[<5uc^[[1;2;3;4;5Td^[%Ge^[ Ff^[#3g").shows("abcdefg");
        terminal()
                .feed("a^[_hidden^[\\b^[^hidden^[\\c^[Xhidden^[\\d^[P1;2xhidden^[\\e^[]99;hidden^[\\f")
                .shows("abcdef");
        terminal().feed("a^[[31\u0018b^[]2;x\u0018c^[Pxx\u001ad").shows("abcd").told();
    }

    @Test
    void columnModeClears() {
        terminal().feed("a^[[?3hb").shows("ab");
        terminal()
                .feed("a^[[2;3r^[[?40h^[[?3hb")
                .shows("b")
                .feed("^[[?3lc^[[6;1H\nx")
                .shows("", "", "", "", "", "x");
    }

    @Test
    void softReset() {
        TestTerminal t = terminal().feed("ab^[[4h^[[2;3r^[[?6h^[[31m^[[?7l^[[?1h^[(0^[[!p");
        t.feed("^[[Hq").shows("qb").feed("^[[6;1Hx\n").shows("", "", "", "", "x");
        assertFalse(t.terminal.modes().applicationCursor());
    }
}
