package isthmus.app.terminal;

import org.junit.jupiter.api.Test;

class WrapTest {
    @Test
    void theLastColumnHoldsTheCursor() {
        new TestTerminal(5, 3)
                .feed("abcde")
                .cursorAt(4, 0)
                .feed("f")
                .shows("abcde", "f")
                .cursorAt(1, 1);
    }

    @Test
    void aMoveForgetsThePendingWrap() {
        new TestTerminal(5, 3).feed("abcde\b").cursorAt(3, 0).feed("X").shows("abcXe");
        new TestTerminal(5, 3).feed("abcde^[[CX").shows("abcdX");
        new TestTerminal(5, 3).feed("abcde\rX").shows("Xbcde");
        new TestTerminal(5, 3).feed("abcde\r\nX").shows("abcde", "X");
        new TestTerminal(5, 3).feed("abcde^[[KX").shows("abcdX");
    }

    @Test
    void coloursDoNot() {
        new TestTerminal(5, 3).feed("abcde^[[31mf").shows("abcde", "f");
    }

    @Test
    void off() {
        new TestTerminal(5, 3)
                .feed("^[[?7labcdefg")
                .shows("abcdg")
                .cursorAt(4, 0)
                .feed("^[[?7hh")
                .shows("abcdg", "h");
        new TestTerminal(5, 3).feed("^[[?7labc漢字").shows("abc字");
    }

    @Test
    void atTheBottomItScrolls() {
        new TestTerminal(5, 2).feed("1\r\nabcdefg").shows("abcde", "fg");
    }

    @Test
    void aWideCharacterThatDoesNotFit() {
        new TestTerminal(5, 3).feed("abcd漢").shows("abcd", "漢").cursorAt(2, 1);
        new TestTerminal(1, 3).feed("a漢b").shows("a", "b");
    }

    @Test
    void savedWithTheCursor() {
        new TestTerminal(5, 3).feed("abcde^[7^[[H^[8f").shows("abcde", "f");
    }

    @Test
    void reverse() {
        new TestTerminal(5, 3).feed("^[[?45habcdefg\b\b\b\bX").shows("abcXe", "fg");
        new TestTerminal(5, 3).feed("^[[?45hab\r\ncd\b\b\b\bX").shows("ab", "Xd");
    }
}
