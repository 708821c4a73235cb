package isthmus.app.terminal;

/** Text that refuses to be read for longer than allowed: some regular expressions would never be done with it. */
record TimedText(CharSequence text, long deadline, int[] reads) implements CharSequence {
    private static final int DISTANCE = 1 << 14;

    /** Time is over. */
    static final class TimeOver extends RuntimeException {
        private static final long serialVersionUID = 1;

        TimeOver() {
            super("time is over", null, false, false);
        }
    }

    /** @param deadline as of {@link System#nanoTime} */
    TimedText(CharSequence text, long deadline) {
        this(text, deadline, new int[1]);
    }

    @Override
    public char charAt(int index) {
        if (++reads[0] % DISTANCE == 0 && System.nanoTime() - deadline > 0) {
            throw new TimeOver();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
