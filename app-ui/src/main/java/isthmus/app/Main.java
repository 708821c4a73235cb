package isthmus.app;

/** Entry point of the {@code isthmus} command. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.err.println("isthmus: no command is built yet.");
        System.exit(125);
    }
}
