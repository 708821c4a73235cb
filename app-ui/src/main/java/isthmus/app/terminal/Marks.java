package isthmus.app.terminal;

/** Bits of a line's mark: what OSC 133 said of it. */
public final class Marks {
    /** A prompt starts in this line. */
    public static final int PROMPT = 1;
    /** The user's input starts in this line. */
    public static final int INPUT = 2;
    /** A command's output starts in this line. */
    public static final int OUTPUT = 4;
    /** The command before this prompt ended with another status than 0. */
    public static final int FAILED = 8;

    private Marks() {}
}
