package isthmus.app.record;

/** An expression of a {@link TraceFilter} that cannot be understood; the message is a sentence for the user. */
public final class TraceFilterException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int position;
    private final int length;

    TraceFilterException(String message, int position, int length) {
        super(message);
        this.position = position;
        this.length = length;
    }

    /** Index of the first char that is wrong; the length of the expression if something is missing at its end. */
    public int position() {
        return position;
    }

    /** How many chars are wrong; 0 if something is missing. */
    public int length() {
        return length;
    }
}
