package isthmus.app.terminal;

/** G0 to G3, and which of them the lower half of the code table shows. Guarded by the terminal's lock. */
final class Charsets {
    static final int ASCII = 0;
    static final int GRAPHICS = 1;
    static final int UNITED_KINGDOM = 2;

    /** What DEC special graphics shows for 0x5f to 0x7e. */
    private static final String LINES =
            " \u25c6\u2592\u2409\u240c\u240d\u240a\u00b0\u00b1\u2424\u240b\u2518\u2510\u250c"
                    + "\u2514\u253c\u23ba\u23bb\u2500\u23bc\u23bd\u251c\u2524\u2534\u252c\u2502\u2264\u2265\u03c0\u2260\u00a3\u00b7";

    private static final int FIRST_LINE = 0x5f;

    private final int[] sets = new int[4];
    private int shown;
    private int single = -1;
    /** Nothing to translate. */
    boolean plain = true;

    /** The four sets, two bits each, and the one shown in bits 8 and 9. */
    record Saved(int bits) {
        static final Saved ASCII = new Saved(0);
    }

    void designate(int set, char name) {
        sets[set] = switch (name) {
            case '0' -> GRAPHICS;
            case 'A' -> UNITED_KINGDOM;
            default -> ASCII;
        };
        settle();
    }

    /** LS0 to LS3. */
    void show(int set) {
        shown = set;
        settle();
    }

    /** SS2, SS3: for one character. */
    void showOnce(int set) {
        single = set;
        settle();
    }

    void reset() {
        restore(Saved.ASCII);
    }

    Saved save() {
        return new Saved(sets[0] | sets[1] << 2 | sets[2] << 4 | sets[3] << 6 | shown << 8);
    }

    void restore(Saved saved) {
        for (int i = 0; i < sets.length; i++) {
            sets[i] = saved.bits >> 2 * i & 3;
        }
        shown = saved.bits >> 8 & 3;
        single = -1;
        settle();
    }

    int translate(int codePoint) {
        int set = sets[single >= 0 ? single : shown];
        if (single >= 0) {
            single = -1;
            settle();
        }
        if (set == GRAPHICS && codePoint >= FIRST_LINE && codePoint < FIRST_LINE + LINES.length()) {
            return LINES.charAt(codePoint - FIRST_LINE);
        }
        return set == UNITED_KINGDOM && codePoint == '#' ? '\u00a3' : codePoint;
    }

    private void settle() {
        plain = single < 0 && sets[shown] == ASCII;
    }
}
