package isthmus.app.terminal;

import java.util.BitSet;

/** Tab stops. Guarded by the terminal's lock. */
final class Tabs {
    private static final int DISTANCE = 8;

    private final BitSet stops = new BitSet();
    private int columns;

    Tabs(int columns) {
        resize(columns);
    }

    /** New columns have a stop every eighth. */
    void resize(int wanted) {
        for (int x = columns; x < wanted; x++) {
            stops.set(x, x % DISTANCE == 0 && x > 0);
        }
        columns = Math.max(columns, wanted);
    }

    void reset() {
        columns = Math.max(columns, 1);
        int all = columns;
        columns = 0;
        stops.clear();
        resize(all);
    }

    void set(int x) {
        stops.set(x);
    }

    void clear(int x) {
        stops.clear(x);
    }

    void clearAll() {
        stops.clear();
    }

    boolean isSet(int x) {
        return stops.get(x);
    }

    /** The next stop right of {@code x}, at most {@code last}. */
    int next(int x, int last) {
        int stop = stops.nextSetBit(x + 1);
        return stop < 0 ? last : Math.min(stop, last);
    }

    /** The next stop left of {@code x}, at least {@code first}. */
    int previous(int x, int first) {
        return Math.max(x > 0 ? stops.previousSetBit(x - 1) : 0, first);
    }
}
