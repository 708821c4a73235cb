package isthmus.core.patch;

/** A map from numbers to numbers, 16 bytes for each slot. Not thread-safe. */
final class LongMap {
    private long[] keys;
    private long[] values;
    private int count;
    /** The value of 0, which is a free slot in {@link #keys}. */
    private long ofZero;

    private boolean hasZero;

    LongMap() {
        keys = new long[16];
        values = new long[16];
    }

    private LongMap(LongMap other) {
        keys = other.keys.clone();
        values = other.values.clone();
        count = other.count;
        ofZero = other.ofZero;
        hasZero = other.hasZero;
    }

    LongMap copy() {
        return new LongMap(this);
    }

    private int home(long key) {
        return (int) (key * 0x9e37_79b9_7f4a_7c15L >>> 40) & keys.length - 1;
    }

    /** The slot of a key, or the free one where it would be. */
    private int slot(long key) {
        int at = home(key);
        while (keys[at] != 0 && keys[at] != key) {
            at = at + 1 & keys.length - 1;
        }
        return at;
    }

    /** The value of a key; {@code otherwise} if it has none. */
    long get(long key, long otherwise) {
        if (key == 0) {
            return hasZero ? ofZero : otherwise;
        }
        int at = slot(key);
        return keys[at] == 0 ? otherwise : values[at];
    }

    boolean contains(long key) {
        return key == 0 ? hasZero : keys[slot(key)] != 0;
    }

    void put(long key, long value) {
        if (key == 0) {
            ofZero = value;
            hasZero = true;
            return;
        }
        int at = slot(key);
        if (keys[at] == 0) {
            if (++count > keys.length - keys.length / 4) {
                grow();
                at = slot(key);
            }
            keys[at] = key;
        }
        values[at] = value;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldValues = values;
        keys = new long[2 * oldKeys.length];
        values = new long[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                int at = slot(oldKeys[i]);
                keys[at] = oldKeys[i];
                values[at] = oldValues[i];
            }
        }
    }
}
