package isthmus.app.cli;

/** Exit statuses of the command itself. Any other is the program's own, or 128 + N if signal N ended it. */
public final class ExitStatus {
    public static final int OK = 0;
    /** {@code isthmus doctor}: something is missing. */
    public static final int UNHEALTHY = 1;
    /** Isthmus failed, or was asked for something that cannot be done. */
    public static final int FAILED = 125;
    /** The program was found and cannot be executed. */
    public static final int CANNOT_EXECUTE = 126;
    /** There is no such program. */
    public static final int NOT_FOUND = 127;

    private ExitStatus() {}
}
