package isthmus.app.terminal;

/** Which characters that have a width of their own still belong to the one before (UAX 29, GB11 to GB13, and GB9 for skin). */
final class Graphemes {
    private static final int JOINER = 0x200d;
    static final int FIRST_REGION = 0x1f1e6;
    private static final int LAST_REGION = 0x1f1ff;

    private Graphemes() {}

    /** Whether a character belongs to a cell that ends with {@code last} and holds {@code count} code points. */
    static boolean continues(int last, int count, int codePoint) {
        if (last == JOINER) {
            return Character.isExtendedPictographic(codePoint);
        }
        if (isRegion(codePoint)) {
            return count == 1 && isRegion(last);
        }
        return Character.isEmojiModifier(codePoint) && (Character.isEmojiModifierBase(last) || last == 0xfe0f);
    }

    /** Two regional indicators make a flag. */
    static boolean isFlag(String before, int codePoint) {
        return isRegion(codePoint) && isRegion(before.codePointAt(0));
    }

    private static boolean isRegion(int codePoint) {
        return codePoint >= FIRST_REGION && codePoint <= LAST_REGION;
    }
}
