package isthmus.app.terminal;

import java.util.Arrays;

/**
 * How many cells a character takes: 2 for East Asian wide and full width and for emoji, 0 for what joins the character before
 * it, else 1; so also for those of ambiguous width. Never asks a font.
 */
final class CharWidth {
    private static final int TABLED = 0x20000;
    /** Two whole planes of ideographs. */
    private static final int LAST_IDEOGRAPH = 0x3fffd;

    private static final int FIRST_TAG = 0xe0000;
    private static final int LAST_TAG = 0xe0fff;
    private static final byte[] WIDTHS = table();

    private CharWidth() {}

    static int of(int codePoint) {
        if (codePoint < TABLED) {
            return WIDTHS[codePoint];
        }
        if (codePoint <= LAST_IDEOGRAPH) {
            return 2;
        }
        return codePoint >= FIRST_TAG && codePoint <= LAST_TAG ? 0 : 1;
    }

    /** Whether U+FE0E and U+FE0F choose how it looks. */
    static boolean isEmoji(int codePoint) {
        return Character.isEmoji(codePoint);
    }

    private static byte[] table() {
        byte[] widths = new byte[TABLED];
        Arrays.fill(widths, (byte) 1);
        fill(widths, WidthRanges.WIDE, (byte) 2);
        fill(widths, WidthRanges.NONE, (byte) 0);
        return widths;
    }

    private static void fill(byte[] widths, int[] ranges, byte width) {
        for (int i = 0; i < ranges.length; i += 2) {
            if (ranges[i] < TABLED) {
                Arrays.fill(widths, ranges[i], Math.min(ranges[i + 1] + 1, TABLED), width);
            }
        }
    }
}
