package isthmus.app.window;

/** Where a person can go in the window. Each place that is open has one tab. */
public sealed interface Place {
    /** What to do when nothing runs: drop something, run something, run it again. */
    record Start() implements Place {}

    /** The terminal of a run. */
    record Console(Session session) implements Place {}

    /** The system calls of a run. */
    record Trace(Session session) implements Place {}

    /** The run that a place is about; null if it is about none. */
    static Session sessionOf(Place place) {
        return switch (place) {
            case Console console -> console.session();
            case Trace trace -> trace.session();
            case Start start -> null;
            case null -> null;
        };
    }
}
