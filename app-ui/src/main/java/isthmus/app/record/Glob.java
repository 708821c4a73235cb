package isthmus.app.record;

/** A pattern with {@code *} for any characters and {@code ?} for one; what has neither stands for itself. */
final class Glob {
    private final String pattern;
    private final boolean literal;

    Glob(String pattern) {
        this.pattern = pattern;
        this.literal = pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0;
    }

    boolean isLiteral() {
        return literal;
    }

    boolean matches(String text) {
        if (literal) {
            return pattern.equals(text);
        }
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        return matches(bytes, 0, bytes.length);
    }

    /** The bytes of {@code text[from, to)}; goes back to the last star only, so it never takes long. */
    boolean matches(byte[] text, int from, int to) {
        int at = from;
        int p = 0;
        int star = -1;
        int mark = from;
        while (at < to) {
            char c = p < pattern.length() ? pattern.charAt(p) : 0;
            if (c == '*') {
                star = p++;
                mark = at;
            } else if (p < pattern.length() && (c == '?' || c == (text[at] & 0xff))) {
                p++;
                at++;
            } else if (star >= 0) {
                p = star + 1;
                at = ++mark;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
