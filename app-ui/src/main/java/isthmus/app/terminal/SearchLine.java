package isthmus.app.terminal;

import java.util.Arrays;

/** A line as text, and where each character of it is on the screen. */
final class SearchLine {
    /** In a place: the character takes two columns. */
    private static final int WIDE = 1 << 15;

    private final long first;
    private final StringBuilder text = new StringBuilder();
    /** Per character: rows below the first times 65536, plus the column. */
    private int[] places = new int[128];

    private int rows;

    SearchLine(long first) {
        this.first = first;
    }

    void add(Row row, Interner<String> graphemes) {
        int length = row.length();
        for (int x = 0; x < length; x++) {
            if (!row.isTail(x)) {
                int start = text.length();
                LineText.add(text, graphemes, row.textAt(x));
                place(start, rows << 16 | x, row.isWide(x));
            }
        }
        rows++;
    }

    private void place(int from, int place, boolean wide) {
        if (places.length < text.length()) {
            places = Arrays.copyOf(places, Math.max(text.length(), places.length * 2));
        }
        Arrays.fill(places, from, text.length(), wide ? place | WIDE : place);
    }

    int length() {
        return text.length();
    }

    String text() {
        return text.toString();
    }

    Search.Match match(int start, int end) {
        int from = places[start];
        int to = places[end - 1];
        int width = (to & WIDE) != 0 ? 2 : 1;
        return new Search.Match(first + (from >> 16), from & WIDE - 1, first + (to >> 16), (to & WIDE - 1) + width);
    }
}
