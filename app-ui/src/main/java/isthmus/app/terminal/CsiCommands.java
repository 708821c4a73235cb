package isthmus.app.terminal;

/** Control sequences. Guarded by the terminal's lock. */
final class CsiCommands {
    private final Emulator e;
    private final Motion motion;
    private final Printer printer;
    private final Editing editing;
    private final Reports reports;
    private final ModeCommands modes;
    private final Sgr sgr;

    CsiCommands(Emulator emulator, Motion motion, Printer printer, Editing editing, Reports reports) {
        e = emulator;
        this.motion = motion;
        this.printer = printer;
        this.editing = editing;
        this.reports = reports;
        modes = new ModeCommands(e, editing);
        sgr = new Sgr(e);
    }

    void dispatch(Sequence s) {
        if (s.intermediates() != 0) {
            withIntermediates(s);
            return;
        }
        switch (s.prefix()) {
            case 0 -> plain(s);
            case '?' -> question(s);
            case '>' -> greater(s);
            case '=' -> {
                if (s.end() == 'c') {
                    reports.unitId();
                }
            }
            default -> {}
        }
    }

    private void plain(Sequence s) {
        switch (s.end()) {
            case 'A', 'k' -> motion.up(s.number(0));
            case 'B', 'e' -> motion.down(s.number(0));
            case 'C', 'a' -> motion.forward(s.number(0));
            case 'D', 'j' -> motion.backward(s.number(0));
            case 'E' -> {
                motion.down(s.number(0));
                motion.carriageReturn();
            }
            case 'F' -> {
                motion.up(s.number(0));
                motion.carriageReturn();
            }
            case 'G', '`' -> motion.toColumn(s.number(0) - 1);
            case 'H', 'f' -> motion.to(s.number(1) - 1, s.number(0) - 1);
            case 'd' -> motion.toLine(s.number(0) - 1);
            case 'I' -> motion.tab(s.number(0));
            case 'Z' -> motion.backTab(s.number(0));
            case 'g' -> clearTabs(s.get(0, 0));
            case 'W' -> tabControl(s.get(0, 0));
            case 'S' -> motion.scrollUp(s.number(0));
            case 'T', '^' -> {
                // With five parameters it is highlight mouse tracking, which does not exist here.
                if (s.count() == 1) {
                    motion.scrollDown(s.number(0));
                }
            }
            case 'r' -> margins(s);
            case 's' -> {
                if (e.modes.sideMargins) {
                    sideMargins(s);
                } else {
                    e.saveCursor();
                }
            }
            case 'u' -> e.restoreCursor();
            case 'h' -> modes.set(s, true);
            case 'l' -> modes.set(s, false);
            case 'm' -> sgr.apply(s);
            case 'n' -> reports.status(s.get(0, 0), false);
            case 'c' -> reports.deviceAttributes(s.get(0, 0));
            case 't' -> window(s);
            default -> edit(s);
        }
    }

    private void edit(Sequence s) {
        switch (s.end()) {
            case '@' -> editing.insertCharacters(s.number(0));
            case 'P' -> editing.deleteCharacters(s.number(0));
            case 'X' -> editing.eraseCharacters(s.number(0));
            case 'L' -> editing.insertLines(s.number(0));
            case 'M' -> editing.insertLines(-s.number(0));
            case 'J' -> editing.eraseDisplay(s.get(0, 0), false);
            case 'K' -> editing.eraseLine(s.get(0, 0), false);
            case 'b' -> repeat(s.number(0));
            default -> {}
        }
    }

    private void question(Sequence s) {
        switch (s.end()) {
            case 'J' -> editing.eraseDisplay(s.get(0, 0), true);
            case 'K' -> editing.eraseLine(s.get(0, 0), true);
            case 'h' -> modes.setPrivate(s, true);
            case 'l' -> modes.setPrivate(s, false);
            case 's' -> modes.save(s);
            case 'r' -> modes.restore(s);
            case 'n' -> reports.status(s.get(0, 0), true);
            case 'W' -> {
                if (s.get(0, 0) == 5) {
                    e.tabs.reset();
                }
            }
            case 'm' -> {
                if (s.get(0, 0) == 4) {
                    reports.modifyOtherKeys();
                }
            }
            default -> {}
        }
    }

