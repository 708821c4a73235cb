package isthmus.app.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AlternateScreenTest {
    @Test
    void mode1049SavesAndClears() {
        TestTerminal t =
                new TestTerminal(10, 3).feed("shell^[[31m^[[?1049h").shows().cursorAt(5, 0);
        assertTrue(t.terminal.modes().alternateScreen());
        t.feed("^[[Hvi^[[0m^[[?1049lx").shows("shellx");
        assertEquals(1, t.snapshot().foreground()[5], "the pen came back");
        t.feed("^[[?1049h").shows();
    }

    @Test
    void mode1049TwiceKeepsTheFirstCursor() {
        new TestTerminal(10, 3)
                .feed("ab^[[?1049h^[[3;3H^[[?1049h^[[?1049l")
                .cursorAt(2, 0)
                .feed("^[[?1049l")
                .cursorAt(2, 0);
    }

    @Test
    void mode1047ClearsWhenLeft() {
        new TestTerminal(10, 3)
                .feed("ab^[[?1047hcd^[[?1047l")
                .shows("ab")
                .cursorAt(4, 0)
                .feed("^[[?1047h")
                .shows("");
    }

    @Test
    void mode47Keeps() {
        new TestTerminal(10, 3)
                .feed("ab^[[?47hcd^[[?47l")
                .shows("ab")
                .feed("^[[?47h")
                .shows("  cd");
    }

    @Test
    void mode1048() {
        new TestTerminal(10, 3).feed("^[[2;3H^[[?1048h^[[H^[[?1048l").cursorAt(2, 1);
    }

    @Test
    void eachScreenHasItsOwnSavedCursor() {
        new TestTerminal(10, 4)
                .feed("^[[2;2H^[7^[[?47h^[[3;3H^[7^[[H^[8")
                .cursorAt(2, 2)
                .feed("^[[?47l^[8")
                .cursorAt(1, 1);
    }

    @Test
    void resetComesBack() {
        new TestTerminal(10, 3).feed("ab^[[?1049hxy^[c").shows("").cursorAt(0, 0);
    }
}
