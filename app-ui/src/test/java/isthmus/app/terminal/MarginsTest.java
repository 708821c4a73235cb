package isthmus.app.terminal;

import org.junit.jupiter.api.Test;

/** DECSTBM, DECSLRM, DECOM, and what scrolls inside them. */
class MarginsTest {
    private static TestTerminal filled() {
        return new TestTerminal(6, 5).feed("111111\r\n222222\r\n333333\r\n444444\r\n555555");
    }

    @Test
    void settingMarginsHomesTheCursor() {
        filled().feed("^[[2;4r")
                .cursorAt(0, 0)
                .feed("^[[?6h")
                .cursorAt(0, 1)
                .feed("^[[2;2H")
                .cursorAt(1, 2);
    }

    @Test
    void wrongMarginsChangeNothing() {
        filled().feed("^[[3;3H^[[4;2r")
                .cursorAt(2, 2)
                .feed("^[[3;3r")
                .cursorAt(2, 2)
                .feed("^[[2;99r")
                .cursorAt(0, 0);
    }

    @Test
    void lineFeedScrollsOnlyBetweenTheMargins() {
        filled().feed("^[[2;4r^[[4;1H\nx").shows("111111", "333333", "444444", "x", "555555");
    }

    @Test
    void reverseIndexScrollsOnlyBetweenTheMargins() {
        filled().feed("^[[2;4r^[[2;1H^[Mx").shows("111111", "x", "222222", "333333", "555555");
    }

    @Test
    void belowTheMarginsALineFeedDoesNotScroll() {
        filled().feed("^[[1;3r^[[5;1H\n\nx").shows("111111", "222222", "333333", "444444", "x55555");
    }

    @Test
    void scrollUpAndDown() {
        filled().feed("^[[2;4r^[[S").shows("111111", "333333", "444444", "", "555555");
        filled().feed("^[[2;4r^[[2T").shows("111111", "", "", "222222", "555555");
        filled().feed("^[[99S").shows();
    }

    @Test
    void theCursorStopsAtTheMarginsIfItIsInside() {
        filled().feed("^[[2;4r^[[3;1H^[[9A").cursorAt(0, 1).feed("^[[9B").cursorAt(0, 3);
        filled().feed("^[[2;4r^[[5;1H^[[9B").cursorAt(0, 4).feed("^[[9A").cursorAt(0, 1);
    }

    @Test
    void originModeKeepsTheCursorInside() {
        filled().feed("^[[2;4r^[[?6h^[[99;99H")
                .cursorAt(5, 3)
                .feed("^[[1d")
                .cursorAt(5, 1)
                .feed("^[[?6l")
                .cursorAt(0, 0);
    }

    @Test
    void sideMarginsNeedTheirMode() {
        filled().feed("^[[2;4s^[[3;3H^[[u").cursorAt(5, 4);
        filled().feed("^[[?69h^[[2;4s^[[?6h").cursorAt(1, 0);
    }

    @Test
    void sideMarginsWrapText() {
        new TestTerminal(8, 3).feed("^[[?69h^[[3;5s^[[1;3Habcde").shows("  abc", "  de");
    }

    @Test
    void sideMarginsScrollABlock() {
        filled().feed("^[[?69h^[[3;4s^[[2;4r^[[4;3H\n").shows("111111", "223322", "334433", "44  44", "555555");
        filled().feed("^[[?69h^[[3;4s^[[2;4r^[[2;3H^[M").shows("111111", "22  22", "332233", "443344", "555555");
    }

    @Test
    void sideMarginsBoundInsertAndDelete() {
        new TestTerminal(8, 2).feed("abcdefgh^[[?69h^[[3;6s^[[1;4H^[[@").shows("abc degh");
        new TestTerminal(8, 2).feed("abcdefgh^[[?69h^[[3;6s^[[1;4H^[[P").shows("abcef gh");
        new TestTerminal(8, 2).feed("abcdefgh^[[?69h^[[3;6s^[[1;2H^[[P").shows("abcdefgh");
    }

    @Test
    void carriageReturnGoesToTheLeftMargin() {
        new TestTerminal(8, 2)
                .feed("^[[?69h^[[3;6s^[[1;5H\rx")
                .shows("  x")
                .feed("^[[1;2H\ry")
                .shows("y x");
    }

    @Test
    void columnsAreInsertedAndDeleted() {
        filled().feed("^[[2;4r^[[3;3H^['}").shows("111111", "222222", "333333", "444444", "555555");
        filled().feed("^[[2;4r^[[3;3H^[[2'}").shows("111111", "22  22", "33  33", "44  44", "555555");
        filled().feed("^[[2;4r^[[3;3H^[[2'~").shows("111111", "2222", "3333", "4444", "555555");
    }

    @Test
    void backAndForwardIndex() {
        new TestTerminal(5, 2)
                .feed("abcde\r^[6")
                .shows(" abcd")
                .feed("^[[1;5H^[9")
                .shows("abcd");
        new TestTerminal(5, 2)
                .feed("abcde^[[1;3H^[6")
                .cursorAt(1, 0)
                .feed("^[9^[9")
                .cursorAt(3, 0);
    }

    @Test
    void shiftLeftAndRight() {
        new TestTerminal(5, 2).feed("abcde^[[2 @").shows("cde").feed("^[[1 A").shows(" cde");
    }
}
