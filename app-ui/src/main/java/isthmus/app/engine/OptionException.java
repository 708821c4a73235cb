package isthmus.app.engine;

/** An option of a run cannot be what it was to be. The message is one sentence for a person: what, where, and what to do. */
public final class OptionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public OptionException(String message) {
        super(message);
    }
}
