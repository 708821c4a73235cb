package isthmus.app.terminal;

import java.util.Arrays;

/**
 * A row as a few numbers: how it looked, packed. Text that is Latin-1 has four characters in a number, other text one;
 * attributes and extras are runs of equal ones. Such a record starts with its own length.
 */
final class PackedRow {
    // Where what is in a record.
    private static final int LENGTH = 0;
    private static final int GENERATION = 1;
    private static final int FILL = 3;
    private static final int SIZE = 5;
    private static final int BITS = 6;
    private static final int CELLS = 7;

    private static final int WRAPPED = 1;
    private static final int WIDE_TEXT = 2;
    private static final int EXTRAS = 4;
    private static final int MARK_SHIFT = 3;
    private static final int SIZE_BITS = 16;
    private static final int USED = (1 << SIZE_BITS) - 1;

    private PackedRow() {}

    /** A record of so many cells is not longer: each cell has text, attributes and an extra of its own. */
    static int longest(int cells) {
        return CELLS + cells * (1 + 3 + 2);
    }

    /** Puts a row to the start of {@code to}, which has room for the {@link #longest}; returns how many numbers it took. */
    static int pack(Row row, int[] to) {
        int used = row.used;
        boolean wide = !isLatin(row.text, used);
        boolean extras = row.extras != null && used > 0;
        putLong(to, GENERATION, row.generation);
        putLong(to, FILL, row.fill);
        to[SIZE] = row.columns() << SIZE_BITS | used;
        to[BITS] =
                (row.wrapped ? WRAPPED : 0) | (wide ? WIDE_TEXT : 0) | (extras ? EXTRAS : 0) | row.mark << MARK_SHIFT;
        int at = CELLS;
        if (wide) {
            System.arraycopy(row.text, 0, to, at, used);
            at += used;
        } else {
            at = packLatin(row.text, used, to, at);
        }
        at = packAttributes(row.attrs, used, to, at);
        if (extras) {
            at = packExtras(row.extras, used, to, at);
        }
        to[LENGTH] = at;
        return at;
    }

    private static boolean isLatin(int[] text, int used) {
        int any = 0;
        for (int x = 0; x < used; x++) {
            any |= text[x];
        }
        return (any & ~0xff) == 0;
    }

    private static int packLatin(int[] text, int used, int[] to, int from) {
        int at = from;
        int x = 0;
        for (; x + 3 < used; x += 4) {
            to[at++] = text[x] | text[x + 1] << 8 | text[x + 2] << 16 | text[x + 3] << 24;
        }
        if (x < used) {
            int last = 0;
            for (int shift = 0; x < used; x++, shift += 8) {
                last |= text[x] << shift;
            }
            to[at++] = last;
        }
        return at;
    }

    private static int packAttributes(long[] attrs, int used, int[] to, int from) {
        int at = from;
        for (int x = 0; x < used; ) {
            long attr = attrs[x];
            int start = x;
            do {
                x++;
            } while (x < used && attrs[x] == attr);
            to[at] = x - start;
            putLong(to, at + 1, attr);
            at += 3;
        }
        return at;
    }

    private static int packExtras(int[] extras, int used, int[] to, int from) {
        int at = from;
        for (int x = 0; x < used; ) {
            int extra = extras[x];
            int start = x;
            do {
                x++;
            } while (x < used && extras[x] == extra);
            to[at++] = x - start;
            to[at++] = extra;
        }
        return at;
    }

    /** The row whose record starts there, as it was. */
    static Row unpack(int[] from, int start) {
        int size = from[start + SIZE];
        int used = size & USED;
        Row row = new Row(size >>> SIZE_BITS);
        row.used = used;
        row.generation = generation(from, start);
        row.fill = getLong(from, start + FILL);
        row.wrapped = wrapped(from, start);
        row.mark = mark(from, start);
        int at = start + CELLS;
        if ((from[start + BITS] & WIDE_TEXT) != 0) {
            System.arraycopy(from, at, row.text, 0, used);
            at += used;
        } else {
            for (int x = 0; x < used; x++) {
                row.text[x] = from[at + (x >> 2)] >>> ((x & 3) << 3) & 0xff;
            }
            at += used + 3 >> 2;
        }
        for (int x = 0; x < used; at += 3) {
            int end = x + from[at];
            Arrays.fill(row.attrs, x, end, getLong(from, at + 1));
            x = end;
        }
        if ((from[start + BITS] & EXTRAS) != 0) {
            row.extras = new int[row.columns()];
            for (int x = 0; x < used; at += 2) {
                int end = x + from[at];
                Arrays.fill(row.extras, x, end, from[at + 1]);
                x = end;
            }
        }
        return row;
    }

    static int length(int[] from, int start) {
        return from[start + LENGTH];
    }

    static long generation(int[] from, int start) {
        return getLong(from, start + GENERATION);
    }

    static boolean wrapped(int[] from, int start) {
        return (from[start + BITS] & WRAPPED) != 0;
    }

    static int mark(int[] from, int start) {
        return from[start + BITS] >>> MARK_SHIFT;
    }

    private static void putLong(int[] to, int at, long value) {
        to[at] = (int) (value >>> Integer.SIZE);
        to[at + 1] = (int) value;
    }

    private static long getLong(int[] from, int at) {
        return (long) from[at] << Integer.SIZE | from[at + 1] & 0xffffffffL;
    }
}
