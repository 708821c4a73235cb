package isthmus.app.terminal;

import java.util.ArrayList;
import java.util.List;

/**
 * Breaks the lines of a screen and its history anew for another width, and divides them between the two for another height.
 * Guarded by the terminal's lock.
 */
final class Reflow {
    /** A place that keeps its character: the row it is in, as counted from the first of the history, and the column. */
    static final class Place {
        int row;
        int column;
        private boolean moved;

        Place(int row, int column) {
            this.row = row;
            this.column = column;
        }

        private void move(int toRow, int toColumn) {
            row = toRow;
            column = toColumn;
            moved = true;
        }
    }

    private final Screen screen;
    private final Clock clock;
    private final List<Place> places = new ArrayList<>();
    private final Place cursor;
    private final Place screenStart;
    /** Rows of the history that stay as and where they are. */
    private int kept;
    /** All rows after them. */
    private final List<Row> done = new ArrayList<>();
    /** Rows of the history, once they were looked at. */
    private final Row[] old;

    private int columns;

    Reflow(Screen screen, Clock clock, int cursorX, int cursorY) {
        this.screen = screen;
        this.clock = clock;
        old = new Row[screen.history.size()];
        cursor = track(screen.history.size() + cursorY, cursorX);
        screenStart = track(screen.history.size(), 0);
    }

    Place track(int row, int column) {
        Place place = new Place(row, column);
        places.add(place);
        return place;
    }

    Place cursor() {
        return cursor;
    }

    /** The start of the line that is that many rows above the screen, or higher: where to begin if not all is to be broken anew. */
    static int beginning(Screen screen, int rowsAbove) {
        int from = Math.max(0, screen.history.size() - rowsAbove);
        while (from > 0 && screen.history.wrapped(from - 1)) {
            from--;
        }
        return from;
    }

    /**
     * Changes the size; rows above {@code from}, with which a line starts, stay broken as they are until it is done again with
     * 0. Afterwards the places count from the first row of the new history, and may be negative if theirs is no longer there. */
    void to(int newColumns, int newRows, int from) {
        columns = newColumns;
        int last = lastRow();
        boolean full = last == screen.history.size() + screen.rows() - 1;
        boolean otherWidth = newColumns != screen.columns;
        boolean settles = screen.unsettled && from == 0;
        int same = otherWidth || settles ? from : last + 1;
        kept = Math.min(same, old.length);
        for (int i = kept; i < same; i++) {
            done.add(row(i));
        }
        for (int i = same; i <= last; ) {
            i = line(i, last);
        }
        screen.unsettled = (screen.unsettled || otherWidth) && from > 0;
        int top = Math.max(full ? 0 : screenStart.row, count() - newRows);
        divide(Math.min(top, cursor.row), newRows);
    }

    private Row row(int index) {
        if (index >= old.length) {
            return screen.lines[index - old.length];
        }
        if (old[index] == null) {
            old[index] = screen.history.get(index);
        }
        return old[index];
    }

    /** Rows until now. */
    private int count() {
        return kept + done.size();
    }

    /** The last row with anything in it, but not above the cursor. */
    private int lastRow() {
        int last = screen.history.size() + screen.rows() - 1;
        while (last > cursor.row && row(last).length() == 0 && row(last).fill == Attr.DEFAULT) {
            last--;
        }
        return last;
    }

    /** Breaks the line that starts in row {@code first}; returns the row after it. */
    private int line(int first, int last) {
        Row only = row(first);
        if (!(only.wrapped && first < last) && only.length() <= columns) {
            for (Place place : places) {
                if (!place.moved && place.row == first) {
                    place.move(count(), place.column);
                }
            }
            only.shorten(columns);
            only.wrapped = false;
            only.generation = clock.next();
            done.add(only);
            return first + 1;
        }
        return broken(first, last);
    }

    private int broken(int first, int last) {
        int left = length(first, last);
        Row target = start(left);
        int filled = 0;
        int index = first;
        while (true) {
            Row source = row(index);
            boolean more = source.wrapped && index < last;
            int length = source.length();
            target.mark |= source.mark;
            int at = 0;
            while (at < length) {
                int part = fitting(source, at, Math.min(length - at, columns - filled));
                place(index, at, at + part, filled);
                target.copy(source, at, filled, part);
                at += part;
                filled += part;
                left -= part;
                if (at < length) {
                    if (part == 0 && filled == 0) {
                        at += 2; // a wide character in a single column: there is no room for it at all
                        left -= 2;
                        continue;
                    }
                    target.wrapped = true;
                    target = start(left);
                    filled = 0;
                }
            }
            if (!more) {
                place(index, length, Integer.MAX_VALUE, filled);
                target.fill = source.fill;
                return index + 1;
            }
            place(index, length, Integer.MAX_VALUE, filled);
            if (filled == columns) {
                target.wrapped = true;
                target = start(left);
                filled = 0;
            }
            index++;
        }
    }

    /** Cells of the line that starts in row {@code first}. */
    private int length(int first, int last) {
        int sum = 0;
        for (int index = first; ; index++) {
            sum += row(index).length();
            if (!row(index).wrapped || index == last) {
                return sum;
            }
        }
    }

    /** A row with room for what is left of the line; rows of the history need not have the whole width. */
    private Row start(int left) {
        Row row = new Row(Math.min(columns, left));
        row.generation = clock.next();
        done.add(row);
        return row;
    }

    /** No wide character is cut in two. */
    private static int fitting(Row source, int at, int count) {
        return source.isTail(at + count) && count > 0 ? count - 1 : count;
    }

    /** Moves the places in the columns {@code from..to-1} of a row to where these cells go. */
    private void place(int index, int from, int to, int filled) {
        for (Place place : places) {
            if (!place.moved && place.row == index && place.column >= from && place.column < to) {
                place.move(count() - 1, filled + place.column - from);
            }
        }
    }

    private void divide(int top, int rows) {
        Row[] lines = new Row[rows];
        for (int y = 0; y < rows; y++) {
            lines[y] = top + y < count() ? made(top + y) : screen.blankRow(Attr.DEFAULT);
        }
        screen.history.truncate(Math.min(kept, top));
        int dropped = 0;
        for (int i = kept; i < top; i++) {
            dropped += screen.history.push(made(i)) ? 1 : 0;
        }
        screen.columns = columns;
        for (Row line : lines) {
            line.resize(columns);
        }
        screen.lines = lines;
        screen.firstLine += dropped;
        for (Place place : places) {
            place.row -= dropped;
        }
    }

    private Row made(int index) {
        return index < kept ? row(index) : done.get(index - kept);
    }
}
