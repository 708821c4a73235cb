package isthmus.app.terminal;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Values that cells refer to by index. Bounded: when it is full, the owner marks the indices still in use and {@link #sweep}s
 * the others. Index 0 is always the first value. Guarded by the terminal's lock, but {@link #published} may be read without:
 * an index in use keeps its value in every array ever published.
 */
final class Interner<T> {
    private final Map<T, Integer> indices = new HashMap<>();
    private final int limit;
    private Object[] values = new Object[16];
    private int size;
    private int free;

    Interner(T first, int limit) {
        this.limit = limit;
        intern(first);
    }

    /** The value's index, or -1 if there is no room: sweep, and try again. */
    int intern(T value) {
        Integer known = indices.get(value);
        if (known != null) {
            return known;
        }
        while (free < size && values[free] != null) {
            free++;
        }
        if (free == limit) {
            return -1;
        }
        if (free == values.length) {
            values = Arrays.copyOf(values, Math.min(limit, values.length * 2));
        }
        values[free] = value;
        indices.put(value, free);
        size = Math.max(size, free + 1);
        return free;
    }

    @SuppressWarnings("unchecked") // only intern() fills it
    T get(int index) {
        return (T) values[index];
    }

    /** An array in which the indices of today's cells stay valid; not to be changed. */
    Object[] published() {
        return values;
    }

    /** Forgets all but the first value and those marked. */
    void sweep(BitSet used) {
        Object[] kept = values.clone();
        for (int i = 1; i < size; i++) {
            if (!used.get(i) && kept[i] != null) {
                indices.remove(kept[i]);
                kept[i] = null;
            }
        }
        values = kept;
        free = 1;
    }
}
