package isthmus.app.terminal;

import java.util.Arrays;

/**
 * One line of cells; on the screen its arrays have its width, those that come from the history may be shorter or longer. Cells from {@code
 * used} on are blank with the colours of {@code fill}, whatever the arrays hold, so that clearing a line costs nothing. Guarded
 * by the terminal's lock.
 */
final class Row {
    /** Code point, 0 for a cell never written, or {@code ~index} of a grapheme. */
    int[] text;

    long[] attrs;
    /** Index of an {@link Extra} per cell; null while no cell has one. */
    int[] extras;

    int used;
    long fill = Attr.DEFAULT;
    /** The line goes on in the next row because it was too long. */
    boolean wrapped;
    /** Bits of {@link Marks}. */
    int mark;
    /** Unlike that of any other row or of any earlier content of this one. */
    long generation;

    Row(int columns) {
        text = new int[columns];
        attrs = new long[columns];
    }

    int columns() {
        return text.length;
    }

    int textAt(int x) {
        return x < used ? text[x] : 0;
    }

    long attrAt(int x) {
        return x < used ? attrs[x] : fill;
    }

    int extraAt(int x) {
        return extras == null || x >= used ? 0 : extras[x];
    }

    boolean isTail(int x) {
        return x < used && (attrs[x] & Attr.TAIL) != 0;
    }

    boolean isWide(int x) {
        return x < used && (attrs[x] & Attr.WIDE) != 0;
    }

    /** Makes the row blank, with room for {@code columns} cells. */
    void clear(int columns, long blank) {
        if (text.length != columns) {
            text = new int[columns];
            attrs = new long[columns];
            extras = null;
        } else if (extras != null && used > 0) {
            extras = null;
        }
        used = 0;
        fill = blank;
        wrapped = false;
        mark = 0;
    }

    /** Cells up to {@code end} may be written directly afterwards. */
    void reach(int end) {
        if (used < end) {
            Arrays.fill(text, used, end, 0);
            Arrays.fill(attrs, used, end, fill);
            if (extras != null) {
                Arrays.fill(extras, used, end, 0);
            }
            used = end;
        }
    }

    /** Half of a wide character that stands across the border left of {@code x} loses both its halves. */
    void split(int x) {
        if (x > 0 && x < used && (attrs[x] & Attr.TAIL) != 0) {
            blankCell(x - 1);
            blankCell(x);
        }
    }

    private void blankCell(int x) {
        text[x] = ' ';
        attrs[x] &= Attr.NO_WIDTH;
    }

    /** Blank cells in {@code from..to-1}. */
    void erase(int from, int to, long blank) {
        if (from >= to) {
            return;
        }
        split(from);
        split(to);
        eraseWhole(from, to, blank);
    }

    /** The same where no wide character stands across either border, or what is outside is no longer what it was. */
    void eraseWhole(int from, int to, long blank) {
        if (to >= text.length) {
            reach(from);
            used = from;
            fill = blank;
            wrapped = false;
            return;
        }
        reach(to);
        Arrays.fill(text, from, to, 0);
        Arrays.fill(attrs, from, to, blank);
        if (extras != null) {
            Arrays.fill(extras, from, to, 0);
        }
    }

    /** Copies {@code count} cells of {@code source}, which may be this row. The borders are whole characters already. */
    void copy(Row source, int sourceX, int x, int count) {
        source.reach(sourceX + count);
        reach(x + count);
        System.arraycopy(source.text, sourceX, text, x, count);
        System.arraycopy(source.attrs, sourceX, attrs, x, count);
        if (source.extras != null || extras != null) {
            if (extras == null) {
                extras = new int[text.length];
            }
            if (source.extras == null) {
                Arrays.fill(extras, x, x + count, 0);
            } else {
                System.arraycopy(source.extras, sourceX, extras, x, count);
            }
        }
    }

    void setExtra(int from, int to, int extra) {
        if (extras == null) {
            if (extra == 0) {
                return;
            }
            extras = new int[text.length];
        }
        Arrays.fill(extras, from, to, extra);
    }

    /** Changes the width without reflow: cells that no longer fit are lost. */
    void resize(int columns) {
        if (columns == text.length) {
            return;
        }
        if (used > columns) {
            split(columns);
            used = columns;
        }
        text = Arrays.copyOf(text, columns);
        attrs = Arrays.copyOf(attrs, columns);
        extras = extras == null ? null : Arrays.copyOf(extras, columns);
    }

    /** What it takes, about, with what it takes to be there at all. */
    long bytes() {
        return 120 + text.length * (extras == null ? 12L : 16L);
    }

    /** For a row of the history that is not longer than {@code columns}: blanks past that go. */
    void shorten(int columns) {
        used = Math.min(used, columns);
    }

    /** Cells without the blanks at the end; a coloured blank is one too. */
    int length() {
        int end = used;
        while (end > 0 && text[end - 1] == 0 && (attrs[end - 1] & Attr.TAIL) == 0) {
            end--;
        }
        return end;
    }
}
