package isthmus.app.terminal;

/** Moves of the cursor, and of the lines under it when it meets a margin. Guarded by the terminal's lock. */
final class Motion {
    private final Emulator e;

    Motion(Emulator emulator) {
        e = emulator;
    }

    /** CUP and its kind: counts from the margins in origin mode. */
    void to(int column, int line) {
        if (e.modes.origin) {
            e.moveTo(Math.min(e.left + column, e.right), Math.min(e.top + line, e.bottom));
        } else {
            e.moveTo(column, line);
        }
    }

    /** CHA: the column alone. */
    void toColumn(int column) {
        e.moveTo(e.modes.origin ? Math.min(e.left + column, e.right) : column, e.y);
    }

    /** VPA: the line alone. */
    void toLine(int line) {
        e.moveTo(e.x, e.modes.origin ? Math.min(e.top + line, e.bottom) : line);
    }

    void up(int count) {
        int limit = e.y >= e.top ? e.top : 0;
        e.moveTo(e.x, Math.max(limit, e.y - count));
    }

    void down(int count) {
        int limit = e.y <= e.bottom ? e.bottom : e.rows() - 1;
        e.moveTo(e.x, Math.min(limit, e.y + count));
    }

    void forward(int count) {
        int limit = e.x <= e.right ? e.right : e.columns() - 1;
        e.moveTo(Math.min(limit, e.x + count), e.y);
    }

    /** CUB and BS; with reverse wrap it goes on at the end of the line above. */
    void backward(int count) {
        if (e.modes.reverseWrap && e.modes.autowrap) {
            backwardAround(Math.min(count, e.columns() * e.rows()));
            return;
        }
        int limit = e.x >= e.left ? e.left : 0;
        e.moveTo(Math.max(limit, e.x - count), e.y);
    }

    private void backwardAround(int count) {
        // A cursor past the last column needs one step to be in it.
        int steps = e.pendingWrap ? count - 1 : count;
        int column = e.x;
        int line = e.y;
        while (steps > 0) {
            if (column == e.left || column == 0) {
                if (line == e.top || line == 0 || !e.screen.lines[line - 1].wrapped) {
                    break;
                }
                line--;
                column = e.right;
                steps--;
            } else {
                int limit = column > e.left ? e.left : 0;
                int part = Math.min(steps, column - limit);
                column -= part;
                steps -= part;
            }
        }
        e.moveTo(column, line);
    }

    void carriageReturn() {
        e.moveTo(e.x >= e.left || e.modes.origin ? e.left : 0, e.y);
    }

    /** LF, IND: down, scrolling at the bottom margin; the column stays. */
    void index() {
        if (e.y == e.bottom && e.x >= e.left && e.x <= e.right) {
            scrollUp(1);
        } else if (e.y < e.rows() - 1 && e.y != e.bottom) {
            e.y++;
        }
        e.pendingWrap = false;
        e.joinX = -1;
    }

    /** RI. */
    void reverseIndex() {
        if (e.y == e.top && e.x >= e.left && e.x <= e.right) {
            scrollDown(1);
        } else if (e.y > 0 && e.y != e.top) {
            e.y--;
        }
        e.pendingWrap = false;
        e.joinX = -1;
    }

    /** DECBI: left, or the columns go right at the left margin. */
    void backIndex() {
        if (e.x == e.left && e.y >= e.top && e.y <= e.bottom) {
            shift(true);
        } else {
            e.moveTo(e.x - 1, e.y);
        }
    }

    /** DECFI: right, or the columns go left at the right margin. */
    void forwardIndex() {
        if (e.x == e.right && e.y >= e.top && e.y <= e.bottom) {
            shift(false);
        } else {
            e.moveTo(e.x + 1, e.y);
        }
    }

    private void shift(boolean rightwards) {
        for (int line = e.top; line <= e.bottom; line++) {
            Row row = e.screen.touch(line);
            if (rightwards) {
                Editing.insert(row, e.left, e.right + 1, 1, e.blank());
            } else {
                Editing.delete(row, e.left, e.right + 1, 1, e.blank());
            }
        }
        e.joinX = -1;
    }

    void lineFeed() {
        if (e.modes.has(TerminalModes.NEW_LINE)) {
            carriageReturn();
        }
        index();
    }

    /** SU, and what a line feed at the bottom does. */
    void scrollUp(int count) {
        if (e.fullWidth()) {
            e.screen.scrollUp(e.top, e.bottom, count, true, e.blank());
        } else {
            e.screen.scrollBlock(e.top, e.bottom, e.left, e.right, count, e.blank());
        }
    }

    /** SD. */
    void scrollDown(int count) {
        if (e.fullWidth()) {
            e.screen.scrollDown(e.top, e.bottom, count, e.blank());
        } else {
            e.screen.scrollBlock(e.top, e.bottom, e.left, e.right, -count, e.blank());
        }
    }

    /** HT and CHT. A pending wrap stays pending, as in xterm. */
    void tab(int count) {
        int last = e.x <= e.right ? e.right : e.columns() - 1;
        for (int i = 0; i < count && e.x < last; i++) {
            e.x = e.tabs.next(e.x, last);
        }
        e.joinX = -1;
    }

    /** CBT. */
    void backTab(int count) {
        int first = e.modes.origin ? e.left : 0;
        int column = e.x;
        for (int i = 0; i < count && column > first; i++) {
            column = e.tabs.previous(column, first);
        }
        e.moveTo(column, e.y);
    }
}
