package isthmus.app.terminal;

/** The lines that left the screen at its top: a ring whose oldest rows are used again. Guarded by the terminal's lock. */
final class Scrollback {
    private final int limit;
    private Row[] ring;
    private int head;
    private int size;

    Scrollback(int limit) {
        this.limit = limit;
        this.ring = new Row[Math.min(limit, 64)];
    }

    int limit() {
        return limit;
    }

    int size() {
        return size;
    }

    /** Row 0 is the oldest. */
    Row get(int index) {
        int at = head + index;
        return ring[at < ring.length ? at : at - ring.length];
    }

    /** Keeps the row; returns one that is now free, or null while there is still room. */
    Row push(Row row) {
        if (limit == 0) {
            return row;
        }
        if (size == ring.length && size < limit) {
            grow();
        }
        int end = head + size;
        if (end >= ring.length) {
            end -= ring.length;
        }
        if (size < ring.length) {
            ring[end] = row;
            size++;
            return null;
        }
        Row oldest = ring[head];
        ring[head] = row;
        head = head + 1 == ring.length ? 0 : head + 1;
        return oldest;
    }

    /** Takes the youngest row back; there must be one. */
    Row pop() {
        size--;
        int end = head + size;
        end = end < ring.length ? end : end - ring.length;
        Row row = ring[end];
        ring[end] = null;
        return row;
    }

    void clear() {
        ring = new Row[Math.min(limit, 64)];
        head = 0;
        size = 0;
    }

    private void grow() {
        Row[] larger = new Row[Math.min(limit, ring.length * 2)];
        for (int i = 0; i < size; i++) {
            larger[i] = get(i);
        }
        ring = larger;
        head = 0;
    }
}
