package isthmus.app.terminal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Text from the clipboard on its way to the guest. */
public final class Paste {
    private static final byte[] START = "\033[200~".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\033[201~".getBytes(StandardCharsets.US_ASCII);

    private Paste() {}

    /**
     * The bytes to send: line ends as the Enter key sends them, in brackets if the guest asked for that (2004). Controls other
     * than tab and line ends are left out, so that no text can end the brackets or do what a key does.
     */
    public static byte[] encode(String text, TerminalModes modes) {
        byte[] bytes = clean(text).replace("\r\n", "\r").replace('\n', '\r').getBytes(StandardCharsets.UTF_8);
        if (!modes.bracketedPaste()) {
            return bytes;
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream(bytes.length + START.length + END.length);
        all.writeBytes(START);
        all.writeBytes(bytes);
        all.writeBytes(END);
        return all.toByteArray();
    }

    /** Whether the user should be asked first: a line end may start a command, unless the guest reads pastes as such. */
    public static boolean needsWarning(String text, TerminalModes modes) {
        return !modes.bracketedPaste() && clean(text).stripTrailing().lines().count() > 1
                || !modes.bracketedPaste() && (text.endsWith("\n") || text.endsWith("\r"))
                || !clean(text).equals(text);
    }

    /** The text without controls but for tabs and line ends. */
    static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x20 && c < 0x7f || c >= 0xa0 || c == '\t' || c == '\n' || c == '\r') {
                clean.append(c);
            }
        }
        return clean.toString();
    }
}
