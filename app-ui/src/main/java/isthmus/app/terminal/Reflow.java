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
    private final List<Row> done = new ArrayList<>();
    private int columns;

    Reflow(Screen screen, Clock clock, int cursorX, int cursorY) {
        this.screen = screen;
        this.clock = clock;
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

    /** Afterwards the places count from the first row of the new history, and may be negative if theirs is no longer there. */
    void to(int newColumns, int newRows) {
        columns = newColumns;
        int last = lastRow();
        boolean full = last == screen.history.size() + screen.rows() - 1;
        if (newColumns == screen.columns) {
            for (int i = 0; i <= last; i++) {
                done.add(row(i));
            }
        } else {
            for (int i = 0; i <= last; ) {
                i = line(i, last);
            }
        }
        int top = Math.max(full ? 0 : screenStart.row, done.size() - newRows);
        divide(Math.min(top, cursor.row), newRows);
    }

    private Row row(int index) {
        int inHistory = screen.history.size();
        return index < inHistory ? screen.history.get(index) : screen.lines[index - inHistory];
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
                    place.move(done.size(), place.column);
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
                place.move(done.size() - 1, filled + place.column - from);
            }
        }
    }

    private void divide(int top, int rows) {
        int limit = screen.history.limit();
        int dropped = Math.max(0, top - limit);
        long firstLine = screen.firstLine + dropped;
        screen.history.clear();
        for (int i = dropped; i < top; i++) {
            screen.history.push(done.get(i));
        }
        screen.columns = columns;
        Row[] lines = new Row[rows];
        for (int y = 0; y < rows; y++) {
            lines[y] = top + y < done.size() ? done.get(top + y) : screen.blankRow(Attr.DEFAULT);
            lines[y].resize(columns);
        }
        screen.lines = lines;
        screen.firstLine = firstLine;
        for (Place place : places) {
            place.row -= dropped;
        }
    }
}
