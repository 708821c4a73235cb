package isthmus.app.engine;

/** Decimal numbers as people write them. */
final class Numbers {
    private Numbers() {}

    /**
     * A number of ASCII digits only: no sign, no space.
     *
     * @throws NumberFormatException if it is none, or above the limit
     */
    static long unsigned(String text, long limit) {
        boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        long value = digits ? Long.parseLong(text) : -1;
        if (value < 0 || value > limit) {
            throw new NumberFormatException(text);
        }
        return value;
    }
}
