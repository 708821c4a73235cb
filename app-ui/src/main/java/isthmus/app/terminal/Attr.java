package isthmus.app.terminal;

/** A cell's colours and flags in a long: foreground in bits 0-24, background in 25-49, {@link Style} in 50-63. */
final class Attr {
    static final int FLAGS_SHIFT = 50;
    static final long DEFAULT = pack(Colour.DEFAULT, Colour.DEFAULT, 0);
    static final long WIDE = (long) Style.WIDE << FLAGS_SHIFT;
    static final long TAIL = (long) Style.TAIL << FLAGS_SHIFT;
    static final long PROTECTED = (long) Style.PROTECTED << FLAGS_SHIFT;
    static final long NO_WIDTH = ~(WIDE | TAIL);

    private static final int BACKGROUND_SHIFT = 25;
    private static final int COLOUR_MASK = (1 << BACKGROUND_SHIFT) - 1;

    private Attr() {}

    static long pack(int foreground, int background, int flags) {
        return foreground | (long) background << BACKGROUND_SHIFT | (long) flags << FLAGS_SHIFT;
    }

    static int foreground(long attr) {
        return (int) attr & COLOUR_MASK;
    }

    static int background(long attr) {
        return (int) (attr >>> BACKGROUND_SHIFT) & COLOUR_MASK;
    }

    static int flags(long attr) {
        return (int) (attr >>> FLAGS_SHIFT);
    }

    /** What an erased cell looks like under this pen: only its background stays. */
    static long blank(long pen) {
        return pack(Colour.DEFAULT, background(pen), 0);
    }
}
