package isthmus.app.terminal;

/** The modes that what the user types depends on, at one moment. */
public record TerminalModes(int bits) {
    static final int APPLICATION_CURSOR = 1;
    static final int APPLICATION_KEYPAD = 1 << 1;
    static final int BRACKETED_PASTE = 1 << 2;
    static final int FOCUS = 1 << 3;
    static final int ALTERNATE_SCREEN = 1 << 4;
    static final int ALTERNATE_SCROLL = 1 << 5;
    static final int NEW_LINE = 1 << 6;
    static final int REVERSE = 1 << 7;
    static final int BACKARROW = 1 << 8;
    static final int TRACKING_SHIFT = 9;
    static final int ENCODING_SHIFT = 12;
    static final int MODIFY_SHIFT = 15;

    /** Which mouse events the guest wants. */
    public enum Tracking {
        NONE,
        /** Mode 9: presses only. */
        X10,
        /** Mode 1000: presses and releases. */
        BUTTONS,
        /** Mode 1002: also motion while a button is held. */
        DRAG,
        /** Mode 1003: all motion. */
        MOTION
    }

    /** How mouse events are written: the old bytes, or modes 1005, 1006, 1015. */
    public enum Encoding {
        BYTES,
        UTF8,
        SGR,
        URXVT
    }

    private static final Tracking[] TRACKINGS = Tracking.values();
    private static final Encoding[] ENCODINGS = Encoding.values();

    /** DECCKM. */
    public boolean applicationCursor() {
        return has(APPLICATION_CURSOR);
    }

    /** DECKPAM. */
    public boolean applicationKeypad() {
        return has(APPLICATION_KEYPAD);
    }

    /** Mode 2004. */
    public boolean bracketedPaste() {
        return has(BRACKETED_PASTE);
    }

    /** Mode 1004. */
    public boolean focusReports() {
        return has(FOCUS);
    }

    public boolean alternateScreen() {
        return has(ALTERNATE_SCREEN);
    }

    /** Mode 1007: on the alternate screen the wheel moves the cursor, if the guest does not track the mouse. */
    public boolean alternateScroll() {
        return has(ALTERNATE_SCROLL);
    }

    /** LNM: Enter sends CR LF. */
    public boolean newLine() {
        return has(NEW_LINE);
    }

    /** DECSCNM: the screen's default foreground and background are exchanged. */
    public boolean reverseScreen() {
        return has(REVERSE);
    }

    /** DECBKM: Backspace sends BS instead of DEL. */
    public boolean backarrow() {
        return has(BACKARROW);
    }

    public Tracking mouseTracking() {
        return TRACKINGS[bits >> TRACKING_SHIFT & 7];
    }

    public Encoding mouseEncoding() {
        return ENCODINGS[bits >> ENCODING_SHIFT & 3];
    }

    /** XTMODKEYS resource 4: 0, 1 or 2. */
    public int modifyOtherKeys() {
        return bits >> MODIFY_SHIFT & 3;
    }

    private boolean has(int bit) {
        return (bits & bit) != 0;
    }
}
