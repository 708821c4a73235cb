package isthmus.app.terminal;

import org.junit.jupiter.api.Test;

class TabsTest {
    @Test
    void everyEighthColumn() {
        new TestTerminal(30, 2).feed("\ta\tb\t\tc").shows("        a       b            c");
    }

    @Test
    void settingAndClearing() {
        new TestTerminal(30, 2)
                .feed("^[[1;4H^[H\r\tx")
                .shows("   x")
                .feed("\r^[[3g\ty")
                .cursorAt(29, 0);
        new TestTerminal(30, 2).feed("^[[1;9H^[[g\r\tx").cursorAt(17, 0);
    }

    @Test
    void forwardAndBackward() {
        new TestTerminal(40, 2)
                .feed("^[[3I")
                .cursorAt(24, 0)
                .feed("^[[2Z")
                .cursorAt(8, 0)
                .feed("^[[9Z")
                .cursorAt(0, 0);
        new TestTerminal(40, 2).feed("^[[99I").cursorAt(39, 0);
    }

    @Test
    void aTabWritesNothing() {
        new TestTerminal(20, 2).feed("abcdefghijkl\r\tX").shows("abcdefghXjkl");
    }

    @Test
    void aTabAtTheEndOfTheLineStays() {
        new TestTerminal(10, 2).feed("0123456789\tx").shows("0123456789", "x");
        new TestTerminal(10, 2).feed("^[[1;10H\tx").shows("         x");
    }

    @Test
    void controlsOfTabs() {
        new TestTerminal(20, 2)
                .feed("^[[1;3H^[[W\r\tx")
                .cursorAt(3, 0)
                .feed("^[[5W\r\t")
                .cursorAt(19, 0);
        new TestTerminal(20, 2).feed("^[[3g^[[?5W\r\t").cursorAt(8, 0);
    }

    @Test
    void resetBringsThemBack() {
        new TestTerminal(20, 2).feed("^[[3g^[c\t").cursorAt(8, 0);
    }
}