    private void greater(Sequence s) {
        switch (s.end()) {
            case 'c' -> reports.secondaryAttributes();
            case 'q' -> reports.version();
            case 'm' -> {
                // XTMODKEYS; only resource 4 exists here. Without any parameter all go back to their start.
                if (s.get(0, 4) == 4) {
                    e.modes.modifyOtherKeys(Math.min(s.get(1, 0), 2));
                }
            }
            case 'n' -> {
                if (s.get(0, 0) == 4) {
                    e.modes.modifyOtherKeys(0);
                }
            }
            default -> {}
        }
    }

    private void withIntermediates(Sequence s) {
        int kind = s.prefix() << 16 | s.intermediates() << 8 | s.end();
        switch (kind) {
            case ' ' << 8 | 'q' -> cursorStyle(s.get(0, 0));
            case '!' << 8 | 'p' -> e.softReset();
            case '"' << 8 | 'q' -> e.pen = s.get(0, 0) == 1 ? e.pen | Attr.PROTECTED : e.pen & ~Attr.PROTECTED;
            case '\'' << 8 | '}' -> editing.insertColumns(s.number(0));
            case '\'' << 8 | '~' -> editing.insertColumns(-s.number(0));
            case ' ' << 8 | '@' -> editing.shiftLeft(s.number(0));
            case ' ' << 8 | 'A' -> editing.shiftRight(s.number(0));
            case '$' << 8 | 'p' -> reports.mode(s.get(0, 0), modes.state(s.get(0, 0)), "");
            case '?' << 16 | '$' << 8 | 'p' -> reports.mode(s.get(0, 0), modes.privateState(s.get(0, 0)), "?");
            default -> {}
        }
    }

    private void cursorStyle(int style) {
        if (style > 6) {
            return;
        }
        e.cursorShape = style <= 2 ? CursorShape.BLOCK : style <= 4 ? CursorShape.UNDERLINE : CursorShape.BAR;
        e.modes.blink = style == 0 || style % 2 == 1;
    }

    private void clearTabs(int what) {
        if (what == 0) {
            e.tabs.clear(e.x);
        } else if (what == 3) {
            e.tabs.clearAll();
        }
    }

    /** CTC. */
    private void tabControl(int what) {
        switch (what) {
            case 0 -> e.tabs.set(e.x);
            case 2 -> e.tabs.clear(e.x);
            case 5 -> e.tabs.clearAll();
            default -> {}
        }
    }

    /** DECSTBM. */
    private void margins(Sequence s) {
        int first = s.number(0) - 1;
        int last = Math.min(s.get(1, 0) == 0 ? e.rows() : s.get(1, 0), e.rows()) - 1;
        if (first < last) {
            e.top = first;
            e.bottom = last;
            motion.to(0, 0);
        }
    }

    /** DECSLRM. */
    private void sideMargins(Sequence s) {
        int first = s.number(0) - 1;
        int last = Math.min(s.get(1, 0) == 0 ? e.columns() : s.get(1, 0), e.columns()) - 1;
        if (first < last) {
            e.left = first;
            e.right = last;
            motion.to(0, 0);
        }
    }

    /** REP: at most a screen full, which is all that could be seen. */
    private void repeat(int count) {
        if (e.lastPrinted != 0) {
            int limit = Math.min(count, e.columns() * e.rows());
            int codePoint = e.lastPrinted;
            e.joinX = -1;
            for (int i = 0; i < limit; i++) {
                printer.repeat(codePoint);
            }
            e.lastPrinted = 0; // only what was just written can be repeated, not a repetition
        }
    }

    /** XTWINOPS: sizes in cells are told and titles stacked; guests do not move windows. */
    private void window(Sequence s) {
        switch (s.get(0, 0)) {
            case 18, 19 -> reports.size(s.get(0, 0));
            case 22 -> {
                if (s.get(1, 0) != 1) {
                    e.titles.push();
                }
            }
            case 23 -> {
                if (s.get(1, 0) != 1) {
                    e.titles.pop();
                }
            }
            default -> {}
        }
    }
}
