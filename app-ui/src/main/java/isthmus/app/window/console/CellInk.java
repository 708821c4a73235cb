package isthmus.app.window.console;

import isthmus.app.terminal.Style;
import isthmus.app.terminal.TerminalSnapshot;

/** The two colours of a cell, from what the guest asked for, the theme, and what lies over it. Keeps the last answer. */
final class CellInk {
    /** Bits of what the view puts over a cell. */
    static final int SELECTED = 1;

    static final int MATCH = 2;
    static final int CURRENT_MATCH = 4;
    static final int LINK = 8;
    static final int CURSOR = 16;
    /** The cell holds a shape, which must have exactly the colour of its neighbour's ground. */
    static final int SHAPE = 32;

    /** Least contrast of text on a ground that the guest did not choose. */
    private static final double LEGIBLE = 3;

    private TerminalSnapshot shot;
    private ConsoleTheme theme;
    private boolean blinkHidden;
    private boolean fresh;
    private int lastForeground;
    private int lastBackground;
    private int lastFlags;
    private int lastOver;

    int ink;
    int ground;

    /** @param blinkHidden whether blinking text is not to be seen now */
    void begin(TerminalSnapshot snapshot, ConsoleTheme colours, boolean blinkHidden) {
        shot = snapshot;
        theme = colours;
        this.blinkHidden = blinkHidden;
        fresh = true;
    }

    void look(int foreground, int background, int flags, int over) {
        if (!fresh
                && foreground == lastForeground
                && background == lastBackground
                && flags == lastFlags
                && over == lastOver) {
            return;
        }
        fresh = false;
        lastForeground = foreground;
        lastBackground = background;
        lastFlags = flags;
        lastOver = over;
        resolve(foreground, background, flags, over);
    }

    private void resolve(int foreground, int background, int flags, int over) {
        ink = shot.foregroundRgb(foreground);
        ground = shot.backgroundRgb(background);
        boolean inverse = (flags & Style.INVERSE) != 0;
        if (inverse != shot.modes().reverseScreen()) {
            int swap = ink;
            ink = ground;
            ground = swap;
        }
        if ((flags & Style.FAINT) != 0) {
            ink = Pixels.mix(ink, ground, 140);
        }
        if ((over & SHAPE) == 0) {
            ink = Contrast.atLeast(theme.minimumContrast(), ink, ground);
        }
        int cover = cover(over);
        if (cover >= 0) {
            ground = cover;
            ink = Contrast.atLeast(LEGIBLE, ink, ground);
        }
        if ((over & CURSOR) != 0) {
            ink = ground;
            ground = shot.cursorRgb();
            ink = Contrast.atLeast(LEGIBLE, ink, ground);
        }
        boolean hidden = (flags & Style.INVISIBLE) != 0 || blinkHidden && (flags & Style.BLINK) != 0;
        if (hidden) {
            ink = ground;
        }
    }

    private int cover(int over) {
        if ((over & SELECTED) != 0) {
            return theme.selection();
        }
        if ((over & CURRENT_MATCH) != 0) {
            return theme.currentMatch();
        }
        return (over & MATCH) != 0 ? theme.match() : -1;
    }
}
