package isthmus.app.terminal;

/** Bits of a cell's flags, as in {@link TerminalSnapshot#flags}. */
public final class Style {
    public static final int BOLD = 1;
    public static final int FAINT = 1 << 1;
    public static final int ITALIC = 1 << 2;
    public static final int BLINK = 1 << 3;
    public static final int INVERSE = 1 << 4;
    public static final int INVISIBLE = 1 << 5;
    public static final int STRIKE = 1 << 6;
    public static final int OVERLINE = 1 << 7;
    /** Three bits, see {@link #underline}. */
    public static final int UNDERLINE = 7 << 8;
    /** The cell holds a character that is two cells wide; the next cell is its {@link #TAIL}. */
    public static final int WIDE = 1 << 11;
    /** The right half of a wide character; its own text is 0. */
    public static final int TAIL = 1 << 12;
    /** Not erased by the selective erase functions (DECSCA). */
    public static final int PROTECTED = 1 << 13;

    public static final int UNDERLINE_NONE = 0;
    public static final int UNDERLINE_SINGLE = 1;
    public static final int UNDERLINE_DOUBLE = 2;
    public static final int UNDERLINE_CURLY = 3;
    public static final int UNDERLINE_DOTTED = 4;
    public static final int UNDERLINE_DASHED = 5;

    private static final int UNDERLINE_SHIFT = 8;

    private Style() {}

    /** Which of the {@code UNDERLINE_…} kinds the flags ask for. */
    public static int underline(int flags) {
        return (flags & UNDERLINE) >> UNDERLINE_SHIFT;
    }

    static int withUnderline(int flags, int kind) {
        return flags & ~UNDERLINE | kind << UNDERLINE_SHIFT;
    }
}
