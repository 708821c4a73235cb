package isthmus.app.terminal;

/** Gives a terminal another size. Guarded by the terminal's lock. */
final class Resize {
    private final Emulator e;

    Resize(Emulator emulator) {
        e = emulator;
    }

    /**
     * Returns the number that the line of number {@code scrollTop} has afterwards.
     *
     * @param rowsAbove how many rows of the history are broken anew at once; the others stay as they are, for a later call
     */
    long to(int columns, int rows, long scrollTop, int rowsAbove) {
        int from = Reflow.beginning(e.primary, rowsAbove);
        boolean settles = e.primary.unsettled && from == 0;
        if (columns == e.columns() && rows == e.rows() && !settles) {
            return scrollTop;
        }
        boolean otherWidth = columns != e.columns();
        boolean onPrimary = e.screen == e.primary;
        SavedCursor saved = e.primary.saved;
        // On the alternate screen the cursor to come back to is the saved one.
        Reflow reflow = new Reflow(
                e.primary, e.clock, onPrimary ? beyond(e.x, e.pendingWrap) : saved.x(), onPrimary ? e.y : saved.y());
        long shown = Math.clamp(scrollTop, e.primary.firstLine, e.primary.topLine());
        Reflow.Place view = reflow.track((int) (shown - e.primary.firstLine), 0);
        if (onPrimary) {
            e.selection.track(e, reflow);
        }
        reflow.to(columns, rows, from);
        int cursorX = Math.min(reflow.cursor().column, columns - 1);
        int cursorY = reflow.cursor().row - e.primary.history.size();
        if (onPrimary) {
            e.pendingWrap = (e.pendingWrap || otherWidth) && reflow.cursor().column == columns && e.modes.autowrap;
            e.x = cursorX;
            e.y = cursorY;
            e.primary.saved = cut(saved, columns, rows);
        } else {
            e.primary.saved = at(saved, cursorX, cursorY);
        }
        resizeAlternate(columns, rows, !onPrimary);
        e.tabs.resize(columns);
        e.resetMargins();
        if (e.x >= columns || e.y >= rows) {
            e.moveTo(e.x, e.y);
        }
        e.pendingWrap = e.pendingWrap && e.x == columns - 1;
        e.joinX = -1;
        e.epoch++;
        e.selection.tracked(e);
        return scrollTop == Terminal.BOTTOM ? scrollTop : e.primary.firstLine + Math.max(view.row, 0);
    }

    /** A cursor that waits for the next line is past its last character. */
    private static int beyond(int x, boolean pendingWrap) {
        return pendingWrap ? x + 1 : x;
    }

    private static SavedCursor cut(SavedCursor saved, int columns, int rows) {
        return at(saved, Math.min(saved.x(), columns - 1), Math.min(saved.y(), rows - 1));
    }

    private static SavedCursor at(SavedCursor saved, int x, int y) {
        return new SavedCursor(x, y, false, saved.pen(), saved.extra(), saved.origin(), saved.charsets());
    }

    /** Cut or filled up; if it gets lower, lines above the cursor go so that the cursor stays. */
    private void resizeAlternate(int columns, int rows, boolean shown) {
        Screen screen = e.alternate;
        int above = shown ? Math.max(0, e.y + 1 - rows) : 0;
        Row[] lines = new Row[rows];
        screen.columns = columns;
        for (int line = 0; line < rows; line++) {
            Row row = line + above < screen.rows() ? screen.lines[line + above] : screen.blankRow(Attr.DEFAULT);
            row.resize(columns);
            row.wrapped = false;
            row.generation = e.clock.next();
            lines[line] = row;
        }
        screen.lines = lines;
        if (shown) {
            e.y -= above;
        }
        screen.saved = cut(screen.saved, columns, rows);
    }
}
