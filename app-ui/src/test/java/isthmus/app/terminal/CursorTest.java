package isthmus.app.terminal;

import org.junit.jupiter.api.Test;

class CursorTest {
    @Test
    void textGoesWhereTheCursorIs() {
        new TestTerminal(10, 4)
                .feed("ab\r\ncd^[[1;5Hx^[[4;10Hy")
                .shows("ab  x", "cd", "", "         y")
                .cursorAt(9, 3);
    }

    @Test
    void movesStopAtTheBorders() {
        new TestTerminal(10, 4)
                .feed("^[[99A^[[99D")
                .cursorAt(0, 0)
                .feed("^[[99B^[[99C")
                .cursorAt(9, 3)
                .feed("^[[999;999H")
                .cursorAt(9, 3)
                .feed("^[[0;0H")
                .cursorAt(0, 0);
    }

    @Test
    void nextAndPreviousLine() {
        new TestTerminal(10, 5)
                .feed("^[[3;5H^[[E")
                .cursorAt(0, 3)
                .feed("xx^[[2F")
                .cursorAt(0, 1);
    }

    @Test
    void columnAndLineAlone() {
        new TestTerminal(10, 5)
                .feed("^[[3;5H^[[8G")
                .cursorAt(7, 2)
                .feed("^[[2d")
                .cursorAt(7, 1)
                .feed("^[[2`")
                .cursorAt(1, 1)
                .feed("^[[2a^[[2e")
                .cursorAt(3, 3);
    }

    @Test
    void backspaceStopsAtTheFirstColumn() {
        new TestTerminal(10, 3).feed("ab\b\b\b\bx").shows("xb");
    }

    @Test
    void controlsInsideASequenceActFirst() {
        // vttest: "cursor-control characters inside ESC sequences"
        new TestTerminal(20, 4).feed("A^[[2\bCB").shows("A B").cursorAt(3, 0);
        new TestTerminal(20, 4).feed("A^[[\r2CB").shows("A B");
        new TestTerminal(20, 4).feed("A^[[1\u000bD B").shows("A", " B");
    }

    @Test
    void leadingZerosInParameters() {
        new TestTerminal(20, 4).feed("^[[00000000004;000000001Hx").shows("", "", "", "x");
    }

    @Test
    void saveAndRestore() {
        new TestTerminal(20, 4)
                .feed("^[[2;3H^[[1m^[7^[[0m^[[H^[8x")
                .cursorAt(3, 1)
                .feed("^[[4;4H^[[s^[[H^[[uy")
                .shows("", "  x", "", "   y");
    }

    @Test
    void indexAndReverseIndex() {
        new TestTerminal(5, 3)
                .feed("a\r\nb\r\nc^[Dd")
                .shows("b", "c", " d")
                .feed("^[[H^[Me")
                .shows("e", "b", "c");
    }
}
