package isthmus.app.terminal;

import java.util.function.BooleanSupplier;

/** Text that refuses to be read for longer than allowed: some regular expressions would never be done with it. */
record TimedText(CharSequence text, BooleanSupplier over, int[] reads) implements CharSequence {
    private static final int DISTANCE = 1 << 14;

    /** Time is over. */
    static final class TimeOver extends RuntimeException {
        private static final long serialVersionUID = 1;

        TimeOver() {
            super("time is over", null, false, false);
        }
    }

    /** @param over whether time is over, or nobody wants the answer any more */
    TimedText(CharSequence text, BooleanSupplier over) {
        this(text, over, new int[1]);
    }

    @Override
    public char charAt(int index) {
        if (++reads[0] % DISTANCE == 0 && over.getAsBoolean()) {
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
