package isthmus.app.window;

/** Where a person can go in the window. Each place that is open has one tab. */
public sealed interface Place {
    /** What to do when nothing runs: drop something, run something, run it again. */
    record Start() implements Place {}

    /** The terminal of a run. */
    record Console(Session session) implements Place {}

    /** The system calls of a run. */
    record Trace(Session session) implements Place {}
}
