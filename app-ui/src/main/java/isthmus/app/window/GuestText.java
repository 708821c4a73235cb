package isthmus.app.window;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/** Strings of guests (bytes, one char each) as text for people, and back. */
public final class GuestText {
    private GuestText() {}

    /** Bytes as UTF-8, with a substitute for what is none and for control characters. */
    public static String show(String bytes) {
        String text = new String(bytes.getBytes(ISO_8859_1), UTF_8);
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> shown.appendCodePoint(isControl(c) ? 0xfffd : c));
        return shown.toString();
    }

    /** What a person typed as the bytes of its UTF-8. */
    public static String bytes(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }

    /** What follows the last slash of a path, as text; all of it if that is nothing. */
    public static String lastPart(String path) {
        String last = path.substring(path.lastIndexOf('/') + 1);
        return show(last.isEmpty() ? path : last);
    }

    /** Control and format characters; the latter could reorder what is around them. */
    private static boolean isControl(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT && c != 0x200d
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
