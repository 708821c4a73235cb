package isthmus.linux.tty;

import java.nio.ByteBuffer;

/**
 * What a terminal makes of the bytes that programs write, and of echoes (c_oflag). It keeps track of the cursor's column.
 * Guarded by the pair's lock.
 */
final class OutputProcessor {
    private static final int TAB = 8;

    private final ByteQueue target;
    private final int limit;
    int column;
    /** The column at which the present line of input began. */
    int canonColumn;

    /** @param limit how many bytes {@code target} may hold */
    OutputProcessor(ByteQueue target, int limit) {
        this.target = target;
        this.limit = limit;
    }

    int room() {
        return Math.max(0, limit - target.size());
    }

    /** Writes what there is room for. */
    void write(Termios t, ByteBuffer source) {
        if (!t.output(Termios.OPOST)) {
            target.add(source, Math.min(source.remaining(), room()));
            return;
        }
        while (source.hasRemaining() && process(t, source.get(source.position()) & 0xff)) {
            source.position(source.position() + 1);
        }
    }

    /** Writes one byte as it is. */
    void raw(int c) {
        target.add(c);
    }

    /** Writes one character; false if there is no room for what becomes of it. */
    boolean process(Termios t, int c) {
        int room = room();
        if (room == 0) {
            return false;
        }
        switch (c) {
            case '\n' -> {
                return newline(t, room);
            }
            case '\r' -> {
                return carriageReturn(t);
            }
            case '\t' -> {
                return tab(t, room);
            }
            case '\b' -> {
                column = Math.max(0, column - 1);
                raw(c);
            }
            default -> raw(printable(t, c));
        }
        return true;
    }

    private int printable(Termios t, int c) {
        if (Characters.isControl(c)) {
            return c;
        }
        if (!Characters.isContinuation(t, c)) {
            column++;
        }
        return t.output(Termios.OLCUC) ? Characters.toUpper(c) : c;
    }

    private boolean newline(Termios t, int room) {
        if (t.output(Termios.ONLRET)) {
            column = 0;
        }
        if (t.output(Termios.ONLCR)) {
            if (room < 2) {
                return false;
            }
            column = 0;
            raw('\r');
        }
        canonColumn = column;
        raw('\n');
        return true;
    }

    private boolean carriageReturn(Termios t) {
        if (t.output(Termios.ONOCR) && column == 0) {
            return true;
        }
        if (t.output(Termios.OCRNL)) {
            if (t.output(Termios.ONLRET)) {
                column = 0;
                canonColumn = 0;
            }
            raw('\n');
            return true;
        }
        column = 0;
        canonColumn = 0;
        raw('\r');
        return true;
    }

    private boolean tab(Termios t, int room) {
        int spaces = TAB - (column & TAB - 1);
        if ((t.oflag() & Termios.TABDLY) != Termios.XTABS) {
            column += spaces;
            raw('\t');
            return true;
        }
        if (room < spaces) {
            return false;
        }
        column += spaces;
        for (int i = 0; i < spaces; i++) {
            raw(' ');
        }
        return true;
    }
}
