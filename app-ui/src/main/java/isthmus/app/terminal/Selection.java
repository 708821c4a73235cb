package isthmus.app.terminal;

/**
 * What the user has selected in a terminal; there is one per terminal. It stays with its text while that scrolls and while lines
 * are broken anew, and goes when the text changes, leaves the scrollback or gives way to the other screen.
 */
public final class Selection {
    /** What is selected at least. */
    public enum Unit {
        CHARACTER,
        /** A word with what file names and addresses consist of, also over the end of a line that was too long. */
        WORD,
        /** A line with all rows that it takes. */
        LINE,
        /** A rectangle of cells. */
        BLOCK
    }

    private final Terminal terminal;
    private final SelectionRange range;

    Selection(Terminal terminal) {
        this.terminal = terminal;
        range = terminal.emulator().selection;
    }

    /**
     * Starts anew.
     *
     * @param column for characters and blocks the border left of this column, 0 to the width; else the column itself
     */
    public void start(long line, int column, Unit unit) {
        locked(() -> range.start(terminal.emulator(), line, column, unit));
    }

    /** Moves the end that {@link #start} did not set; without a start it does nothing. */
    public void extend(long line, int column) {
        locked(() -> range.extend(terminal.emulator(), line, column));
    }

    /** All of the screen and the scrollback. */
    public void all() {
        locked(() -> {
            Screen screen = terminal.emulator().screen;
            range.start(terminal.emulator(), screen.firstLine, 0, Unit.CHARACTER);
            range.extend(terminal.emulator(), screen.topLine() + screen.rows() - 1, screen.columns);
        });
    }

    public void clear() {
        locked(range::clear);
    }

    /** Whether there is nothing to copy; a click without a drag selects nothing. */
    public boolean isEmpty() {
        boolean[] empty = new boolean[1];
        locked(() -> empty[0] = range.isEmpty(terminal.emulator()));
        return empty[0];
    }

    /**
     * The selected text: lines that were too long are one again, blanks at the ends of lines are left out. Empty if nothing is
     * selected. Lines end with LF.
     */
    public String text() {
        String[] text = new String[1];
        locked(() -> text[0] = range.text(terminal.emulator()));
        return text[0];
    }

    /** The same as HTML, with colours and styles. */
    public String html() {
        String[] html = new String[1];
        locked(() -> html[0] = range.html(terminal.emulator()));
        return html[0];
    }

    private void locked(Runnable action) {
        terminal.lock().lock();
        try {
            action.run();
        } finally {
            terminal.lock().unlock();
        }
    }
}
