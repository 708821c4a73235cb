package isthmus.app.engine;

/** Whether the program's standard streams are a terminal. */
public enum TerminalMode {
    /** A terminal if standard input and output of Isthmus are one. */
    AUTO,
    TERMINAL,
    STREAMS;

    /** Whether the guest gets a terminal, given whether standard input and output of Isthmus are one. */
    public boolean isTerminal(boolean hostHasOne) {
        return switch (this) {
            case AUTO -> hostHasOne;
            case TERMINAL -> true;
            case STREAMS -> false;
        };
    }
}
