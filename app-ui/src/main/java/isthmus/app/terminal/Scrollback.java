package isthmus.app.terminal;

import java.util.Arrays;

/**
 * The lines that left the screen at its top, the oldest of which go when there are too many. They are kept as {@link PackedRow}s
 * in a few large pieces of memory that are used again: a flood of output makes no garbage, and a collector that moves what is
 * alive has next to nothing to move. Guarded by the terminal's lock.
 */
final class Scrollback {
    /** Numbers in a piece: more than the longest record, of {@link Terminal#MAXIMUM_SIZE} cells, has. */
    private static final int PIECE = 1 << 14;

    private static final int FEW = 64;

    private final int limit;
    /** A ring, from {@code head} on, of where each row's record is: the number of its piece, and the place in that. */
    private long[] places;

    private int head;
    private int size;

    /** A ring: the piece of a number is at that number modulo the length, which is a power of two. */
    private int[][] pieces;

    private long firstPiece;
    private long lastPiece;
    /** Numbers used of the last piece. */
    private int filled;
    /** A piece that is free. */
    private int[] spare;

    /** What is packed just now. */
    private int[] record = {};

    Scrollback(int limit) {
        this.limit = limit;
        clear();
    }

    int limit() {
        return limit;
    }

    int size() {
        return size;
    }

    /** A copy of a row; 0 is the oldest. */
    Row get(int index) {
        long place = place(index);
        return PackedRow.unpack(piece(place), offset(place));
    }

    long generation(int index) {
        long place = place(index);
        return PackedRow.generation(piece(place), offset(place));
    }

    boolean wrapped(int index) {
        long place = place(index);
        return PackedRow.wrapped(piece(place), offset(place));
    }

    int mark(int index) {
        long place = place(index);
        return PackedRow.mark(piece(place), offset(place));
    }

    /** Keeps what is in the row, which the caller may use again. True if the oldest row went, or this one if none is kept. */
    boolean push(Row row) {
        if (limit == 0) {
            return true;
        }
        boolean full = size == limit;
        if (full) {
            head = head + 1 == places.length ? 0 : head + 1;
            size--;
            freePieces();
        } else if (size == places.length) {
            grow();
        }
        int longest = PackedRow.longest(row.used);
        if (record.length < longest) {
            record = new int[longest];
        }
        int length = PackedRow.pack(row, record);
        if (filled + length > PIECE) {
            addPiece();
        }
        int end = head + size;
        places[end < places.length ? end : end - places.length] = lastPiece * PIECE + filled;
        System.arraycopy(record, 0, pieces[slot(lastPiece)], filled, length);
        filled += length;
        size++;
        return full;
    }

    /** Only the oldest {@code count} rows stay. */
    void truncate(int count) {
        if (count == 0) {
            clear();
        } else if (count < size) {
            size = count;
            long place = place(count - 1);
            for (long each = place / PIECE + 1; each <= lastPiece; each++) {
                pieces[slot(each)] = null;
            }
            lastPiece = place / PIECE;
            filled = offset(place) + PackedRow.length(piece(place), offset(place));
        }
    }

    void clear() {
        places = new long[Math.min(limit, FEW)];
        head = 0;
        size = 0;
        pieces = new int[1][];
        firstPiece = 0;
        lastPiece = -1;
        filled = PIECE;
        spare = null;
    }

    /** What it takes. */
    long bytes() {
        return (lastPiece - firstPiece + 1) * PIECE * Integer.BYTES + (long) places.length * Long.BYTES;
    }

    private long place(int index) {
        int at = head + index;
        return places[at < places.length ? at : at - places.length];
    }

    private int[] piece(long place) {
        return pieces[slot(place / PIECE)];
    }

    private static int offset(long place) {
        return (int) (place % PIECE);
    }

    private int slot(long number) {
        return (int) (number & pieces.length - 1);
    }

    /** Those before the oldest row's. */
    private void freePieces() {
        long needed = size == 0 ? lastPiece : place(0) / PIECE;
        for (; firstPiece < needed; firstPiece++) {
            spare = pieces[slot(firstPiece)];
            pieces[slot(firstPiece)] = null;
        }
    }

    private void addPiece() {
        if (lastPiece - firstPiece + 1 == pieces.length) {
            int[][] more = new int[pieces.length * 2][];
            for (long number = firstPiece; number <= lastPiece; number++) {
                more[(int) (number & more.length - 1)] = pieces[slot(number)];
            }
            pieces = more;
        }
        lastPiece++;
        pieces[slot(lastPiece)] = spare == null ? new int[PIECE] : spare;
        spare = null;
        filled = 0;
    }

    private void grow() {
        int before = places.length;
        long[] larger = Arrays.copyOf(places, Math.min(limit, before * 2));
        System.arraycopy(places, head, larger, 0, before - head);
        System.arraycopy(places, 0, larger, before - head, head);
        places = larger;
        head = 0;
    }
}
