package isthmus.app.terminal;

/** The rows of one of the two screens, and how blocks of them move. Guarded by the terminal's lock. */
final class Screen {
    Row[] lines;
    int columns;
    /** Lines that left at the top; the alternate screen keeps none. */
    final Scrollback history;
    /** Number, counted from the first line ever shown, of the oldest line in the history. */
    long firstLine;
    /** What DECSC saved. */
    SavedCursor saved = SavedCursor.HOME;

    /** Lines of the history are still broken for another width than this. */
    boolean unsettled;

    private final Clock clock;

    Screen(int columns, int rows, Scrollback history, Clock clock) {
        this.columns = columns;
        this.history = history;
        this.clock = clock;
        this.lines = new Row[rows];
        for (int y = 0; y < rows; y++) {
            lines[y] = blankRow(Attr.DEFAULT);
        }
    }

    int rows() {
        return lines.length;
    }

    /** Number of the first line of the screen. */
    long topLine() {
        return firstLine + history.size();
    }

    /** The line of that number, or null; of a line of the history it is a copy. */
    Row line(long number) {
        long index = number - firstLine;
        if (index < 0) {
            return null;
        }
        if (index < history.size()) {
            return history.get((int) index);
        }
        index -= history.size();
        return index < lines.length ? lines[(int) index] : null;
    }

    Row blankRow(long blank) {
        Row row = new Row(columns);
        row.fill = blank;
        row.generation = clock.next();
        return row;
    }

    /** The row, about to be changed. */
    Row touch(int y) {
        Row row = lines[y];
        row.generation = clock.next();
        return row;
    }

    /** Moves whole lines of {@code top..bottom} up by {@code count}; with {@code keep} they go to the history. */
    void scrollUp(int top, int bottom, int count, boolean keep, long blank) {
        for (int i = Math.min(count, bottom - top + 1); i > 0; i--) {
            Row leaving = lines[top];
            if (keep && top == 0 && history.limit() > 0 && history.push(leaving)) {
                firstLine++;
            }
            System.arraycopy(lines, top + 1, lines, top, bottom - top);
            leaving.clear(columns, blank);
            leaving.generation = clock.next();
            lines[bottom] = leaving;
        }
    }

    /** Moves whole lines of {@code top..bottom} down by {@code count}. */
    void scrollDown(int top, int bottom, int count, long blank) {
        for (int i = Math.min(count, bottom - top + 1); i > 0; i--) {
            Row leaving = lines[bottom];
            System.arraycopy(lines, top, lines, top + 1, bottom - top);
            leaving.clear(columns, blank);
            leaving.generation = clock.next();
            lines[top] = leaving;
        }
    }

    /** Moves the cells {@code left..right} of the lines {@code top..bottom} up (or, if negative, down) by {@code count}. */
    void scrollBlock(int top, int bottom, int left, int right, int count, long blank) {
        int height = bottom - top + 1;
        int distance = Math.min(Math.abs(count), height);
        for (int y = top; y <= bottom; y++) {
            Row row = touch(y);
            row.split(left);
            row.split(right + 1);
        }
        for (int i = 0; i < height; i++) {
            int target = count > 0 ? top + i : bottom - i;
            int source = count > 0 ? target + distance : target - distance;
            Row row = lines[target];
            if (source >= top && source <= bottom) {
                row.copy(lines[source], left, left, right + 1 - left);
            } else {
                row.eraseWhole(left, right + 1, blank);
            }
            row.wrapped = false;
        }
    }
}
