package isthmus.app.terminal;

import java.util.Arrays;

/** Erasing, inserting and deleting. Guarded by the terminal's lock. */
final class Editing {
    private final Emulator e;

    Editing(Emulator emulator) {
        e = emulator;
    }

    /** ED and DECSED. */
    void eraseDisplay(int what, boolean selective) {
        e.joinX = -1;
        int last = e.rows() - 1;
        switch (what) {
            case 0 -> {
                erase(e.y, e.x, e.columns(), selective);
                eraseLines(e.y + 1, last, selective);
            }
            case 1 -> {
                eraseLines(0, e.y - 1, selective);
                erase(e.y, 0, e.x + 1, selective);
            }
            case 2 -> eraseLines(0, last, selective);
            case 3 -> {
                if (e.screen == e.primary) {
                    e.primary.firstLine += e.primary.history.size();
                    e.primary.history.clear();
                }
            }
            default -> {}
        }
        if (what <= 2) {
            e.pendingWrap = false;
        }
    }

    /** EL and DECSEL. */
    void eraseLine(int what, boolean selective) {
        e.joinX = -1;
        switch (what) {
            case 0 -> erase(e.y, e.x, e.columns(), selective);
            case 1 -> erase(e.y, 0, e.x + 1, selective);
            case 2 -> erase(e.y, 0, e.columns(), selective);
            default -> {}
        }
        if (what <= 2) {
            e.pendingWrap = false;
        }
    }

    /** ECH. */
    void eraseCharacters(int count) {
        erase(e.y, e.x, Math.min(e.x + count, e.columns()), false);
        e.pendingWrap = false;
        e.joinX = -1;
    }

    private void eraseLines(int from, int to, boolean selective) {
        for (int line = from; line <= to; line++) {
            erase(line, 0, e.columns(), selective);
        }
    }

    private void erase(int line, int from, int to, boolean selective) {
        Row row = e.screen.touch(line);
        if (!selective) {
            row.erase(from, to, e.blank());
            if (from == 0 && to >= e.columns()) {
                row.mark = 0;
            }
            // What was a line's middle is no longer.
            if (from == 0 && line > 0 && to >= e.columns()) {
                e.screen.lines[line - 1].wrapped = false;
            }
            return;
        }
        for (int column = from; column < Math.min(to, row.used); column++) {
            if ((row.attrs[column] & Attr.PROTECTED) == 0) {
                row.erase(column, column + 1, row.attrs[column] & ~Attr.WIDE & ~Attr.TAIL);
            }
        }
    }

    /** ICH. */
    void insertCharacters(int count) {
        if (e.x >= e.left && e.x <= e.right) {
            insert(e.screen.touch(e.y), e.x, e.right + 1, count, e.blank());
        }
        e.pendingWrap = false;
        e.joinX = -1;
    }

    /** Moves the cells {@code x..limit-1} right; what is moved past the limit is lost. */
    static void insert(Row row, int x, int limit, int count, long blank) {
        int distance = Math.min(count, limit - x);
        row.split(x);
        row.split(limit);
        row.split(limit - distance);
        int kept = limit - x - distance;
        if (kept > 0) {
            row.copy(row, x, x + distance, kept);
        }
        boolean wrapped = row.wrapped;
        row.eraseWhole(x, x + distance, blank);
        row.wrapped = wrapped;
    }

    /** DCH. */
    void deleteCharacters(int count) {
        if (e.x >= e.left && e.x <= e.right) {
            delete(e.screen.touch(e.y), e.x, e.right + 1, count, e.blank());
        }
        e.pendingWrap = false;
        e.joinX = -1;
    }

    /** IL and DL (a negative count): only between the margins. */
    void insertLines(int count) {
        if (e.y < e.top || e.y > e.bottom || e.x < e.left || e.x > e.right) {
            return;
        }
        if (!e.fullWidth()) {
            e.screen.scrollBlock(e.y, e.bottom, e.left, e.right, -count, e.blank());
        } else if (count > 0) {
            e.screen.scrollDown(e.y, e.bottom, count, e.blank());
        } else {
            e.screen.scrollUp(e.y, e.bottom, -count, false, e.blank());
        }
        e.moveTo(e.left, e.y);
    }

    /** DECIC and (a negative count) DECDC: columns between the margins. */
    void insertColumns(int count) {
        if (e.y < e.top || e.y > e.bottom || e.x < e.left || e.x > e.right) {
            return;
        }
        for (int line = e.top; line <= e.bottom; line++) {
            Row row = e.screen.touch(line);
            if (count > 0) {
                insert(row, e.x, e.right + 1, count, e.blank());
            } else {
                delete(row, e.x, e.right + 1, -count, e.blank());
            }
        }
        e.joinX = -1;
    }

    /** Moves the cells right of {@code x + count} left, up to the limit. */
    static void delete(Row row, int x, int limit, int count, long blank) {
        int distance = Math.min(count, limit - x);
        row.split(x);
        row.split(limit);
        row.split(x + distance);
        int kept = limit - x - distance;
        if (kept > 0) {
            row.copy(row, x + distance, x, kept);
        }
        row.eraseWhole(limit - distance, limit, blank);
        row.wrapped = false;
    }

    /** SL: the columns between the margins go left. */
    void shiftLeft(int count) {
        for (int line = e.top; line <= e.bottom; line++) {
            delete(e.screen.touch(line), e.left, e.right + 1, count, e.blank());
        }
        e.joinX = -1;
    }

    /** SR: the columns between the margins go right. */
    void shiftRight(int count) {
        for (int line = e.top; line <= e.bottom; line++) {
            insert(e.screen.touch(line), e.left, e.right + 1, count, e.blank());
        }
        e.joinX = -1;
    }

    /** DECALN: the screen full of E. */
    void alignmentTest() {
        e.resetMargins();
        e.moveTo(0, 0);
        for (int line = 0; line < e.rows(); line++) {
            Row row = e.screen.touch(line);
            row.clear(e.columns(), Attr.DEFAULT);
            row.reach(e.columns());
            Arrays.fill(row.text, 'E');
        }
    }
}
