package isthmus.core.patch;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;

/**
 * Where copies go on when they come to an address of the guest: in another copy, or at the address itself. For each address
 * there is a record in data of ours, which is never executable and which the guest cannot write: the address, negated, and
 * eight bytes behind it the place to go on. Direct branches jump through the record; {@link Lookup} finds
 * it by a table. The place is changed with one aligned write of eight bytes; a record is never made another address's. Guarded by its {@link EagerPatcher}.
 */
final class Links {
    static final int RECORD = 16;

    private static final long[] NONE = {};

    /** Where the place of an address's first record is. */
    private final LongMap cells;
    /** Where those of its other records are, one for each distance from which they are reached; few have any. */
    private final Map<Long, long[]> moreCells;
    /** Where to go on, by the guest's address, if there is a record of it; the address itself if there is no copy. */
    private final LongMap places;
    /** The guest's addresses by their slots in the table, plus one. */
    private final LongMap slots;

    /** Where to go on at an address that has no record yet. */
    private final LongUnaryOperator place;

    private long table;

    Links(LongUnaryOperator place) {
        this.place = place;
        cells = new LongMap();
        moreCells = new HashMap<>();
        places = new LongMap();
        slots = new LongMap();
    }

    private Links(Links other, LongUnaryOperator place) {
        this.place = place;
        cells = other.cells.copy();
        moreCells = new HashMap<>(other.moreCells);
        places = other.places.copy();
        slots = other.slots.copy();
        table = other.table;
    }

    Links copy(LongUnaryOperator otherPlace) {
        return new Links(this, otherPlace);
    }

    /** The table's address; 0 if there is no room for one. */
    long table(CodeRegion region, long near) {
        if (table == 0) {
            table = region.allocateHidden(near, Lookup.TABLE_BYTES);
        }
        return table;
    }

    /** Adds the table's blocks of 64 KiB. */
    void addBlocks(List<Long> blocks) {
        for (int at = 0; table != 0 && at < Lookup.TABLE_BYTES; at += 1 << 16) {
            blocks.add(table + at >>> 16);
        }
    }

    /** Where the place of an address is that is no further from {@code from} than {@code most}; 0 if there is none. */
    long cell(long guest, long from, long most) {
        long first = cells.get(guest, 0);
        if (first == 0 || Math.abs(first - from) <= most) {
            return first;
        }
        for (long cell : moreCells.getOrDefault(guest, NONE)) {
            if (Math.abs(cell - from) <= most) {
                return cell;
            }
        }
        return 0;
    }

    /** Makes a record at {@code address}; where its place is. */
    long add(CodeRegion region, long address, long guest) {
        long cell = address + Long.BYTES;
        region.writeCell(address, -guest);
        long now = place.applyAsLong(guest);
        region.writeCell(cell, now);
        places.put(guest, now);
        if (!cells.contains(guest)) {
            cells.put(guest, cell);
        } else {
            long[] known = moreCells.getOrDefault(guest, NONE);
            long[] more = Arrays.copyOf(known, known.length + 1);
            more[known.length] = cell;
            moreCells.put(guest, more);
        }
        return cell;
    }

    /** From now on copies go on at {@code at}. */
    void lead(CodeRegion region, long guest, long at) {
        long first = cells.get(guest, 0);
        if (first != 0) {
            places.put(guest, at);
            region.writeCell(first, at);
            for (long cell : moreCells.getOrDefault(guest, NONE)) {
                region.writeCell(cell, at);
            }
        }
    }

    /** Copies go on at the guest's own address again, if it is {@code copy} where they do. */
    void unlink(CodeRegion region, long guest, CodeCopy copy) {
        long known = places.get(guest, guest);
        if (known != guest && copy.contains(known)) {
            lead(region, guest, guest);
        }
    }

    /** Has {@link Lookup} find an address that has a record. */
    void enter(CodeRegion region, long guest) {
        if (table == 0) {
            return;
        }
        int first = Lookup.firstSlot(guest);
        int second = Lookup.secondSlot(guest);
        long there = slots.get(first + 1L, 0);
        if (there == guest || slots.get(second + 1L, 0) == guest) {
            return;
        }
        int slot = there == 0 || places.get(there, there) == there ? first : second;
        slots.put(slot + 1L, guest);
        region.writeCell(table + (long) slot * Long.BYTES, cells.get(guest, 0) - Long.BYTES);
    }
}
