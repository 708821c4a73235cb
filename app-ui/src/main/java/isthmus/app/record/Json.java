package isthmus.app.record;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Writes strings as JSON (RFC 8259). */
final class Json {
    private Json() {}

    /** A string of the guest: what is UTF-8 as such, else each byte as the character of that number. */
    static void guest(StringBuilder out, String bytes) {
        string(out, Utf8.decode(bytes).orElse(bytes));
    }

    static void string(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || c == 0x7f) {
                        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /** {@code ,"name":} */
    static StringBuilder name(StringBuilder out, String name) {
        return out.append(",\"").append(name).append("\":");
    }

    static void write(StringBuilder text, java.io.OutputStream out) throws java.io.IOException {
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        text.setLength(0);
    }
}
