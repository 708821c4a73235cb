package isthmus.app.terminal;

import java.util.Arrays;

/**
 * What a terminal showed at one moment. Belongs to the thread that paints; {@link Terminal#snapshot} fills it anew.
 *
 * <p>Cells are in arrays that hold one row after the other, so that cell (row, column) is at {@code row * columns + column}. The
 * arrays are not to be changed, and are others once the size changes.
 */
public final class TerminalSnapshot {
    private int columns;
    private int rows;
    private long firstLine;
    private long screenTop;
    private long top;
    private int epoch = -1;

    private int[] text = {};
    private int[] foreground = {};
    private int[] background = {};
    private int[] flags = {};
    private int[] extras = {};
    private long[] generations = {};
    private boolean[] wrapped = {};
    private int[] marks = {};
    private int[] selectionStarts = {};
    private int[] selectionEnds = {};
    private Object[] graphemes = {};
    private Object[] extraTable = {};

    private final int[] palette = new int[Palette.SIZE];
    private int paletteVersion = -1;
    private int cursorRow;
    private int cursorColumn;
    private boolean cursorVisible;
    private boolean cursorBlink;
    private CursorShape cursorShape = CursorShape.BLOCK;
    private TerminalModes modes = new TerminalModes(0);
    private boolean held;

    /** The caller holds the terminal's lock. */
    void take(Emulator e, long scrollTop) {
        Screen screen = e.screen;
        long wanted = Math.clamp(scrollTop, screen.firstLine, screen.topLine());
        boolean sameSize = columns == screen.columns && rows == screen.rows();
        held = e.modes.synchronizedUpdate() && this != e.held;
        boolean heldIsRight = held && e.held.isOf(e) && wanted == e.held.top;
        if (!sameSize) {
            allocate(screen.columns, screen.rows());
        }
        if (heldIsRight) {
            copy(e.held);
            select(e);
            return;
        }
        epoch = e.epoch;
        firstLine = screen.firstLine;
        screenTop = screen.topLine();
        top = wanted;
        e.selection.check(e);
        select(e);
        for (int i = 0; i < rows; i++) {
            if (top + i < screenTop) {
                takeOld(screen.history, (int) (top + i - firstLine), i);
            } else {
                take(screen.lines[(int) (top + i - screenTop)], i);
            }
        }
        graphemes = e.graphemes.published();
        extraTable = e.extras.published();
        takeRest(e);
    }

    private void takeOld(Scrollback history, int index, int to) {
        if (generations[to] == history.generation(index)) {
            marks[to] = history.mark(index);
            wrapped[to] = history.wrapped(index);
        } else {
            take(history.get(index), to);
        }
    }

    private void take(Row row, int to) {
        marks[to] = row.mark;
        wrapped[to] = row.wrapped;
        if (generations[to] != row.generation) {
            generations[to] = row.generation;
            copy(row, to * columns);
        }
    }

    private void select(Emulator e) {
        for (int i = 0; i < rows; i++) {
            selectionStarts[i] = e.selection.start(top + i, columns);
            selectionEnds[i] = e.selection.end(top + i, columns);
        }
    }

    private boolean isOf(Emulator e) {
        return epoch == e.epoch && columns == e.screen.columns && rows == e.screen.rows();
    }

    /** Takes over all of a snapshot of the same size. */
    private void copy(TerminalSnapshot other) {
        epoch = other.epoch;
        firstLine = other.firstLine;
        screenTop = other.screenTop;
        top = other.top;
        for (int row = 0; row < rows; row++) {
            marks[row] = other.marks[row];
            wrapped[row] = other.wrapped[row];
            if (generations[row] != other.generations[row]) {
                generations[row] = other.generations[row];
                int at = row * columns;
                System.arraycopy(other.text, at, text, at, columns);
                System.arraycopy(other.foreground, at, foreground, at, columns);
                System.arraycopy(other.background, at, background, at, columns);
                System.arraycopy(other.flags, at, flags, at, columns);
                System.arraycopy(other.extras, at, extras, at, columns);
            }
        }
        graphemes = other.graphemes;
        extraTable = other.extraTable;
        cursorRow = other.cursorRow;
        cursorColumn = other.cursorColumn;
        cursorVisible = other.cursorVisible;
        cursorBlink = other.cursorBlink;
        cursorShape = other.cursorShape;
        modes = other.modes;
        if (paletteVersion != other.paletteVersion) {
            paletteVersion = other.paletteVersion;
            System.arraycopy(other.palette, 0, palette, 0, palette.length);
        }
    }

    private void takeRest(Emulator e) {
        long distance = screenTop + e.y - top;
        cursorRow = distance < rows ? (int) distance : -1;
        cursorColumn = e.x;
        cursorVisible = e.modes.cursor;
        cursorBlink = e.modes.blink;
        cursorShape = e.cursorShape;
        modes = new TerminalModes(e.modes.visible);
        if (paletteVersion != e.palette.version()) {
            paletteVersion = e.palette.version();
            e.palette.copyTo(palette);
        }
    }

