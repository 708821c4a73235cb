package isthmus.app.terminal;

/** Gives every change of a row a number of its own. Guarded by the terminal's lock. */
final class Clock {
    private long now;

    long next() {
        return ++now;
    }

    long now() {
        return now;
    }
}
