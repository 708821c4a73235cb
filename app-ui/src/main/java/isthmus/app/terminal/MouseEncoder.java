package isthmus.app.terminal;

import java.nio.charset.StandardCharsets;

/** What the mouse sends to a guest that tracks it: modes 9, 1000, 1002 and 1003, written as bytes or by 1005, 1006 or 1015. */
public final class MouseEncoder {
    /** What the mouse did. */
    public enum Action {
        PRESS,
        RELEASE,
        MOVE
    }

    /** What a button is called in {@link #encode}: with {@link Action#MOVE} the one held, or {@link #NONE}. */
    public static final int LEFT = 0;

    public static final int MIDDLE = 1;
    public static final int RIGHT = 2;
    public static final int NONE = 3;
    public static final int WHEEL_UP = 64;
    public static final int WHEEL_DOWN = 65;
    public static final int WHEEL_LEFT = 66;
    public static final int WHEEL_RIGHT = 67;
    public static final int BACK = 128;
    public static final int FORWARD = 129;

    private static final int MOTION = 32;
    private static final int BYTE_LIMIT = 223;
    private static final int UTF8_LIMIT = 2015;
    private static final byte[] NOTHING = {};

    private MouseEncoder() {}

    /** Whether clicks belong to the guest. The view should keep them for itself while Shift is held. */
    public static boolean wants(TerminalModes modes) {
        return modes.mouseTracking() != TerminalModes.Tracking.NONE;
    }

    /**
     * The bytes for an event, none if the guest does not want to know of it.
     *
     * @param modifiers bits of {@link KeyEncoder}
     * @param column counted from 0, as {@code row}
     */
    public static byte[] encode(Action action, int button, int modifiers, int column, int row, TerminalModes modes) {
        boolean wheel = button >= WHEEL_UP && button < BACK;
        boolean wanted = switch (modes.mouseTracking()) {
            case NONE -> false;
            case X10 -> action == Action.PRESS && button <= RIGHT;
            case BUTTONS -> action != Action.MOVE;
            case DRAG -> action != Action.MOVE || button != NONE;
            case MOTION -> true;
        };
        if (!wanted || wheel && action != Action.PRESS || column < 0 || row < 0) {
            return NOTHING;
        }
        int code = button | (action == Action.MOVE ? MOTION : 0);
        if (modes.mouseTracking() != TerminalModes.Tracking.X10) {
            code |= (modifiers & KeyEncoder.SHIFT) != 0 ? 4 : 0;
            code |= (modifiers & (KeyEncoder.ALT | KeyEncoder.META)) != 0 ? 8 : 0;
            code |= (modifiers & KeyEncoder.CONTROL) != 0 ? 16 : 0;
        }
        // Only SGR tells which button was let go.
        int old = action == Action.RELEASE ? code & ~(3 | 64 | 128) | NONE : code;
        return switch (modes.mouseEncoding()) {
            case SGR ->
                ascii("\033[<" + code + ";" + (column + 1) + ";" + (row + 1) + (action == Action.RELEASE ? "m" : "M"));
            case URXVT -> ascii("\033[" + (old + 32) + ";" + (column + 1) + ";" + (row + 1) + "M");
            case UTF8 ->
                old > BYTE_LIMIT || column >= UTF8_LIMIT || row >= UTF8_LIMIT
                        ? NOTHING
                        : ("\033[M" + (char) (old + 32) + (char) (column + 33) + (char) (row + 33))
                                .getBytes(StandardCharsets.UTF_8);
            case BYTES ->
                old > BYTE_LIMIT || column >= BYTE_LIMIT || row >= BYTE_LIMIT
                        ? NOTHING
                        : new byte[] {0x1b, '[', 'M', (byte) (old + 32), (byte) (column + 33), (byte) (row + 33)};
        };
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The bytes for the window getting or losing the focus, none if the guest does not want to know of it (1004). */
    public static byte[] focus(boolean focused, TerminalModes modes) {
        return modes.focusReports() ? ascii(focused ? "\033[I" : "\033[O") : NOTHING;
    }
}
