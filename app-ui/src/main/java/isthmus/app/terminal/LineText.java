package isthmus.app.terminal;

/** Builds text from cells. */
final class LineText implements LineSink {
    private final StringBuilder text = new StringBuilder();
    private final Interner<String> graphemes;

    LineText(Interner<String> graphemes) {
        this.graphemes = graphemes;
    }

    @Override
    public void add(Row row, int from, int to, boolean stripped) {
        int start = text.length();
        int end = Math.min(to, row.columns());
        for (int x = from; x < end; x++) {
            if (row.isTail(x)) {
                continue;
            }
            add(text, graphemes, row.textAt(x));
        }
        if (stripped) {
            int length = text.length();
            while (length > start && text.charAt(length - 1) == ' ') {
                length--;
            }
            text.setLength(length);
        }
    }

    static void add(StringBuilder text, Interner<String> graphemes, int code) {
        if (code < 0) {
            text.append(graphemes.get(~code));
        } else if (code < 0x10000) {
            text.append(code == 0 ? ' ' : (char) code);
        } else {
            text.appendCodePoint(code);
        }
    }

    @Override
    public void newLine() {
        text.append('\n');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
