package isthmus.core.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.Set;

/**
 * Guest file names on a host whose names are text, do not tell case apart, and must not have certain characters or be the
 * name of a device (Windows). Each guest name has a host name of its own, and back: a byte that cannot be as it is becomes
 * the character U+F000 plus the byte, as with Cygwin and the Windows Subsystem for Linux. Such are bytes that are no
 * UTF-8, the forbidden characters, a dot or blank at the end, the first letter of a device's name, and the bytes of what
 * is itself such a character.
 */
public final class TextNames {
    private static final String FORBIDDEN = "\"*:<>?|\\/";
    private static final int PRIVATE = 0xf000;
    private static final Set<String> DEVICES = Set.of("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$");

    private TextNames() {}

    /** @param name bytes, one char each, no slash in it, neither empty nor {@code .} nor {@code ..} */
    public static String toHost(String name) {
        StringBuilder out = new StringBuilder(text(name));
        for (int i = 0; i < out.length(); i++) {
            char c = out.charAt(i);
            if (c < ' ' || FORBIDDEN.indexOf(c) >= 0) {
                out.setCharAt(i, escaped(c));
            }
        }
        int last = out.length() - 1;
        if (out.charAt(last) == '.' || out.charAt(last) == ' ') {
            out.setCharAt(last, escaped(out.charAt(last)));
        }
        if (isDevice(out)) {
            out.setCharAt(0, escaped(out.charAt(0)));
        }
        return out.toString();
    }

    /** The guest's name of what the host calls so. */
    public static String toGuest(String name) {
        StringBuilder out = new StringBuilder(name.length());
        for (int at = 0; at < name.length(); ) {
            int character = name.codePointAt(at);
            int length = Character.charCount(character);
            if (isEscaped(character)) {
                out.append((char) (character & 0xff));
            } else {
                out.append(bytes(name.substring(at, at + length)));
            }
            at += length;
        }
        return out.toString();
    }

    /** The same for two host names that mean the same file. */
    public static String folded(String hostName) {
        StringBuilder out = new StringBuilder(hostName);
        for (int i = 0; i < out.length(); i++) {
            out.setCharAt(i, Character.toUpperCase(out.charAt(i)));
        }
        return out.toString();
    }

    /** Text as the bytes of its UTF-8, one char each. */
    public static String bytes(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }

    /** The text whose UTF-8 these bytes are, one char each; U+F000 plus the byte for those that are none. */
    public static String text(String bytes) {
        StringBuilder out = new StringBuilder(bytes.length());
        for (int at = 0; at < bytes.length(); ) {
            int length = sequence(bytes, at);
            char first = bytes.charAt(at);
            if (length > 1) {
                out.append(decode(bytes, at, length));
            } else {
                out.append(length == 1 ? first : escaped(first));
            }
            at += Math.max(1, length);
        }
        return out.toString();
    }

    private static char escaped(char c) {
        return (char) (PRIVATE | c);
    }

    private static boolean isEscaped(int character) {
        return character > PRIVATE && character <= PRIVATE + 0xff;
    }

    private static String decode(String name, int at, int length) {
        return new String(name.substring(at, at + length).getBytes(ISO_8859_1), UTF_8);
    }

    /** How many bytes the UTF-8 sequence at a place has; 1 for ASCII, 0 if there is none. */
    private static int sequence(String name, int at) {
        int first = name.charAt(at);
        int length = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
        if (length == 1) {
            return 1;
        }
        if (at + length > name.length()) {
            return 0;
        }
        String text = decode(name, at, length);
        boolean whole = text.codePointCount(0, text.length()) == 1 && text.codePointAt(0) >= 0x80;
        boolean same = whole && bytes(text).regionMatches(0, name, at, length);
        return same && !isEscaped(text.codePointAt(0)) ? length : 0;
    }

    /** Whether the host takes a name for a device's, whatever extension it has. */
    private static boolean isDevice(CharSequence name) {
        String base = name.toString();
        int dot = base.indexOf('.');
        base = (dot < 0 ? base : base.substring(0, dot)).stripTrailing().toUpperCase(Locale.ROOT);
        if (DEVICES.contains(base)) {
            return true;
        }
        boolean port = base.length() == 4 && (base.startsWith("COM") || base.startsWith("LPT"));
        return port && "0123456789\u00b9\u00b2\u00b3".indexOf(base.charAt(3)) >= 0;
    }
}
