package isthmus.app.window.console;

import isthmus.app.terminal.Colour;
import isthmus.app.terminal.CursorShape;
import isthmus.app.terminal.Style;
import isthmus.app.terminal.TerminalSnapshot;
import java.util.Arrays;

/** Paints a terminal into pixels: only rows that look other than before. Used by one thread. */
final class ScreenPainter {
    /** What lies over the text. */
    interface Overlay {
        /** Raises bits of {@link CellInk} for the cells of a line; {@code over} is all 0. */
        void mark(TerminalSnapshot shot, int row, byte[] over);
    }

    /**
     * How the cursor and what blinks look now.
     *
     * @param shown not, while it is in the dark half of its blinking
     */
    record Look(boolean shown, boolean focused, boolean blinkHidden) {}

    private final GlyphAtlas atlas;
    private final CellMetrics cell;
    private final Pixels pixels;
    private final Decorations decorations;
    private final CellInk ink = new CellInk();
    private final int columns;
    private final int rows;

    private final long[] generations;
    private final byte[][] overs;
    private byte[] over;
    private boolean[] blinks;
    private TerminalSnapshot shot;
    private ConsoleTheme theme;
    private int paletteVersion;
    private boolean reverse;
    private boolean blinkHidden;
    private int cursorRow = -1;
    private long cursorKey;
    private boolean complete;

    ScreenPainter(GlyphAtlas atlas, int columns, int rows) {
        this.atlas = atlas;
        this.cell = atlas.cell();
        this.columns = columns;
        this.rows = rows;
        this.pixels = new Pixels(columns * cell.width(), rows * cell.height());
        this.decorations = new Decorations(pixels, cell);
        this.generations = new long[rows];
        this.overs = new byte[rows][columns];
        this.over = new byte[columns];
        this.blinks = new boolean[rows];
        invalidate();
    }

    Pixels pixels() {
        return pixels;
    }

    int columns() {
        return columns;
    }

    int rows() {
        return rows;
    }

    /** Whether anything painted last blinks. */
    boolean blinking() {
        for (boolean each : blinks) {
            if (each) {
                return true;
            }
        }
        return false;
    }

    /** All is to be painted anew. */
    void invalidate() {
        Arrays.fill(generations, -1);
    }

    /**
     * Paints what changed. The snapshot must have this painter's size.
     *
     * @return which rows were painted
     */
    Painted paint(TerminalSnapshot snapshot, ConsoleTheme colours, Overlay overlay, Look look) {
        shot = snapshot;
        boolean all = theme != colours
                || paletteVersion != shot.paletteVersion()
                || reverse != shot.modes().reverseScreen();
        boolean blinked = blinkHidden != look.blinkHidden();
        theme = colours;
        paletteVersion = shot.paletteVersion();
        reverse = shot.modes().reverseScreen();
        blinkHidden = look.blinkHidden();
        int cursor = look.shown() && shot.cursorVisible() ? shot.cursorRow() : -1;
        long key = cursorKey(look);
        int first = rows;
        int last = -1;
        boolean finished = true;
        ink.begin(shot, theme, blinkHidden);
        for (int row = 0; row < rows; row++) {
            Arrays.fill(over, (byte) 0);
            overlay.mark(shot, row, over);
            boolean cursorMoved = (row == cursor || row == cursorRow) && (cursor != cursorRow || key != cursorKey);
            if (all
                    || cursorMoved
                    || generations[row] != shot.generation(row)
                    || blinked && blinks[row]
                    || !Arrays.equals(over, overs[row])) {
                byte[] swap = overs[row];
                overs[row] = over;
                over = swap;
                complete = true;
                row(row, row == cursor ? look : null);
                generations[row] = complete ? shot.generation(row) : -1;
                finished &= complete;
                first = Math.min(first, row);
                last = row;
            }
        }
        cursorRow = cursor;
        cursorKey = key;
        return new Painted(first, last, finished);
    }

    /**
     * What {@link #paint} did.
     *
     * @param first,last painted rows; none if {@code last} is less
     * @param complete whether no glyph was missing
     */
    record Painted(int first, int last, boolean complete) {
        boolean isEmpty() {
            return last < first;
        }

        /** Both this and what was painted after it. */
        Painted and(Painted later) {
            return new Painted(Math.min(first, later.first), Math.max(last, later.last), later.complete);
        }
    }

    private long cursorKey(Look look) {
        return shot.cursorColumn() * 16L + shot.cursorShape().ordinal() * 2L + (look.focused() ? 1 : 0);
    }

    /** @param look of the cursor, if it is in this row, else null */
    private void row(int row, Look look) {
        int base = row * columns;
        int y = row * cell.height();
        int cursor = look == null ? -1 : cursorCell(base);
        boolean block = look != null && look.focused() && shot.cursorShape() == CursorShape.BLOCK;
        blinks[row] = false;
        byte[] cover = overs[row];
        int[] flags = shot.flags();
        for (int column = 0; column < columns; column++) {
            int at = base + column;
            int style = flags[at];
            boolean wide = (style & Style.WIDE) != 0 && column + 1 < columns;
            int above = cover[column]
                    | (block && column == cursor ? CellInk.CURSOR : 0)
                    | (ShapeGlyphs.has(shot.text()[at]) ? CellInk.SHAPE : 0);
            ink.look(shot.foreground()[at], shot.background()[at], style, above);
            int x = column * cell.width();
            int w = wide ? 2 * cell.width() : cell.width();
            glyph(at, style, wide, x, y, w);
            if ((style & (Style.UNDERLINE | Style.STRIKE | Style.OVERLINE)) != 0) {
                decorations.draw(style, x, y, w, ink.ink, underlineInk(at));
            }
            if (shot.extra(row, column) != 0 || (cover[column] & CellInk.LINK) != 0) {
                link(at, style, cover[column], x, y, w);
            }
            if (column == cursor && !block) {
                decorations.cursor(shot.cursorShape(), !look.focused(), x, y, w, shot.cursorRgb());
            }
            blinks[row] |= (style & Style.BLINK) != 0;
            column += wide ? 1 : 0;
        }
    }

    private void glyph(int at, int style, boolean wide, int x, int y, int w) {
        int code = shot.text()[at];
        GlyphMask mask = code >= 0 && !wide ? atlas.one(code, style) : atlas.other(shot.grapheme(at), style, wide);
        if (mask == null) {
            complete = false;
        }
        if (mask == null || mask.isBlank()) {
            pixels.fill(x, y, w, cell.height(), ink.ground);
        } else {
            pixels.stamp(mask, x, y, ink.ink, ink.ground);
        }
    }

    /** The cursor's column, that of the left half on a wide character. */
    private int cursorCell(int base) {
        int column = Math.clamp(shot.cursorColumn(), 0, columns - 1);
        return column > 0 && (shot.flags()[base + column] & Style.TAIL) != 0 ? column - 1 : column;
    }

    private int underlineInk(int at) {
        int colour = shot.underlineColour(at);
        return colour == Colour.DEFAULT ? ink.ink : shot.foregroundRgb(colour);
    }

    private void link(int at, int style, int cover, int x, int y, int w) {
        if ((cover & CellInk.LINK) != 0) {
            decorations.underline(Style.UNDERLINE_SINGLE, x, y, w, ink.ink);
        } else if (shot.link(at) != null && Style.underline(style) == Style.UNDERLINE_NONE) {
            decorations.underline(Style.UNDERLINE_DOTTED, x, y, w, ink.ink);
        }
    }
}
