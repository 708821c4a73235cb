package isthmus.linux.tty;

/**
 * Echoes that wait until the terminal's output takes them. As in Linux's N_TTY they are kept as bytes and small operations,
 * because what they become depends on the column at that time. Guarded by the pair's lock.
 */
final class EchoBuffer {
    private static final int LIMIT = 4096;
    /** Marks an operation; another one of these is the byte itself. */
    private static final int OPERATION = 0xff;

    private static final int MOVE_BACK_COLUMN = 0x80, SET_CANON_COLUMN = 0x81, ERASE_TAB = 0x82;
    private static final int AFTER_TAB = 0x80;
    private static final int TAB = 8;

    private final ByteQueue waiting = new ByteQueue();
    private final OutputProcessor output;

    EchoBuffer(OutputProcessor output) {
        this.output = output;
    }

    /** Shows a byte as it is. */
    void raw(int c) {
        if (c == OPERATION) {
            waiting.add(OPERATION);
        }
        waiting.add(c);
    }

    /** Shows a byte, a control character as ^X if ECHOCTL is set. */
    void character(Termios t, int c) {
        if (c != OPERATION && t.local(Termios.ECHOCTL) && Characters.isControl(c) && c != '\t') {
            waiting.add(OPERATION);
            waiting.add(c);
        } else {
            raw(c);
        }
    }

    void moveBackColumn() {
        operation(MOVE_BACK_COLUMN);
    }

    /** The line of input begins at the column where output stands then. */
    void setCanonColumn() {
        operation(SET_CANON_COLUMN);
    }

    /**
     * Goes back over a tab.
     *
     * @param columns taken before it, since the line began or since another tab
     */
    void eraseTab(int columns, boolean afterTab) {
        operation(ERASE_TAB);
        waiting.add(columns & TAB - 1 | (afterTab ? AFTER_TAB : 0));
    }

    private void operation(int code) {
        waiting.add(OPERATION);
        waiting.add(code);
    }

    void clear() {
        waiting.clear();
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Writes what there is room for; if too much waits, the oldest is forgotten. */
    void flush(Termios t) {
        while (!waiting.isEmpty() && (waiting.peek(0) == OPERATION ? operate() : plain(t))) {
            // each step has taken its bytes
        }
        while (waiting.size() > LIMIT) {
            waiting.skip(length());
        }
    }

    private int length() {
        if (waiting.peek(0) != OPERATION) {
            return 1;
        }
        return waiting.peek(1) == ERASE_TAB ? 3 : 2;
    }

    private boolean plain(Termios t) {
        int c = waiting.peek(0);
        if (t.output(Termios.OPOST)) {
            if (!output.process(t, c)) {
                return false;
            }
        } else if (output.room() == 0) {
            return false;
        } else {
            output.raw(c);
        }
        waiting.skip(1);
        return true;
    }

    private boolean operate() {
        int code = waiting.peek(1);
        switch (code) {
            case MOVE_BACK_COLUMN -> output.column = Math.max(0, output.column - 1);
            case SET_CANON_COLUMN -> output.canonColumn = output.column;
            case ERASE_TAB -> {
                return eraseTab();
            }
            default -> {
                return shown(code);
            }
        }
        waiting.skip(2);
        return true;
    }

    /** A control character as ^X, or the byte that marks operations. */
    private boolean shown(int c) {
        if (output.room() < 2) {
            return false;
        }
        if (c == OPERATION) {
            output.raw(c);
            output.column++;
        } else {
            output.raw('^');
            output.raw(c ^ 0100);
            output.column += 2;
        }
        waiting.skip(2);
        return true;
    }

    private boolean eraseTab() {
        int columns = waiting.peek(2);
        if ((columns & AFTER_TAB) == 0) {
            columns += output.canonColumn;
        }
        int back = TAB - (columns & TAB - 1);
        if (output.room() < back) {
            return false;
        }
        for (int i = 0; i < back; i++) {
            output.raw('\b');
            output.column = Math.max(0, output.column - 1);
        }
        waiting.skip(3);
        return true;
    }
}
