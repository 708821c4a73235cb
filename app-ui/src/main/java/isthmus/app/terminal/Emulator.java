package isthmus.app.terminal;

import java.util.BitSet;

/**
 * The state of a terminal that its commands work on: two screens, cursor, pen, margins and modes. Everything here is guarded by
 * the terminal's lock. Coordinates count from 0; margins are inclusive.
 */
final class Emulator {
    private static final int GRAPHEME_LIMIT = 1 << 18;
    private static final int EXTRA_LIMIT = 1 << 16;
    /** Changes between two sweeps, at least: a guest that keeps all indices in use must not make each character cost one. */
    private static final int SWEEP_DISTANCE = 1 << 16;

    final Clock clock = new Clock();
    final Screen primary;
    final Screen alternate;
    Screen screen;
    final Charsets charsets = new Charsets();
    final Tabs tabs;
    final Palette palette = new Palette();
    final Interner<String> graphemes = new Interner<>("", GRAPHEME_LIMIT);
    final Interner<Extra> extras = new Interner<>(Extra.NONE, EXTRA_LIMIT);
    final Outbox out = new Outbox();
    final Titles titles = new Titles(out);
    final Modes modes = new Modes();
    final SelectionRange selection = new SelectionRange();
    /** What is to be shown while the guest holds the picture back (2026). */
    final TerminalSnapshot held = new TerminalSnapshot();

    int x;
    int y;
    /** The cursor is past the last column, though it is shown in it: the next character goes to the next line. */
    boolean pendingWrap;
    /** Colours and style of the next character, see {@link Attr}. */
    long pen = Attr.DEFAULT;
    /** Index of the next character's {@link Extra}. */
    int extra;

    int top;
    int bottom;
    int left;
    int right;
    /** The last character printed, for REP; 0 if there is none. */
    int lastPrinted;
    /** Where the cursor stood after the last character, if nothing came since: only there can a grapheme go on. */
    int joinX = -1;

    CursorShape cursorShape = CursorShape.BLOCK;
    /** Exit status of the last command, by OSC 133;D; -1 if unknown. */
    int lastStatus = -1;

    /** Grows whenever lines lose their numbers: another screen, a new width, a reset. */
    int epoch;

    private long nextSweep;

    Emulator(int columns, int rows, int scrollback) {
        primary = new Screen(columns, rows, new Scrollback(scrollback), clock);
        alternate = new Screen(columns, rows, new Scrollback(0), clock);
        screen = primary;
        tabs = new Tabs(columns);
        resetMargins();
    }

    int columns() {
        return screen.columns;
    }

    int rows() {
        return screen.rows();
    }

    void resetMargins() {
        top = 0;
        bottom = rows() - 1;
        left = 0;
        right = columns() - 1;
    }

    boolean fullWidth() {
        return left == 0 && right == columns() - 1;
    }

    /** What erased cells look like. */
    long blank() {
        return Attr.blank(pen);
    }

    /** Puts the cursor where it may stand. */
    void moveTo(int column, int line) {
        x = Math.clamp(column, 0, columns() - 1);
        y = Math.clamp(line, 0, rows() - 1);
        pendingWrap = false;
        joinX = -1;
    }

    void saveCursor() {
        screen.saved = new SavedCursor(x, y, pendingWrap, pen, extra, modes.origin, charsets.save());
    }

    void restoreCursor() {
        SavedCursor saved = screen.saved;
        modes.origin = saved.origin();
        moveTo(saved.x(), saved.y());
        pendingWrap = saved.pendingWrap() && x == saved.x();
        pen = saved.pen();
        extra = saved.extra();
        charsets.restore(saved.charsets());
    }

    void useAlternate(boolean wanted) {
        Screen next = wanted ? alternate : primary;
        if (next != screen) {
            screen = next;
            modes.set(TerminalModes.ALTERNATE_SCREEN, wanted);
            joinX = -1;
            epoch++;
        }
    }

    /** RIS: all but the history is as it was at the start. */
    void reset() {
        useAlternate(false);
        for (Screen each : new Screen[] {primary, alternate}) {
            each.saved = SavedCursor.HOME;
            for (int line = 0; line < each.rows(); line++) {
                each.touch(line).clear(each.columns, Attr.DEFAULT);
            }
        }
        softReset();
        moveTo(0, 0);
        tabs.reset();
        palette.resetAll();
        modes.reset();
        titles.reset();
        lastPrinted = 0;
        epoch++;
    }

    /** DECSTR. */
    void softReset() {
        modes.softReset();
        pen = Attr.DEFAULT;
        extra = 0;
        charsets.reset();
        resetMargins();
        cursorShape = CursorShape.BLOCK;
        screen.saved = SavedCursor.HOME;
        pendingWrap = false;
        joinX = -1;
    }

    /** The index of a grapheme, or -1 if even after forgetting all unused ones there is no room. */
    int grapheme(String text) {
        int index = graphemes.intern(text);
        if (index < 0) {
            sweep();
            index = graphemes.intern(text);
        }
        return index;
    }

    /** The index of an extra; 0, which is none, if there is no room. */
    int extra(Extra value) {
        int index = extras.intern(value);
        if (index < 0) {
            sweep();
            index = extras.intern(value);
        }
        return Math.max(index, 0);
    }

    private void sweep() {
        if (clock.now() < nextSweep) {
            return;
        }
        nextSweep = clock.now() + SWEEP_DISTANCE;
        BitSet usedGraphemes = new BitSet();
        BitSet usedExtras = new BitSet();
        usedExtras.set(extra);
        for (Screen each : new Screen[] {primary, alternate}) {
            usedExtras.set(each.saved.extra());
            for (Row row : each.lines) {
                mark(row, usedGraphemes, usedExtras);
            }
            for (int i = 0; i < each.history.size(); i++) {
                mark(each.history.get(i), usedGraphemes, usedExtras);
            }
        }
        graphemes.sweep(usedGraphemes);
        extras.sweep(usedExtras);
    }

    private static void mark(Row row, BitSet usedGraphemes, BitSet usedExtras) {
        for (int i = 0; i < row.used; i++) {
            if (row.text[i] < 0) {
                usedGraphemes.set(~row.text[i]);
            }
            if (row.extras != null) {
                usedExtras.set(row.extras[i]);
            }
        }
    }
}
