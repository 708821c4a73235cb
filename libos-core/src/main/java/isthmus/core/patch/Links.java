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

    /** Where the record's place is, by the guest's address: one for each distance from which it is reached. */
    private final Map<Long, long[]> cells;
    /** Where to go on, by the guest's address, if there is a record of it and it is another place. */
    private final Map<Long, Long> places;
    /** The guest's addresses by their slots in the table. */
    private final Map<Integer, Long> slots;

    /** Where to go on at an address that has no record yet. */
    private final LongUnaryOperator place;

    private long table;

    Links(LongUnaryOperator place) {
        this.place = place;
        cells = new HashMap<>();
        places = new HashMap<>();
        slots = new HashMap<>();
    }

    private Links(Links other, LongUnaryOperator place) {
        this.place = place;
        cells = new HashMap<>(other.cells);
        places = new HashMap<>(other.places);
        slots = new HashMap<>(other.slots);
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
        for (long cell : cells.getOrDefault(guest, new long[0])) {
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
        if (now != guest) {
            places.put(guest, now);
        }
        long[] known = cells.getOrDefault(guest, new long[0]);
        long[] more = Arrays.copyOf(known, known.length + 1);
        more[known.length] = cell;
        cells.put(guest, more);
        return cell;
    }

    /** From now on copies go on at {@code at}. */
    void lead(CodeRegion region, long guest, long at) {
        if (cells.containsKey(guest)) {
            places.put(guest, at);
            write(region, guest, at);
        }
    }

    /** Copies go on at the guest's own address again, if it is {@code copy} where they do. */
    void unlink(CodeRegion region, long guest, CodeCopy copy) {
        Long known = places.get(guest);
        if (known != null && copy.contains(known)) {
            places.remove(guest);
            write(region, guest, guest);
        }
    }

    /** The same for all addresses. */
    void unlinkAll(CodeRegion region) {
        places.keySet().forEach(guest -> write(region, guest, guest));
        places.clear();
    }

    private void write(CodeRegion region, long guest, long at) {
        for (long cell : cells.getOrDefault(guest, new long[0])) {
            region.writeCell(cell, at);
        }
    }

    /** Has {@link Lookup} find an address that has a record. */
    void enter(CodeRegion region, long guest) {
        if (table == 0) {
            return;
        }
        int first = Lookup.firstSlot(guest);
        int second = Lookup.secondSlot(guest);
        Long there = slots.get(first);
        if (there != null && there == guest || slots.getOrDefault(second, guest + 1) == guest) {
            return;
        }
        int slot = there == null || !places.containsKey(there) ? first : second;
        slots.put(slot, guest);
        region.writeCell(table + (long) slot * Long.BYTES, cells.get(guest)[0] - Long.BYTES);
    }
}
