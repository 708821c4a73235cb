package isthmus.app.cli;

/** What a person typed cannot be done. The message is one sentence: what, where, and what to do. */
public final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }
}
