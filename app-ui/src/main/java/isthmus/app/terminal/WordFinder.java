package isthmus.app.terminal;

/** Walks from a cell to the borders of its word, over the ends of rows that go on. Guarded by the terminal's lock. */
final class WordFinder {
    /** What belongs to a word besides letters and digits: as in paths, addresses and options. */
    private static final String INNER = "-_./~:@%+&?=#,$";

    private static final int LONGEST = 10_000;

    private final Screen screen;
    private final Interner<String> graphemes;
    private long line;
    private int column;

    WordFinder(Screen screen, Interner<String> graphemes, long line, int column) {
        this.screen = screen;
        this.graphemes = graphemes;
        this.line = line;
        this.column = Math.clamp(column, 0, screen.columns - 1);
    }

    long line() {
        return line;
    }

    int column() {
        return column;
    }

    void toStart() {
        int kind = kind(line, column);
        for (int i = 0; i < LONGEST; i++) {
            long nextLine = line;
            int next = column - 1;
            if (next < 0) {
                Row above = screen.line(line - 1);
                if (above == null || !above.wrapped) {
                    return;
                }
                nextLine--;
                next = Math.max(above.length(), 1) - 1;
            }
            if (kind(nextLine, next) != kind) {
                return;
            }
            line = nextLine;
            column = next;
        }
    }

    void toEnd() {
        int kind = kind(line, column);
        for (int i = 0; i < LONGEST; i++) {
            long nextLine = line;
            int next = column + 1;
            Row row = screen.line(line);
            if (next >= screen.columns || row.wrapped && next >= row.length()) {
                if (!row.wrapped || screen.line(line + 1) == null) {
                    return;
                }
                nextLine++;
                next = 0;
            }
            if (kind(nextLine, next) != kind) {
                return;
            }
            line = nextLine;
            column = next;
        }
    }

    /** Blank 0, word 1, and any other character a kind of its own. */
    private int kind(long number, int x) {
        Row row = screen.line(number);
        if (row == null) {
            return 0;
        }
        int code = row.textAt(row.isTail(x) ? x - 1 : x);
        int character = code < 0 ? graphemes.get(~code).codePointAt(0) : code;
        if (character == 0 || Character.isWhitespace(character)) {
            return 0;
        }
        return Character.isLetterOrDigit(character) || INNER.indexOf(character) >= 0 ? 1 : character;
    }
}
