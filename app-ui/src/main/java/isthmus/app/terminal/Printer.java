package isthmus.app.terminal;

import java.util.Arrays;

/** Puts characters on the screen. Guarded by the terminal's lock. */
final class Printer {
    /** Code points that one cell holds at most; more are dropped. */
    private static final int GRAPHEME_LENGTH = 20;

    private static final int EMOJI_STYLE = 0xfe0f;
    private static final int TEXT_STYLE = 0xfe0e;
    private static final int JOINER = 0x200d;

    private final Emulator e;
    private final Motion motion;
    /** The last character that was put anywhere asks for another to join it; counts only where {@code joinX} says. */
    private boolean afterJoiner;

    Printer(Emulator emulator, Motion motion) {
        e = emulator;
        this.motion = motion;
    }

    /** Printable ASCII, the common case. */
    void ascii(byte[] bytes, int from, int to) {
        if (!e.charsets.plain || e.modes.insert) {
            for (int i = from; i < to; i++) {
                put(bytes[i]);
            }
            return;
        }
        int at = from;
        while (at < to) {
            if (e.pendingWrap) {
                wrap();
            }
            int limit = limit();
            int count = Math.min(to - at, limit - e.x);
            if (count < to - at && !e.modes.autowrap) {
                // All that does not fit lands in the last column; only the last of it stays.
                write(bytes, at, count - 1);
                e.x += count - 1;
                at = to - 1;
                count = 1;
            }
            write(bytes, at, count);
            at += count;
            advance(count, limit);
        }
        e.lastPrinted = bytes[to - 1];
    }

    private void write(byte[] bytes, int at, int count) {
        if (count <= 0) {
            return;
        }
        int x = e.x;
        Row row = e.screen.touch(e.y);
        row.split(x);
        row.split(x + count);
        row.reach(x);
        int[] text = row.text;
        for (int i = 0; i < count; i++) {
            text[x + i] = bytes[at + i];
        }
        Arrays.fill(row.attrs, x, x + count, e.pen);
        if (e.extra != 0 || row.extras != null) {
            row.setExtra(x, x + count, e.extra);
        }
        if (row.used < x + count) {
            row.used = x + count;
        }
    }

    /** One past the last column that a character may be put in. */
    private int limit() {
        return e.x <= e.right ? e.right + 1 : e.columns();
    }

    private void advance(int count, int limit) {
        e.x += count;
        if (e.x >= limit) {
            e.x = limit - 1;
            e.screen.lines[e.y].wrapped = false; // whatever it was before: this text ends here so far
            e.pendingWrap = true; // without autowrap too: it may come before the next character
        }
        e.joinX = e.x;
    }

    private void wrap() {
        e.pendingWrap = false;
        if (!e.modes.autowrap) {
            return;
        }
        boolean whole = e.fullWidth();
        Row row = e.screen.lines[e.y];
        if (whole) {
            row.wrapped = true;
        }
        e.x = e.x >= e.left && e.x <= e.right ? e.left : 0;
        motion.index();
    }

    /** Any character that is no control. */
    void put(int codePoint) {
        if (codePoint < 0x7f && !e.charsets.plain) {
            int translated = e.charsets.translate(codePoint);
            print(translated, 1);
            e.lastPrinted = translated;
            return;
        }
        int width = CharWidth.of(codePoint);
        if ((width == 0 || afterJoiner || codePoint >= Graphemes.FIRST_REGION) && joins(codePoint, width)) {
            return;
        }
        if (width > 0) {
            print(codePoint, width);
            e.lastPrinted = codePoint;
        }
    }

    /** The character once more, as it is: no charset, and it joins nothing. */
    void repeat(int codePoint) {
        print(codePoint, Math.max(CharWidth.of(codePoint), 1));
    }

    private void print(int codePoint, int width) {
        if (e.pendingWrap) {
            wrap();
        }
        int limit = limit();
        if (e.x + width > limit) {
            // A wide character does not fit into the last column.
            if (!e.modes.autowrap || limit - Math.min(e.left, e.x) < width) {
                e.x = Math.max(0, limit - width);
                if (e.x + width > limit) {
                    return;
                }
            } else {
                wrap();
                limit = limit();
            }
        }
        afterJoiner = false;
        Row row = e.screen.touch(e.y);
        if (e.modes.insert) {
            Editing.insert(row, e.x, limit, width, e.blank());
        }
        row.split(e.x);
        row.split(e.x + width);
        row.reach(e.x + width);
        row.text[e.x] = codePoint;
        row.attrs[e.x] = e.pen;
        row.setExtra(e.x, e.x + width, e.extra);
        if (width == 2) {
            row.attrs[e.x] = e.pen | Attr.WIDE;
            row.text[e.x + 1] = 0;
            row.attrs[e.x + 1] = e.pen | Attr.TAIL;
        }
        advance(width, limit);
    }

    /** Adds the character to the one before it, if they are one for the reader. False: it stands for itself. */
    private boolean joins(int codePoint, int width) {
        boolean extend = width == 0;
        if (!extend && e.joinX != e.x) {
            return false;
        }
        int column = e.pendingWrap ? e.x : e.x - 1;
        if (column < 0) {
            return extend;
        }
        Row row = e.screen.lines[e.y];
        if (row.isTail(column)) {
            column--;
        }
        int text = row.textAt(column);
        if (text == 0) {
            return extend;
        }
        if (!extend && !Graphemes.continues(last(text), count(text), codePoint)) {
            return false;
        }
        append(column, text, codePoint);
        return true;
    }

    private int last(int text) {
        return text > 0
                ? text
                : e.graphemes.get(~text).codePointBefore(e.graphemes.get(~text).length());
    }

    private int count(int text) {
        return text > 0
                ? 1
                : e.graphemes
                        .get(~text)
                        .codePointCount(0, e.graphemes.get(~text).length());
    }

    private void append(int column, int text, int codePoint) {
        if (count(text) >= GRAPHEME_LENGTH) {
            return;
        }
        String before = text > 0 ? Character.toString(text) : e.graphemes.get(~text);
        int index = e.grapheme(before + Character.toString(codePoint));
        if (index < 0) {
            return;
        }
        Row row = e.screen.touch(e.y);
        row.text[column] = ~index;
        afterJoiner = codePoint == JOINER;
        int base = before.codePointAt(0);
        if (codePoint == EMOJI_STYLE && CharWidth.isEmoji(base) || Graphemes.isFlag(before, codePoint)) {
            widen(row, column);
        } else if (codePoint == TEXT_STYLE && CharWidth.isEmoji(base)) {
            narrow(row, column);
        } else if (before.codePointBefore(before.length()) == JOINER && CharWidth.of(codePoint) == 2) {
            widen(row, column);
        }
        e.joinX = e.x;
    }

    /** The cell just printed takes two columns from now on, if there is room. */
    private void widen(Row row, int column) {
        if (row.isWide(column) || e.joinX != e.x || column + 1 >= limit()) {
            return;
        }
        row.split(column + 2);
        row.reach(column + 2);
        row.attrs[column + 1] = row.attrs[column] | Attr.TAIL;
        row.attrs[column] |= Attr.WIDE;
        row.text[column + 1] = 0;
        row.setExtra(column + 1, column + 2, row.extraAt(column));
        advance(1, limit());
    }

    private void narrow(Row row, int column) {
        if (!row.isWide(column) || e.joinX != e.x) {
            return;
        }
        row.attrs[column] &= ~Attr.WIDE;
        row.eraseWhole(column + 1, column + 2, row.attrs[column]);
        e.x = column + 1;
        e.pendingWrap = false;
    }
}
