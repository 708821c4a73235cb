package isthmus.app.engine;

/** Sizes as people write them: {@code 4096}, {@code 512M}, {@code 2G}; the units are powers of 1024. */
public final class ByteSize {
    private static final String UNITS = "KMGT";
    /** With less, not even the file systems that the kernel makes find room. */
    private static final long LEAST = 1 << 20;

    private ByteSize() {}

    /**
     * Bytes, at least 1 MiB.
     *
     * @param option what to call it in a message
     * @throws OptionException if it is no size, or too small a one
     */
    public static long parse(String option, String text) {
        int unit = text.isEmpty() ? -1 : UNITS.indexOf(Character.toUpperCase(text.charAt(text.length() - 1)));
        String digits = unit < 0 ? text : text.substring(0, text.length() - 1);
        try {
            long bytes = Math.multiplyExact(Numbers.unsigned(digits, Long.MAX_VALUE), 1L << (10 * (unit + 1)));
            if (bytes >= LEAST) {
                return bytes;
            }
            if (bytes > 0) {
                throw new OptionException(option + " " + text + " is too little for any program; give it at least 1M");
            }
        } catch (NumberFormatException | ArithmeticException e) {
            throw bad(option, text);
        }
        throw bad(option, text);
    }

    private static OptionException bad(String option, String text) {
        return new OptionException(option + " " + text + " is not a size; write a number of bytes or one with K, M, G"
                + " or T after it, such as 512M");
    }

    /** As {@link #parse} takes it, with the largest unit that fits without rest. */
    public static String text(long bytes) {
        int unit = Math.min(Long.numberOfTrailingZeros(bytes) / 10, UNITS.length());
        return unit == 0 ? String.valueOf(bytes) : (bytes >> 10 * unit) + UNITS.substring(unit - 1, unit);
    }

    static long checked(long bytes) {
        if (bytes < LEAST) {
            throw new OptionException(
                    "a memory limit of " + bytes + " bytes is too little for any program; give it at least 1M");
        }
        return bytes;
    }
}
