package isthmus.app.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys as xterm's terminfo entry and its table of modified keys have them; paste. */
class KeysTest {
    private static final int S = KeyEncoder.SHIFT;
    private static final int A = KeyEncoder.ALT;
    private static final int C = KeyEncoder.CONTROL;

    private static TerminalModes modes(String input) {
        return new TestTerminal(9, 2).feed(input).terminal.modes();
    }

    private static String key(Key key, int modifiers, String input) {
        return text(KeyEncoder.encode(key, modifiers, modes(input)));
    }

    private static String character(int codePoint, int modifiers, String input) {
        return text(KeyEncoder.encode(codePoint, modifiers, modes(input)));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).replace("\033", "^[");
    }

    @ParameterizedTest
    @CsvSource({
        "UP, 0, ^[[A",
        "DOWN, 0, ^[[B",
        "RIGHT, 0, ^[[C",
        "LEFT, 0, ^[[D",
        "HOME, 0, ^[[H",
        "END, 0, ^[[F",
        "UP, 4, ^[[1;5A",
        "HOME, 1, ^[[1;2H",
        "LEFT, 7, ^[[1;8D",
        "INSERT, 0, ^[[2~",
        "DELETE, 0, ^[[3~",
        "PAGE_UP, 0, ^[[5~",
        "PAGE_DOWN, 4, ^[[6;5~",
        "DELETE, 2, ^[[3;3~",
        "F1, 0, ^[OP",
        "F2, 0, ^[OQ",
        "F4, 1, ^[[1;2S",
        "F5, 0, ^[[15~",
        "F12, 0, ^[[24~",
        "F5, 5, ^[[15;6~",
        "F20, 0, ^[[34~",
        "ESCAPE, 0, ^[",
        "ESCAPE, 2, ^[^[",
        "BEGIN, 0, ^[[E",
        "KEYPAD_5, 0, 5",
        "KEYPAD_ADD, 0, +",
        "KEYPAD_5, 2, ^[5"
    })
    void plain(Key key, int modifiers, String expected) {
        assertEquals(expected, key(key, modifiers, ""));
    }

    @Test
    void applicationCursorKeys() {
        assertEquals("^[OA", key(Key.UP, 0, "^[[?1h"));
        assertEquals("^[OH", key(Key.HOME, 0, "^[[?1h"));
        assertEquals("^[[1;5A", key(Key.UP, C, "^[[?1h"));
    }

    @Test
    void applicationKeypad() {
        assertEquals("^[Op", key(Key.KEYPAD_0, 0, "^[="));
        assertEquals("^[Oy", key(Key.KEYPAD_9, 0, "^[="));
        assertEquals("^[OM", key(Key.KEYPAD_ENTER, 0, "^[="));
        assertEquals("^[Ok", key(Key.KEYPAD_ADD, 0, "^[="));
        assertEquals("^[Oj", key(Key.KEYPAD_MULTIPLY, 0, "^[="));
        assertEquals("^[Oo", key(Key.KEYPAD_DIVIDE, 0, "^[="));
        assertEquals("^[On", key(Key.KEYPAD_DECIMAL, 0, "^[="));
        assertEquals("^[OX", key(Key.KEYPAD_EQUAL, 0, "^[="));
        assertEquals("0", key(Key.KEYPAD_0, 0, "^[=^[>"));
        assertEquals("\r", key(Key.KEYPAD_ENTER, 0, ""));
    }

    @Test
    void enterTabBackspace() {
        assertEquals("\r", key(Key.ENTER, 0, ""));
        assertEquals("\r\n", key(Key.ENTER, 0, "^[[20h"));
        assertEquals("^[\r", key(Key.ENTER, A, ""));
        assertEquals("\t", key(Key.TAB, 0, ""));
        assertEquals("^[[Z", key(Key.TAB, S, ""));
        assertEquals("\u007f", key(Key.BACKSPACE, 0, ""));
        assertEquals("\b", key(Key.BACKSPACE, C, ""));
        assertEquals("^[\u007f", key(Key.BACKSPACE, A, ""));
        assertEquals("\b", key(Key.BACKSPACE, 0, "^[[?67h"));
        assertEquals("\u007f", key(Key.BACKSPACE, C, "^[[?67h"));
    }

    @Test
    void characters() {
        assertEquals("a", character('a', 0, ""));
        assertEquals("A", character('A', S, ""));
        assertEquals("é", character('é', 0, ""));
        assertEquals("😀", character(0x1f600, 0, ""));
        assertEquals("\u0003", character('c', C, ""));
        assertEquals("\u0003", character('C', C | S, ""));
        assertEquals("^[x", character('x', A, ""));
        assertEquals("^[\u0018", character('x', A | C, ""));
        assertEquals("\0", character(' ', C, ""));
        assertEquals("\0", character('@', C | S, ""));
        assertEquals("^[", character('[', C, ""));
        assertEquals("\u001c", character('\\', C, ""));
        assertEquals("\u001f", character('/', C, ""));
        assertEquals("\u001f", character('_', C | S, ""));
        assertEquals("\u007f", character('?', C | S, ""));
        assertEquals("1", character('1', C, ""));
    }

    @Test
    void modifyOtherKeys() {
        assertEquals("^[[27;5;49~", character('1', C, "^[[>4;1m"));
        assertEquals("\u0003", character('c', C, "^[[>4;1m"));
        assertEquals("^[[27;5;99~", character('c', C, "^[[>4;2m"));
        assertEquals("^[[27;3;120~", character('x', A, "^[[>4;2m"));
        assertEquals("A", character('A', S, "^[[>4;2m"));
        assertEquals("^[[27;5;9~", key(Key.TAB, C, "^[[>4;2m"));
        assertEquals("^[[27;2;13~", key(Key.ENTER, S, "^[[>4;2m"));
        assertEquals("^[[Z", key(Key.TAB, S, "^[[>4;2m"));
        assertEquals("\u0003", character('c', C, "^[[>4;2m^[[>4;0m"));
        assertEquals("\u0003", character('c', C, "^[[>4;2m^[[>4m"));
        assertEquals("\u0003", character('c', C, "^[[>4;2m^[[>4n"));
        new TestTerminal(9, 2).feed("^[[>4;2m^[[?4m").answers("^[[>4;2m");
    }

    @Test
    void paste() {
        assertEquals("a\rb\rc\t", text(Paste.encode("a\r\nb\nc\t", modes(""))));
        assertEquals("^[[200~a\rb^[[201~", text(Paste.encode("a\nb", modes("^[[?2004h"))));
        assertEquals("^[[200~x[201~y^[[201~", text(Paste.encode("x\033[201~y", modes("^[[?2004h"))));
        assertEquals("ab", text(Paste.encode("a\u009b\u0003\u007fb", modes(""))));
    }

    @Test
    void pasteWarning() {
        assertFalse(Paste.needsWarning("one line", modes("")));
        assertTrue(Paste.needsWarning("one\ntwo", modes("")));
        assertTrue(Paste.needsWarning("rm -r x\n", modes("")));
        assertFalse(Paste.needsWarning("one\ntwo", modes("^[[?2004h")));
        assertTrue(Paste.needsWarning("x\033[201~", modes("^[[?2004h")));
    }

    @Test
    void focus() {
        assertEquals("", text(MouseEncoder.focus(true, modes(""))));
        assertEquals("^[[I", text(MouseEncoder.focus(true, modes("^[[?1004h"))));
        assertEquals("^[[O", text(MouseEncoder.focus(false, modes("^[[?1004h"))));
    }
}
