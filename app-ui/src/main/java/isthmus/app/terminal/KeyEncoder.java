package isthmus.app.terminal;

import java.nio.charset.StandardCharsets;

/**
 * What keys send, as xterm does with its defaults, except that Alt sends ESC first (metaSendsEscape). With modifyOtherKeys (set
 * by vim and tmux) keys that would be the same as others are told apart.
 */
public final class KeyEncoder {
    /** Modifiers, as bits. */
    public static final int SHIFT = 1;

    public static final int ALT = 2;
    public static final int CONTROL = 4;
    public static final int META = 8;

    private static final String ESC = "\033";

    private KeyEncoder() {}

    /** The bytes that a key sends; never null. */
    public static byte[] encode(Key key, int modifiers, TerminalModes modes) {
        String text = switch (key) {
            case UP, DOWN, RIGHT, LEFT, HOME, END, BEGIN -> cursor(key, modifiers, modes.applicationCursor());
            case F1, F2, F3, F4 -> cursor(key, modifiers, true);
            case ENTER, TAB, BACKSPACE, ESCAPE -> editing(key, modifiers, modes);
            default -> key.ordinal() >= Key.KEYPAD_0.ordinal() ? keypad(key, modifiers, modes) : tilde(key, modifiers);
        };
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String cursor(Key key, int modifiers, boolean application) {
        char end = (char) key.code;
        return modifiers == 0 ? ESC + (application ? 'O' : '[') + end : ESC + "[1;" + (1 + modifiers) + end;
    }

    private static String tilde(Key key, int modifiers) {
        return ESC + "[" + key.code + (modifiers == 0 ? "" : ";" + (1 + modifiers)) + "~";
    }

    private static String editing(Key key, int modifiers, TerminalModes modes) {
        if (modes.modifyOtherKeys() == 2 && modifiers != 0 && !(key == Key.TAB && modifiers == SHIFT)) {
            return other(key.code, modifiers);
        }
        String text = switch (key) {
            case ENTER -> modes.newLine() ? "\r\n" : "\r";
            case TAB -> (modifiers & SHIFT) != 0 ? ESC + "[Z" : "\t";
            case BACKSPACE -> modes.backarrow() == ((modifiers & CONTROL) != 0) ? "\u007f" : "\b";
            default -> ESC;
        };
        return (modifiers & (ALT | META)) != 0 ? ESC + text : text;
    }

    private static String keypad(Key key, int modifiers, TerminalModes modes) {
        if (modes.applicationKeypad()) {
            char end = key == Key.KEYPAD_EQUAL ? 'X' : (char) (key.code == '\r' ? 'M' : key.code - '0' + 'p');
            return ESC + "O" + (modifiers == 0 ? "" : Integer.toString(1 + modifiers)) + end;
        }
        if (key == Key.KEYPAD_ENTER) {
            return editing(Key.ENTER, modifiers, modes);
        }
        return ((modifiers & (ALT | META)) != 0 ? ESC : "") + (char) key.code;
    }

    /**
     * The bytes that a character sends.
     *
     * @param codePoint the character as the keyboard gives it: with Shift applied, without Control and Alt
     */
    public static byte[] encode(int codePoint, int modifiers, TerminalModes modes) {
        boolean alt = (modifiers & (ALT | META)) != 0;
        if (modes.modifyOtherKeys() > 0 && (modifiers & ~SHIFT) != 0 && mustBeTold(codePoint, modifiers, modes)) {
            return other(codePoint, modifiers).getBytes(StandardCharsets.ISO_8859_1);
        }
        int sent = (modifiers & CONTROL) != 0 ? control(codePoint) : codePoint;
        return ((alt ? ESC : "") + Character.toString(sent)).getBytes(StandardCharsets.UTF_8);
    }

    /** At level 1 only what has no bytes of its own; at level 2 all. */
    private static boolean mustBeTold(int codePoint, int modifiers, TerminalModes modes) {
        if (modes.modifyOtherKeys() == 2) {
            return true;
        }
        return (modifiers & CONTROL) != 0 && control(codePoint) == codePoint;
    }

    private static String other(int codePoint, int modifiers) {
        return ESC + "[27;" + (1 + modifiers) + ";" + codePoint + "~";
    }

    /** What Control makes of a character; some digits and signs stand for the controls that have no letter. */
    private static int control(int c) {
        if (c >= 'a' && c <= 'z' || c >= '@' && c <= '_') {
            return c & 0x1f;
        }
        return switch (c) {
            case ' ', '2', '`' -> 0;
            case '3', '{' -> 0x1b;
            case '4', '|' -> 0x1c;
            case '5', '}' -> 0x1d;
            case '6', '~' -> 0x1e;
            case '7', '/' -> 0x1f;
            case '8', '?' -> 0x7f;
            default -> c;
        };
    }
}