    private void allocate(int newColumns, int newRows) {
        columns = newColumns;
        rows = newRows;
        int cells = columns * rows;
        text = new int[cells];
        foreground = new int[cells];
        background = new int[cells];
        flags = new int[cells];
        extras = new int[cells];
        generations = new long[rows];
        wrapped = new boolean[rows];
        marks = new int[rows];
        selectionStarts = new int[rows];
        selectionEnds = new int[rows];
    }

    private void copy(Row row, int at) {
        int count = Math.min(row.used, columns);
        if (row.isTail(count)) {
            count--; // of a line that is still broken for a greater width: no half of a wide character
        }
        System.arraycopy(row.text, 0, text, at, count);
        for (int x = 0; x < count; x++) {
            long attr = row.attrs[x];
            foreground[at + x] = Attr.foreground(attr);
            background[at + x] = Attr.background(attr);
            flags[at + x] = Attr.flags(attr);
        }
        if (row.extras == null) {
            Arrays.fill(extras, at, at + count, 0);
        } else {
            System.arraycopy(row.extras, 0, extras, at, count);
        }
        int from = at + count;
        int to = at + columns;
        Arrays.fill(text, from, to, 0);
        Arrays.fill(foreground, from, to, Attr.foreground(row.fill));
        Arrays.fill(background, from, to, Attr.background(row.fill));
        Arrays.fill(flags, from, to, Attr.flags(row.fill));
        Arrays.fill(extras, from, to, 0);
    }

    public int columns() {
        return columns;
    }

    public int rows() {
        return rows;
    }

    /** Number of the oldest line there is. */
    public long firstLine() {
        return firstLine;
    }

    /** Number of the first line of the screen proper; from {@link #firstLine} up to here is scrollback. */
    public long screenTop() {
        return screenTop;
    }

    /** Number of the line in row 0. */
    public long top() {
        return top;
    }

    /** Another value than before: line numbers from before mean nothing now (another screen, another width, a reset). */
    public int epoch() {
        return epoch;
    }

    /** Code point per cell, 0 for a blank, or a negative number: then {@link #grapheme} has the text. */
    public int[] text() {
        return text;
    }

    /** {@link Colour} per cell. */
    public int[] foreground() {
        return foreground;
    }

    /** {@link Colour} per cell. */
    public int[] background() {
        return background;
    }

    /** Bits of {@link Style} per cell. */
    public int[] flags() {
        return flags;
    }

    /** What is in a cell as text: empty for a blank and for the right half of a wide character. */
    public String grapheme(int cell) {
        int code = text[cell];
        return code > 0 ? Character.toString(code) : code == 0 ? "" : (String) graphemes[~code];
    }

    /** The hyperlink of a cell, or null. */
    public Link link(int cell) {
        return extra(cell).link();
    }

    /** A number that cells of the same link and underline colour have in common, 0 for most; to see quickly where a run ends. */
    public int extra(int row, int column) {
        return extras[row * columns + column];
    }

    /** {@link Colour} of a cell's underline; {@link Colour#DEFAULT} for that of its text. */
    public int underlineColour(int cell) {
        return extra(cell).underlineColour();
    }

    private Extra extra(int cell) {
        return extras[cell] == 0 ? Extra.NONE : (Extra) extraTable[extras[cell]];
    }

    /** A number that changes when the row's content does, and goes with the content when that moves to another row. */
    public long generation(int row) {
        return generations[row];
    }

    /** The row's line goes on in the next row. */
    public boolean wrapped(int row) {
        return wrapped[row];
    }

    /** Bits of {@link Marks}. */
    public int mark(int row) {
        return marks[row];
    }

    /** First selected column; not smaller than {@link #selectionEnd} if none is. The row's generation does not tell of it. */
    public int selectionStart(int row) {
        return selectionStarts[row];
    }

    /** One past the last selected column. */
    public int selectionEnd(int row) {
        return selectionEnds[row];
    }

    /** {@code 0xRRGGBB} of a {@link Colour} used as foreground, with what the guest and the theme set. */
    public int foregroundRgb(int colour) {
        return rgb(colour, Palette.FOREGROUND);
    }

    /** {@code 0xRRGGBB} of a {@link Colour} used as background. */
    public int backgroundRgb(int colour) {
        return rgb(colour, Palette.BACKGROUND);
    }

    private int rgb(int colour, int standard) {
        return Colour.isRgb(colour) ? Colour.value(colour) : palette[Colour.isDefault(colour) ? standard : colour];
    }

    public int cursorRgb() {
        return palette[Palette.CURSOR];
    }

    /** Changes when any colour of the palette does: all must be painted anew. */
    public int paletteVersion() {
        return paletteVersion;
    }

    /** The cursor's row, or -1 if it is below what is shown. */
    public int cursorRow() {
        return cursorRow;
    }

    /** The cursor's column; it may be the right half of a wide character. */
    public int cursorColumn() {
        return cursorColumn;
    }

    public boolean cursorVisible() {
        return cursorVisible;
    }

    public boolean cursorBlink() {
        return cursorBlink;
    }

    public CursorShape cursorShape() {
        return cursorShape;
    }

    public TerminalModes modes() {
        return modes;
    }

    /** The guest is in the middle of an update (2026): this picture is of before, another will follow. */
    public boolean held() {
        return held;
    }
}
