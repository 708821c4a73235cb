package isthmus.app.window.console;

import isthmus.app.terminal.Key;
import isthmus.app.terminal.KeyEncoder;
import isthmus.app.terminal.TerminalModes;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/**
 * What keys send to the guest. Keys with a meaning of their own, and those with Control or Alt, are sent when they are pressed;
 * characters when they are typed, as only then the keyboard's layout has had its say.
 */
final class ViewKeys {
    private static final Map<KeyCode, Key> KEYS = new EnumMap<>(KeyCode.class);
    /** The characters of keys that send something with Control, as a keyboard without Shift has them. */
    private static final Map<KeyCode, Character> SIGNS = new EnumMap<>(KeyCode.class);

    static {
        KEYS.put(KeyCode.UP, Key.UP);
        KEYS.put(KeyCode.DOWN, Key.DOWN);
        KEYS.put(KeyCode.RIGHT, Key.RIGHT);
        KEYS.put(KeyCode.LEFT, Key.LEFT);
        KEYS.put(KeyCode.KP_UP, Key.UP);
        KEYS.put(KeyCode.KP_DOWN, Key.DOWN);
        KEYS.put(KeyCode.KP_RIGHT, Key.RIGHT);
        KEYS.put(KeyCode.KP_LEFT, Key.LEFT);
        KEYS.put(KeyCode.HOME, Key.HOME);
        KEYS.put(KeyCode.END, Key.END);
        KEYS.put(KeyCode.CLEAR, Key.BEGIN);
        KEYS.put(KeyCode.INSERT, Key.INSERT);
        KEYS.put(KeyCode.DELETE, Key.DELETE);
        KEYS.put(KeyCode.PAGE_UP, Key.PAGE_UP);
        KEYS.put(KeyCode.PAGE_DOWN, Key.PAGE_DOWN);
        KEYS.put(KeyCode.ENTER, Key.ENTER);
        KEYS.put(KeyCode.TAB, Key.TAB);
        KEYS.put(KeyCode.BACK_SPACE, Key.BACKSPACE);
        KEYS.put(KeyCode.ESCAPE, Key.ESCAPE);
        for (int i = 1; i <= 20; i++) {
            KEYS.put(KeyCode.valueOf("F" + i), Key.valueOf("F" + i));
        }
        SIGNS.put(KeyCode.SPACE, ' ');
        SIGNS.put(KeyCode.OPEN_BRACKET, '[');
        SIGNS.put(KeyCode.CLOSE_BRACKET, ']');
        SIGNS.put(KeyCode.BACK_SLASH, '\\');
        SIGNS.put(KeyCode.SLASH, '/');
        SIGNS.put(KeyCode.MINUS, '-');
        SIGNS.put(KeyCode.UNDERSCORE, '_');
        SIGNS.put(KeyCode.CIRCUMFLEX, '^');
        SIGNS.put(KeyCode.AT, '@');
        SIGNS.put(KeyCode.BACK_QUOTE, '`');
        SIGNS.put(KeyCode.COMMA, ',');
        SIGNS.put(KeyCode.PERIOD, '.');
        SIGNS.put(KeyCode.SEMICOLON, ';');
        SIGNS.put(KeyCode.QUOTE, '\'');
        SIGNS.put(KeyCode.EQUALS, '=');
        SIGNS.put(KeyCode.PLUS, '+');
    }

    private final Supplier<TerminalModes> modes;
    /** The character of the key pressed last has been sent already. */
    private boolean sent;

    ViewKeys(Supplier<TerminalModes> modes) {
        this.modes = modes;
    }

    /** A key did something else: what it types is not for the guest. */
    void taken() {
        sent = true;
    }

    /** What a pressed key sends, null if that shows when it is typed. */
    byte[] pressed(KeyEvent event) {
        sent = false;
        int modifiers = modifiers(event);
        Key key = KEYS.get(event.getCode());
        byte[] bytes = null;
        if (key != null) {
            bytes = KeyEncoder.encode(key, modifiers, modes.get());
        } else if (event.isControlDown() != event.isAltDown() && !event.isMetaDown()) {
            // Both together may be AltGr, which makes characters.
            int codePoint = character(event);
            bytes = codePoint < 0 ? null : KeyEncoder.encode(codePoint, modifiers & ~shiftOf(codePoint), modes.get());
        }
        sent = bytes != null;
        return bytes;
    }

    /** What a typed character sends; null if nothing. */
    byte[] typed(KeyEvent event) {
        String text = event.getCharacter();
        if (sent || text.isEmpty() || text.equals(KeyEvent.CHAR_UNDEFINED) || event.isMetaDown()) {
            return null;
        }
        int c = text.codePointAt(0);
        if (c < ' ' && event.isControlDown() && event.isAltDown()) {
            return KeyEncoder.encode(c + '`', KeyEncoder.CONTROL | KeyEncoder.ALT, modes.get());
        }
        if (c < ' ' || c == 0x7f) {
            return null; // keys that were sent when they were pressed
        }
        return ViewClipboard.utf8(text);
    }

    /** The character of a key with Control or Alt, -1 if it has none. */
    private static int character(KeyEvent event) {
        KeyCode code = event.getCode();
        Character sign = SIGNS.get(code);
        if (sign != null) {
            return event.isShiftDown() ? shifted(sign) : sign;
        }
        String name = code.getName();
        if (code.isLetterKey() && name.length() == 1) {
            char letter = name.charAt(0);
            return event.isShiftDown() ? letter : letter | 0x20;
        }
        if (code.isDigitKey() && !code.isKeypadKey() && name.length() == 1) {
            return event.isShiftDown() ? shiftedText(event, name.charAt(0)) : name.charAt(0);
        }
        return -1;
    }

    /** Control with a digit and Shift: whatever sign the layout has there, as far as the event tells. */
    private static int shiftedText(KeyEvent event, char digit) {
        String text = event.getText();
        return text.length() == 1 && text.charAt(0) > ' ' && text.charAt(0) < 0x7f ? text.charAt(0) : digit;
    }

    private static char shifted(char sign) {
        int at = "-[]\\/`,.;'=".indexOf(sign);
        return at < 0 ? sign : "_{}|?~<>:\"+".charAt(at);
    }

    /** Shift is in the character already, except where a letter's sequence tells of it. */
    private static int shiftOf(int codePoint) {
        return Character.isLetter(codePoint) || codePoint == ' ' ? 0 : KeyEncoder.SHIFT;
    }

    static int modifiers(KeyEvent event) {
        return bits(event.isShiftDown(), event.isAltDown(), event.isControlDown());
    }

    static int bits(boolean shift, boolean alt, boolean control) {
        return (shift ? KeyEncoder.SHIFT : 0) | (alt ? KeyEncoder.ALT : 0) | (control ? KeyEncoder.CONTROL : 0);
    }
}
