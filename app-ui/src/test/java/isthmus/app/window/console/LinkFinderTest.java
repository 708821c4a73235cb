package isthmus.app.window.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.app.terminal.Terminal;
import isthmus.app.terminal.TerminalSnapshot;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LinkFinderTest {
    private static TerminalSnapshot show(String text) {
        Terminal terminal = new Terminal(30, 5, 0, answer -> {});
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        terminal.feed(bytes, 0, bytes.length);
        return terminal.snapshot(null, Terminal.BOTTOM);
    }

    private static String at(String text, int row, int column) {
        Presenter.LinkSpan link = LinkFinder.at(show(text), row, column);
        return link == null ? null : link.target();
    }

    @Test
    void anAddressEndsBeforeTheSentenceDoes() {
        assertEquals("https://a.org/x?y=1", at("see https://a.org/x?y=1.", 0, 10));
        assertNull(at("see https://a.org/x?y=1.", 0, 23));
        assertNull(at("see https://a.org/x?y=1.", 0, 2));
    }

    @Test
    void bracketsAroundAreNotPartOfIt() {
        assertEquals("http://a.org/b", at("(http://a.org/b)", 0, 5));
        assertEquals("http://a.org/b_(c)", at("http://a.org/b_(c)", 0, 5));
    }

    @Test
    void anAddressGoesOnInTheNextRow() {
        String address = "https://example.org/a/long/path/to/something";
        assertEquals(address, at("x " + address, 0, 4));
        assertEquals(address, at("x " + address, 1, 3));
    }

    @Test
    void theGuestsLinkSaysWhereItLeads() {
        assertEquals("https://elsewhere.org", at("\033]8;;https://elsewhere.org\033\\here\033]8;;\033\\", 0, 1));
    }

    @Test
    void onlyHarmlessSchemesAreOpened() {
        assertTrue(LinkFinder.mayOpen("https://a.org/b"));
        assertTrue(LinkFinder.mayOpen("mailto:me@a.org"));
        assertFalse(LinkFinder.mayOpen("file:///etc/passwd"));
        assertFalse(LinkFinder.mayOpen("javascript:alert(1)"));
        assertFalse(LinkFinder.mayOpen("https://a.org/ --help"));
        assertFalse(LinkFinder.mayOpen("-https://a.org"));
    }
}
