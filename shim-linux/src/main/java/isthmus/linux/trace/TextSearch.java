package isthmus.linux.trace;

import java.nio.charset.StandardCharsets;

/** Looks for a word in strings and bytes; the case of ASCII letters does not matter. */
final class TextSearch {
    private static final byte[] FOLD = new byte[256];

    static {
        for (int i = 0; i < 256; i++) {
            FOLD[i] = (byte) (i >= 'A' && i <= 'Z' ? i + 32 : i);
        }
    }

    private final byte[] needle;

    /** @param needle one char a byte */
    TextSearch(String needle) {
        this.needle = needle.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < this.needle.length; i++) {
            this.needle[i] = FOLD[this.needle[i] & 0xff];
        }
    }

    boolean in(byte[] text, int length) {
        int last = length - needle.length;
        if (needle.length == 0) {
            return true;
        }
        byte first = needle[0];
        for (int i = 0; i <= last; i++) {
            if (FOLD[text[i] & 0xff] == first && isAt(text, i)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAt(byte[] text, int at) {
        for (int i = 1; i < needle.length; i++) {
            if (FOLD[text[at + i] & 0xff] != needle[i]) {
                return false;
            }
        }
        return true;
    }

    boolean in(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return in(bytes, bytes.length);
    }

    /** Whether it has no other characters than {@code alphabet}, in lower case: else no text made of those can have it. */
    boolean isMadeOf(String alphabet) {
        for (byte b : needle) {
            if (alphabet.indexOf(b & 0xff) < 0) {
                return false;
            }
        }
        return true;
    }

    /** False if it cannot be in a text that is made of these bytes and of characters of {@code others}, in lower case. */
    boolean canBeIn(byte[] text, int length, String others) {
        for (byte b : needle) {
            if (others.indexOf(b & 0xff) < 0) {
                return has(text, length, b);
            }
        }
        return true;
    }

    private static boolean has(byte[] text, int length, byte folded) {
        for (int i = 0; i < length; i++) {
            if (FOLD[text[i] & 0xff] == folded) {
                return true;
            }
        }
        return false;
    }

    boolean has(char c) {
        for (byte b : needle) {
            if (b == c) {
                return true;
            }
        }
        return false;
    }
}
