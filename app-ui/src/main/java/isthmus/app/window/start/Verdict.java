package isthmus.app.window.start;

/**
 * What the check before the start said.
 *
 * @param title one line; empty if nothing is known yet
 * @param remedy what to do about it; empty if nothing
 */
public record Verdict(Kind kind, String title, String remedy) {
    public enum Kind {
        UNKNOWN,
        GOOD,
        /** It will run, but perhaps not as it should. */
        DOUBTFUL,
        BAD
    }

    public static final Verdict UNKNOWN = new Verdict(Kind.UNKNOWN, "", "");
}
