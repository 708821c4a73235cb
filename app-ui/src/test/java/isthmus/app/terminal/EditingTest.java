package isthmus.app.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class EditingTest {
    private static TestTerminal line() {
        return new TestTerminal(10, 3).feed("abcdefghij^[[1;4H");
    }

    private static TestTerminal lines() {
        return new TestTerminal(5, 5).feed("1\r\n2\r\n3\r\n4\r\n5^[[2;3H");
    }

    @Test
    void characters() {
        line().feed("^[[2@").shows("abc  defgh").cursorAt(3, 0);
        line().feed("^[[99@").shows("abc");
        line().feed("^[[2P").shows("abcfghij").cursorAt(3, 0);
        line().feed("^[[99P").shows("abc");
        line().feed("^[[2X").shows("abc  fghij").cursorAt(3, 0);
        line().feed("^[[99X").shows("abc");
        line().feed("^[[0P").shows("abcefghij");
    }

    @Test
    void lineErase() {
        line().feed("^[[K").shows("abc");
        line().feed("^[[1K").shows("    efghij");
        line().feed("^[[2K").shows("").cursorAt(3, 0);
    }

    @Test
    void displayErase() {
        lines().feed("^[[J").shows("1", "2");
        lines().feed("^[[1J").shows("", "", "3", "4", "5");
        lines().feed("^[[2J").shows().cursorAt(2, 1);
    }

    @Test
    void wholeLines() {
        lines().feed("^[[2L").shows("1", "", "", "2", "3").cursorAt(0, 1);
        lines().feed("^[[2M").shows("1", "4", "5").cursorAt(0, 1);
        lines().feed("^[[99M").shows("1");
        lines().feed("^[[3;4r^[[1;1H^[[M^[[L").shows("1", "2", "3", "4", "5");
    }

    @Test
    void insertMode() {
        line().feed("^[[4hXY^[[4lZ").shows("abcXYZefgh");
    }

    @Test
    void erasedCellsHaveThePensBackground() {
        TestTerminal t = line().feed("^[[44;31;1m^[[K");
        TerminalSnapshot s = t.snapshot();
        assertEquals(4, s.background()[9]);
        assertEquals(Colour.DEFAULT, s.foreground()[9]);
        assertEquals(0, s.flags()[9]);
        assertEquals(Colour.DEFAULT, s.background()[2]);
        assertEquals(4, t.feed("^[[3;1H\n").snapshot().background()[25], "and so have new lines");
    }

    @Test
    void protectedCellsStay() {
        new TestTerminal(10, 2).feed("ab^[[1\"qcd^[[0\"qef^[[H^[[?K").shows("  cd");
        new TestTerminal(10, 2).feed("ab^[[1\"qcd^[[0\"qef^[[H^[[?J").shows("  cd");
        new TestTerminal(10, 2).feed("ab^[[1\"qcd^[[0\"qef^[[H^[[K").shows("");
    }

    @Test
    void repeat() {
        new TestTerminal(10, 2).feed("ab^[[3b").shows("abbbb");
        new TestTerminal(10, 2).feed("漢^[[2b").shows("漢漢漢");
        new TestTerminal(10, 2).feed("^[(0q^[[2b").shows("───");
        new TestTerminal(10, 2).feed("^[[5b").shows("");
        new TestTerminal(10, 2).feed("a^[[b^[[5b").shows("aa");
    }

    @Test
    void alignmentTest() {
        new TestTerminal(3, 2).feed("^[[1;31mxx^[#8").shows("EEE", "EEE").cursorAt(0, 0);
    }

    @Test
    void halvesOfWideCharactersGoTogether() {
        new TestTerminal(10, 2).feed("漢字^[[1;2HX").shows(" X字");
        new TestTerminal(10, 2).feed("漢字^[[1;3HX").shows("漢X");
        new TestTerminal(10, 2).feed("漢字ab^[[1;2H^[[P").shows(" 字ab");
        new TestTerminal(10, 2).feed("漢字ab^[[1;2H^[[@").shows("   字ab");
        new TestTerminal(4, 2).feed("a漢b^[[1;1H^[[@").shows(" a漢");
        new TestTerminal(4, 2).feed("ab漢^[[1;1H^[[@").shows(" ab");
        new TestTerminal(10, 2).feed("漢字ab^[[1;2H^[[X").shows("  字ab");
        new TestTerminal(10, 2).feed("漢字ab^[[1;1H^[[P").shows(" 字ab");
        new TestTerminal(6, 2).feed("ab漢字^[[1;1H^[[P").shows("b漢字");
    }
}
