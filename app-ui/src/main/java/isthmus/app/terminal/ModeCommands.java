package isthmus.app.terminal;

import java.util.HashMap;
import java.util.Map;

/** Setting, resetting, saving and asking for modes. Guarded by the terminal's lock. */
final class ModeCommands {
    /** Answers of DECRPM. */
    static final int UNKNOWN = 0;

    private static final int SET = 1;
    private static final int RESET = 2;
    private static final int ALWAYS_SET = 3;
    private static final int SAVED_LIMIT = 100;

    private final Emulator e;
    private final Editing editing;
    private final Modes modes;
    private final Map<Integer, Boolean> saved = new HashMap<>();

    ModeCommands(Emulator emulator, Editing editing) {
        e = emulator;
        this.editing = editing;
        modes = e.modes;
    }

    /** SM and RM. */
    void set(Sequence s, boolean on) {
        for (int i = 0; i < s.count(); i++) {
            switch (s.get(i, 0)) {
                case 4 -> modes.insert = on;
                case 20 -> modes.set(TerminalModes.NEW_LINE, on);
                default -> {}
            }
        }
    }

    /** DECSET and DECRST. */
    void setPrivate(Sequence s, boolean on) {
        for (int i = 0; i < s.count(); i++) {
            setPrivate(s.get(i, 0), on);
        }
    }

    private void setPrivate(int mode, boolean on) {
        int bit = bit(mode);
        if (bit != 0) {
            modes.set(bit, on);
            return;
        }
        switch (mode) {
            case 3 -> columns();
            case 40 -> modes.columnsMayChange = on;
            case 6 -> {
                modes.origin = on;
                e.moveTo(on ? e.left : 0, on ? e.top : 0);
            }
            case 7 -> modes.autowrap = on;
            case 12 -> modes.blink = on;
            case 25 -> modes.cursor = on;
            case 45 -> modes.reverseWrap = on;
            case 69 -> {
                modes.sideMargins = on;
                e.left = 0;
                e.right = e.columns() - 1;
            }
            case 9, 1000, 1002, 1003 -> modes.tracking(on ? tracking(mode) : TerminalModes.Tracking.NONE);
            case 1005, 1006, 1015 -> modes.encoding(on ? encoding(mode) : TerminalModes.Encoding.BYTES);
            case 2026 -> synchronizedUpdate(on);
            default -> screen(mode, on);
        }
    }

    /** The picture of now is kept for painters that come before the next is ready; else a busy guest would starve them. */
    private void synchronizedUpdate(boolean on) {
        if (!on) {
            modes.synchronizedUpdate(false);
        } else if (!modes.synchronizedUpdate()) {
            e.held.take(e, Terminal.BOTTOM);
            modes.synchronizedUpdate(true);
        }
    }

    /** DECCOLM. The window's width is the user's, but the rest of what it does is done: all is cleared. */
    private void columns() {
        if (modes.columnsMayChange) {
            modes.sideMargins = false;
            e.resetMargins();
            editing.eraseDisplay(2, false);
            e.moveTo(0, 0);
        }
    }

    private void screen(int mode, boolean on) {
        switch (mode) {
            case 47 -> e.useAlternate(on);
            case 1047 -> {
                if (!on && e.screen == e.alternate) {
                    editing.eraseDisplay(2, false);
                }
                e.useAlternate(on);
            }
            case 1048 -> cursor(on);
            case 1049 -> {
                if (on) {
                    if (e.screen == e.primary) {
                        e.saveCursor();
                    }
                    e.useAlternate(true);
                    editing.eraseDisplay(2, false);
                } else if (e.screen == e.alternate) {
                    e.useAlternate(false);
                    e.restoreCursor();
                }
            }
            default -> {}
        }
    }

    private void cursor(boolean save) {
        if (save) {
            e.saveCursor();
        } else {
            e.restoreCursor();
        }
    }

    private static int bit(int mode) {
        return switch (mode) {
            case 1 -> TerminalModes.APPLICATION_CURSOR;
            case 5 -> TerminalModes.REVERSE;
            case 66 -> TerminalModes.APPLICATION_KEYPAD;
            case 67 -> TerminalModes.BACKARROW;
            case 1004 -> TerminalModes.FOCUS;
            case 1007 -> TerminalModes.ALTERNATE_SCROLL;
            case 2004 -> TerminalModes.BRACKETED_PASTE;
            default -> 0;
        };
    }

    private static TerminalModes.Tracking tracking(int mode) {
        return switch (mode) {
            case 9 -> TerminalModes.Tracking.X10;
            case 1000 -> TerminalModes.Tracking.BUTTONS;
            case 1002 -> TerminalModes.Tracking.DRAG;
            default -> TerminalModes.Tracking.MOTION;
        };
    }

    private static TerminalModes.Encoding encoding(int mode) {
        return switch (mode) {
            case 1005 -> TerminalModes.Encoding.UTF8;
            case 1006 -> TerminalModes.Encoding.SGR;
            default -> TerminalModes.Encoding.URXVT;
        };
    }

    /** XTSAVE. */
    void save(Sequence s) {
        for (int i = 0; i < s.count(); i++) {
            int mode = s.get(i, 0);
            int state = privateState(mode);
            if (state != UNKNOWN && (saved.size() < SAVED_LIMIT || saved.containsKey(mode))) {
                saved.put(mode, state == SET);
            }
        }
    }

    /** XTRESTORE. */
    void restore(Sequence s) {
        for (int i = 0; i < s.count(); i++) {
            Boolean on = saved.get(s.get(i, 0));
            if (on != null && on != (privateState(s.get(i, 0)) == SET)) {
                setPrivate(s.get(i, 0), on);
            }
        }
    }

    /** DECRQM: the state of an ANSI mode. */
    int state(int mode) {
        return switch (mode) {
            case 4 -> of(modes.insert);
            case 20 -> of(modes.has(TerminalModes.NEW_LINE));
            default -> UNKNOWN;
        };
    }

    /** DECRQM: the state of a private mode. */
    int privateState(int mode) {
        int bit = bit(mode);
        if (bit != 0) {
            return of(modes.has(bit));
        }
        TerminalModes now = new TerminalModes(modes.visible);
        return switch (mode) {
            case 6 -> of(modes.origin);
            case 7 -> of(modes.autowrap);
            case 9, 1000, 1002, 1003 -> of(now.mouseTracking() == tracking(mode));
            case 12 -> of(modes.blink);
            case 25 -> of(modes.cursor);
            case 40 -> of(modes.columnsMayChange);
            case 45 -> of(modes.reverseWrap);
            case 47, 1047, 1049 -> of(e.screen == e.alternate);
            case 1048 -> SET;
            case 69 -> of(modes.sideMargins);
            case 1005, 1006, 1015 -> of(now.mouseEncoding() == encoding(mode));
            case 2026 -> of(modes.synchronizedUpdate());
            case 2027 -> ALWAYS_SET;
            default -> UNKNOWN;
        };
    }

    private static int of(boolean on) {
        return on ? SET : RESET;
    }
}
