package isthmus.linux.tty;

/** Classes of bytes as Linux's tables in {@code lib/ctype.c} have them (ASCII and Latin-1). */
final class Characters {
    private Characters() {}

    static boolean isControl(int c) {
        return c < 0x20 || c == 0x7f;
    }

    static boolean isWord(int c) {
        boolean latin = c >= 0xc0 && c != 0xd7 && c != 0xf7;
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '_' || latin;
    }

    /** Whether it goes on with a character of UTF-8 that began before. */
    static boolean isContinuation(Termios t, int c) {
        return t.input(Termios.IUTF8) && (c & 0xc0) == 0x80;
    }

    static int toUpper(int c) {
        return c >= 'a' && c <= 'z' || c >= 0xe0 && c != 0xf7 && c != 0xff ? c - 0x20 : c;
    }

    static int toLower(int c) {
        return c >= 'A' && c <= 'Z' || c >= 0xc0 && c <= 0xde && c != 0xd7 ? c + 0x20 : c;
    }
}
