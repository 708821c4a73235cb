package isthmus.app.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Where the rows' records lie, found by the number of the row. One thread adds, changes and drops; any reads. */
final class RowTable {
    /** There is no record yet. */
    static final long NONE = -1;

    /** Of memory, for a row. */
    static final int BYTES = 24;

    private static final int SHIFT = 14;
    private static final int SIZE = 1 << SHIFT;
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    private static final class Part {
        final long number;
        final long[] entry = new long[SIZE];
        final long[] exit = new long[SIZE];
        final int[] name = new int[SIZE];
        final int[] descriptor = new int[SIZE];

        Part(long number) {
            this.number = number;
        }
    }

    private final AtomicReferenceArray<Part> parts;
    private final long limit;
    private volatile long first;
    private volatile long end;

    /** @param limit of rows */
    RowTable(long limit) {
        this.limit = limit;
        this.parts = new AtomicReferenceArray<>((int) (limit >> SHIFT) + 2);
    }

    private Part part(long row) {
        Part part = parts.get((int) ((row >> SHIFT) % parts.length()));
        return part != null && part.number == row >> SHIFT ? part : null;
    }

    /** Adds a row; its number. */
    long add(long entry, long exit, int name, int descriptor) {
        long row = end;
        int at = (int) row & SIZE - 1;
        if (at == 0) {
            parts.set((int) ((row >> SHIFT) % parts.length()), new Part(row >> SHIFT));
        }
        Part part = part(row);
        part.entry[at] = entry;
        part.exit[at] = exit;
        part.name[at] = name;
        part.descriptor[at] = descriptor;
        end = row + 1; // readers look at this first
        if (row + 1 - first > limit) {
            dropBefore(row + 1 - limit);
        }
        return row;
    }

    void complete(long row, long exit) {
        Part part = part(row);
        if (part != null) {
            LONGS.setRelease(part.exit, (int) row & SIZE - 1, exit);
        }
    }

    void dropBefore(long row) {
        long old = first;
        first = row;
        for (long number = old >> SHIFT; number < row >> SHIFT; number++) {
            parts.set((int) (number % parts.length()), null);
        }
    }

    long first() {
        return first;
    }

    long end() {
        return end;
    }

    /** Position of the record that began the row; {@link #NONE} if the row was dropped. */
    long entry(long row) {
        Part part = part(row);
        return part == null ? NONE : part.entry[(int) row & SIZE - 1];
    }

    /** Position of the record that completed it, or {@link #NONE}. */
    long exit(long row) {
        Part part = part(row);
        return part == null ? NONE : (long) LONGS.getAcquire(part.exit, (int) row & SIZE - 1);
    }

    /** What the task was called, as a number of the store's; 0 if that is not known. */
    int name(long row) {
        Part part = part(row);
        return part == null ? 0 : part.name[(int) row & SIZE - 1];
    }

    /** How many rows before this one the file of its descriptor was opened; 0 if that is not known. */
    int descriptor(long row) {
        Part part = part(row);
        return part == null ? 0 : part.descriptor[(int) row & SIZE - 1];
    }
}
