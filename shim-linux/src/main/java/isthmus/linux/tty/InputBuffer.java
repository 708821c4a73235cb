package isthmus.linux.tty;

import java.nio.ByteBuffer;
import java.util.BitSet;

/**
 * What was typed and not yet read: whole lines, then the line that is being typed. Positions count up for ever; the
 * ring holds the last of them. Guarded by the pair's lock.
 */
final class InputBuffer {
    /** Bytes in the ring; one stays free. */
    static final int SIZE = 4096;

    private final byte[] ring = new byte[SIZE];
    /** Places that end a line; a zero byte there is an end of file. */
    private final BitSet ends = new BitSet(SIZE);

    private long tail;
    /** Behind the last whole line. */
    private long lines;

    private long head;
    /** What was typed before canonical mode was switched on counts as a line, though it has no end. */
    private boolean pushed;

    int size() {
        return (int) (head - tail);
    }

    boolean hasLine() {
        return lines != tail;
    }

    boolean isAtLineStart() {
        return lines == head;
    }

    /** Bytes of the line that is being typed. */
    int partial() {
        return (int) (head - lines);
    }

    int partialAt(int index) {
        return ring[index(lines + index)] & 0xff;
    }

    private static int index(long position) {
        return (int) (position & SIZE - 1);
    }

    void put(int c) {
        ring[index(head++)] = (byte) c;
    }

    /** The end of a line, or with a zero byte the end of the file. */
    void putEnd(int c) {
        ends.set(index(head));
        put(c);
        lines = head;
    }

    void dropLast() {
        head--;
    }

    byte[] dropLast(int count) {
        byte[] dropped = new byte[count];
        for (int i = 0; i < count; i++) {
            dropped[i] = ring[index(head - count + i)];
        }
        head -= count;
        return dropped;
    }

    void dropPartial() {
        head = lines;
    }

    void clear() {
        tail = 0;
        lines = 0;
        head = 0;
        pushed = false;
        ends.clear();
    }

    /** Lines have no meaning across a change of mode: what is there is one, or none. */
    void switchMode(boolean canonical) {
        ends.clear();
        if (canonical && head != tail) {
            ends.set(index(head - 1));
            lines = head;
            pushed = true;
        } else {
            lines = tail;
            pushed = false;
        }
    }

    /** Bytes of the whole lines, without ends of file. */
    int lineBytes() {
        int count = 0;
        for (long at = tail; at < lines; at++) {
            int i = index(at);
            if (!ends.get(i) || ring[i] != 0) {
                count++;
            }
        }
        return count;
    }

    int read(ByteBuffer target) {
        int count = Math.min(size(), target.remaining());
        copy(target, count);
        lines = Math.max(lines, tail);
        return count;
    }

    private void copy(ByteBuffer target, int count) {
        int at = index(tail);
        int part = Math.min(count, SIZE - at);
        target.put(ring, at, part);
        target.put(ring, 0, count - part);
        tail += count;
    }

    /**
     * Moves one line, or as much of it as fits; returns the number of bytes, 0 for an end of file. An end of file right
     * behind what was moved goes with it.
     */
    int readLine(ByteBuffer target) {
        int limit = target.remaining();
        int count = 0;
        while (tail + count < lines) {
            int i = index(tail + count);
            boolean end = ends.get(i);
            if (end && ring[i] == 0 && !pushed) {
                copy(target, count);
                ends.clear(index(tail));
                tail++;
                return count;
            }
            if (count == limit) {
                break;
            }
            count++;
            if (end) {
                ends.clear(i);
                pushed = false;
                break;
            }
        }
        copy(target, count);
        return count;
    }
}
