package isthmus.app.terminal;

import isthmus.app.terminal.Selection.Unit;

/** The selected range. Columns are borders between cells. Guarded by the terminal's lock. */
final class SelectionRange {
    private Unit unit = Unit.CHARACTER;
    private boolean active;
    private int epoch;
    /** Where the selection was started, and the other end, as the user pointed at them. */
    private long anchorLine;

    private int anchorColumn;
    private long headLine;
    private int headColumn;

    /** The ends in order, whole words or lines. */
    private long firstLine;

    private int firstColumn;
    private long lastLine;
    private int lastColumn;

    /** To see whether the selected text changed: the clock when it was looked at last, and what it was from this line on. */
    private long checkedClock;

    private long checkedLine;
    private String checkedText = "";

    /** Both ends, while a reflow is under way. */
    private Reflow.Place[] places;

    void start(Emulator e, long line, int column, Unit newUnit) {
        active = true;
        epoch = e.epoch;
        unit = newUnit;
        anchorLine = inside(e, line);
        anchorColumn = column;
        head(e, line, column);
    }

    void extend(Emulator e, long line, int column) {
        check(e);
        if (active) {
            head(e, line, column);
        }
    }

    private void head(Emulator e, long line, int column) {
        headLine = inside(e, line);
        headColumn = column;
        settle(e);
        remember(e);
    }

    void clear() {
        active = false;
        checkedText = "";
    }

    private static long inside(Emulator e, long line) {
        return Math.clamp(line, e.screen.firstLine, e.screen.topLine() + e.screen.rows() - 1);
    }

    private void settle(Emulator e) {
        boolean forward = anchorLine < headLine || anchorLine == headLine && anchorColumn <= headColumn;
        firstLine = forward ? anchorLine : headLine;
        firstColumn = forward ? anchorColumn : headColumn;
        lastLine = forward ? headLine : anchorLine;
        lastColumn = forward ? headColumn : anchorColumn;
        switch (unit) {
            case CHARACTER -> {
                firstColumn = whole(e, firstLine, firstColumn, false);
                lastColumn = whole(e, lastLine, lastColumn, true);
            }
            case WORD -> words(e);
            case LINE -> {
                while (firstLine > e.screen.firstLine && e.screen.line(firstLine - 1).wrapped) {
                    firstLine--;
                }
                while (wrapped(e, lastLine)) {
                    lastLine++;
                }
                firstColumn = 0;
                lastColumn = e.columns();
            }
            case BLOCK -> {
                firstColumn = Math.min(anchorColumn, headColumn);
                lastColumn = Math.max(anchorColumn, headColumn);
            }
        }
    }

    private void words(Emulator e) {
        WordFinder first = new WordFinder(e.screen, e.graphemes, firstLine, firstColumn);
        first.toStart();
        WordFinder last = new WordFinder(e.screen, e.graphemes, lastLine, lastColumn);
        last.toEnd();
        firstLine = first.line();
        firstColumn = first.column();
        lastLine = last.line();
        lastColumn = last.column() + 1;
    }

    private static boolean wrapped(Emulator e, long line) {
        return e.screen.line(line).wrapped && e.screen.line(line + 1) != null;
    }

    /** A border in the middle of a wide character moves out of it. */
    private static int whole(Emulator e, long line, int column, boolean up) {
        int bounded = Math.clamp(column, 0, e.columns());
        Row row = e.screen.line(line);
        return row != null && row.isTail(bounded) ? bounded + (up ? 1 : -1) : bounded;
    }

    /** Forgets the selection if what it selects is no longer what the user saw. */
    void check(Emulator e) {
        if (!active) {
            return;
        }
        if (epoch != e.epoch || lastLine < e.screen.firstLine) {
            clear();
        } else if (checkedClock != e.clock.now()) {
            if (!checkedText.equals(textFrom(e, checkedLine))) {
                clear();
            } else {
                remember(e);
            }
        }
    }

    /** Only lines on the screen can change. */
    private void remember(Emulator e) {
        checkedClock = e.clock.now();
        checkedLine = e.screen.topLine();
        checkedText = textFrom(e, checkedLine);
    }

    boolean isEmpty(Emulator e) {
        check(e);
        return !active
                || firstLine == lastLine && firstColumn >= lastColumn
                || unit == Unit.BLOCK && firstColumn >= lastColumn;
    }

    /** First selected column of a line; {@link #end} is not larger if there is none. */
    int start(long line, int columns) {
        if (!active || line < firstLine || line > lastLine) {
            return columns;
        }
        return unit == Unit.BLOCK || line == firstLine ? firstColumn : 0;
    }

    /** One past the last selected column of a line. */
    int end(long line, int columns) {
        if (!active || line < firstLine || line > lastLine) {
            return 0;
        }
        return Math.min(columns, unit == Unit.BLOCK || line == lastLine ? lastColumn : columns);
    }

    String text(Emulator e) {
        check(e);
        return textFrom(e, Long.MIN_VALUE);
    }

    String html(Emulator e) {
        check(e);
        LineHtml html = new LineHtml(e.graphemes, e.palette);
        copy(e, Long.MIN_VALUE, html);
        return html.toString();
    }

    private String textFrom(Emulator e, long from) {
        LineText text = new LineText(e.graphemes);
        copy(e, from, text);
        return text.toString();
    }

    private void copy(Emulator e, long from, LineSink sink) {
        if (!active) {
            return;
        }
        for (long number = Math.max(Math.max(firstLine, from), e.screen.firstLine); number <= lastLine; number++) {
            Row row = e.screen.line(number);
            if (row == null) {
                break;
            }
            boolean joined = unit != Unit.BLOCK && row.wrapped && number < lastLine;
            sink.add(row, start(number, e.columns()), end(number, e.columns()), !joined);
            if (!joined && number < lastLine) {
                sink.newLine();
            }
        }
        if (unit == Unit.LINE) {
            sink.newLine();
        }
    }

    /** Keeps the ends with their characters while lines are broken anew. */
    void track(Emulator e, Reflow reflow) {
        check(e);
        if (active) {
            long base = e.primary.firstLine;
            Reflow.Place anchor = reflow.track((int) (anchorLine - base), anchorColumn);
            Reflow.Place head = reflow.track((int) (headLine - base), headColumn);
            places = new Reflow.Place[] {anchor, head};
        }
    }

    void tracked(Emulator e) {
        if (active && places != null) {
            long base = e.primary.firstLine;
            epoch = e.epoch;
            anchorLine = inside(e, base + places[0].row);
            anchorColumn = Math.min(places[0].column, e.columns());
            headLine = inside(e, base + places[1].row);
            headColumn = Math.min(places[1].column, e.columns());
            settle(e);
            remember(e);
        }
        places = null;
    }
}
