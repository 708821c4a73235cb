package isthmus.app.terminal;

/** Modes that commands look at. Guarded by the terminal's lock. */
final class Modes {
    /** How long a guest may hold the picture back (2026), in nanoseconds. */
    private static final long SYNCHRONIZED_LIMIT = 500_000_000L;

    private static final int START = TerminalModes.ALTERNATE_SCROLL;

    /** The bits of {@link TerminalModes}. */
    int visible = START;
    /** DECOM. */
    boolean origin;
    /** DECAWM. */
    boolean autowrap = true;
    /** IRM. */
    boolean insert;
    /** DECLRMM. */
    boolean sideMargins;
    /** Mode 45. */
    boolean reverseWrap;
    /** Mode 40: DECCOLM does something. */
    boolean columnsMayChange;
    /** DECTCEM. */
    boolean cursor = true;
    /** Mode 12, and DECSCUSR. */
    boolean blink = true;
    /** Mode 2026 is set since then, on the clock of {@link System#nanoTime}. */
    private long synchronizedSince;

    private boolean synchronizedUpdate;

    void set(int bit, boolean on) {
        visible = on ? visible | bit : visible & ~bit;
    }

    boolean has(int bit) {
        return (visible & bit) != 0;
    }

    void tracking(TerminalModes.Tracking tracking) {
        visible = visible & ~(7 << TerminalModes.TRACKING_SHIFT) | tracking.ordinal() << TerminalModes.TRACKING_SHIFT;
    }

    void encoding(TerminalModes.Encoding encoding) {
        visible = visible & ~(3 << TerminalModes.ENCODING_SHIFT) | encoding.ordinal() << TerminalModes.ENCODING_SHIFT;
    }

    void modifyOtherKeys(int level) {
        visible = visible & ~(3 << TerminalModes.MODIFY_SHIFT) | level << TerminalModes.MODIFY_SHIFT;
    }

    void synchronizedUpdate(boolean on) {
        synchronizedUpdate = on;
        synchronizedSince = on ? System.nanoTime() : 0;
    }

    /** The guest is in the middle of a picture, and did not start it too long ago. */
    boolean synchronizedUpdate() {
        if (synchronizedUpdate && System.nanoTime() - synchronizedSince > SYNCHRONIZED_LIMIT) {
            synchronizedUpdate = false;
        }
        return synchronizedUpdate;
    }

    void softReset() {
        origin = false;
        autowrap = true;
        insert = false;
        sideMargins = false;
        reverseWrap = false;
        cursor = true;
        blink = true;
        set(TerminalModes.APPLICATION_CURSOR | TerminalModes.APPLICATION_KEYPAD, false);
    }

    /** All but which screen is shown. */
    void reset() {
        softReset();
        visible = START | visible & TerminalModes.ALTERNATE_SCREEN;
        columnsMayChange = false;
        synchronizedUpdate(false);
    }
}
