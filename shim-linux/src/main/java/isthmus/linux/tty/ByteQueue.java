package isthmus.linux.tty;

import java.nio.ByteBuffer;

/** Bytes on their way, in a ring that grows as needed. Not thread safe. */
final class ByteQueue {
    private byte[] ring = new byte[64];
    private int first;
    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(int value) {
        grow(1);
        ring[index(size++)] = (byte) value;
    }

    /** Appends {@code count} bytes of {@code source}. */
    void add(ByteBuffer source, int count) {
        grow(count);
        int at = index(size);
        int part = Math.min(count, ring.length - at);
        source.get(ring, at, part);
        source.get(ring, 0, count - part);
        size += count;
    }

    /** The oldest byte, which goes; there is one. */
    int poll() {
        int value = ring[first] & 0xff;
        skip(1);
        return value;
    }

    /** The byte {@code offset} after the oldest. */
    int peek(int offset) {
        return ring[index(offset)] & 0xff;
    }

    void skip(int count) {
        first = index(count);
        size -= count;
    }

    /** Moves what fits into {@code target}, at most {@code limit} bytes, and returns how many. */
    int poll(ByteBuffer target, int limit) {
        int count = Math.min(Math.min(limit, target.remaining()), size);
        int part = Math.min(count, ring.length - first);
        target.put(ring, first, part);
        target.put(ring, 0, count - part);
        skip(count);
        return count;
    }

    void clear() {
        first = 0;
        size = 0;
    }

    /** Forgets the newest bytes, so that {@code count} are left at most. */
    void truncate(int count) {
        size = Math.min(size, count);
    }

    private int index(int offset) {
        return first + offset & ring.length - 1;
    }

    private void grow(int more) {
        if (size + more <= ring.length) {
            return;
        }
        byte[] larger = new byte[Integer.highestOneBit(size + more - 1) << 1];
        for (int i = 0; i < size; i++) {
            larger[i] = ring[index(i)];
        }
        ring = larger;
        first = 0;
    }
}
