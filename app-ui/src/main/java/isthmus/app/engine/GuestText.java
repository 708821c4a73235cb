package isthmus.app.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/** Guest strings (bytes, one char each) and text for people. */
public final class GuestText {
    private GuestText() {}

    /** The text that the bytes are in UTF-8, for showing: what is none, and control characters, become U+FFFD. */
    public static String show(String bytes) {
        String text = new String(bytes.getBytes(ISO_8859_1), UTF_8);
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> shown.appendCodePoint(isVisible(c) ? c : 0xfffd));
        return shown.toString();
    }

    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** What follows the last slash of a path, as text; all of it if that is nothing. */
    public static String lastPart(String path) {
        String last = path.substring(path.lastIndexOf('/') + 1);
        return show(last.isEmpty() ? path : last);
    }

    /** The bytes of a text in UTF-8. */
    public static String bytes(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }
}
