package isthmus.core.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records and the table that finds them. */
class LinksTest {
    private static final long HIDDEN = 0x100_0000, GUEST = 0x1234_5678, PLACE = 0x200_0000, NEAR = 1 << 20;

    private final ArrayRegion.Hidden hidden = new ArrayRegion.Hidden(HIDDEN, 4 << 20);
    private final ArrayRegion region = new ArrayRegion(0x10000, new byte[4096], hidden);
    private final Map<Long, Long> places = new HashMap<>();
    private final Links links = new Links(guest -> places.getOrDefault(guest, guest));
    private long table;
    private long records;

    @BeforeEach
    void allocate() {
        table = links.table(region, 0x10000);
        records = region.allocateHidden(0x10000, 1 << 16);
    }

    private static CodeCopy copy(long start) {
        CodeCopy.Mark mark = new CodeCopy.Mark(0, GUEST, true, CodeCopy.NOTHING, 0, 0, 0);
        return new CodeCopy(start, new byte[8], GUEST, GUEST + 8, List.of(mark));
    }

    private long slot(int slot) {
        return hidden.cell(table + (long) slot * Long.BYTES);
    }

    @Test
    void aRecordLeadsToTheGuestUntilThereIsACopy() {
        long cell = links.add(region, records, GUEST);
        assertEquals(-GUEST, hidden.cell(records));
        assertEquals(records + Long.BYTES, cell);
        assertEquals(GUEST, hidden.cell(cell));
        links.lead(region, GUEST, PLACE);
        assertEquals(PLACE, hidden.cell(cell));
        links.unlink(region, GUEST, copy(PLACE + 0x1000));
        assertEquals(PLACE, hidden.cell(cell), "that was another copy");
        links.unlink(region, GUEST, copy(PLACE - 4));
        assertEquals(GUEST, hidden.cell(cell));
    }

    @Test
    void aRecordOfWhatHasACopyLeadsThere() {
        places.put(GUEST, PLACE);
        assertEquals(PLACE, hidden.cell(links.add(region, records, GUEST)));
    }

    @Test
    void allRecordsOfAnAddressChange() {
        long one = links.add(region, records, GUEST);
        long other = links.add(region, records + 0x1000, GUEST);
        assertEquals(one, links.cell(GUEST, records, NEAR));
        assertEquals(other, links.cell(GUEST, records + 0x1000, 0x100));
        assertEquals(0, links.cell(GUEST, records + 2 * NEAR, NEAR));
        links.lead(region, GUEST, PLACE);
        assertEquals(PLACE, hidden.cell(one));
        assertEquals(PLACE, hidden.cell(other));
    }

    @Test
    void whatHasNoRecordIsNotLed() {
        links.lead(region, GUEST, PLACE);
        assertEquals(GUEST, hidden.cell(links.add(region, records, GUEST)), "it asks then where the copy is");
    }

    @Test
    void theTableHasTwoPlaces() {
        long other = GUEST + (Lookup.SLOTS << 3); // the same lower bits
        for (int i = 0; i < 2; i++) {
            long guest = i == 0 ? GUEST : other;
            places.put(guest, PLACE + i);
            links.add(region, records + 16L * i, guest);
            links.enter(region, guest);
            links.enter(region, guest); // once more changes nothing
        }
        assertEquals(records, slot(Lookup.firstSlot(GUEST)));
        assertEquals(records + 16, slot(Lookup.secondSlot(other)));
        assertEquals(0, slot(Lookup.secondSlot(GUEST)));
    }

    @Test
    void whatLeadsNowhereGivesItsPlaceToOthers() {
        long other = GUEST + (Lookup.SLOTS << 3);
        links.add(region, records, GUEST);
        links.enter(region, GUEST);
        places.put(other, PLACE);
        links.add(region, records + 16, other);
        links.enter(region, other);
        assertEquals(records + 16, slot(Lookup.firstSlot(GUEST)));
    }

    @Test
    void aForkedCopyHasItsOwn() {
        long cell = links.add(region, records, GUEST);
        Links child = links.copy(guest -> guest);
        links.lead(region, GUEST, PLACE);
        assertEquals(cell, child.cell(GUEST, records, NEAR));
        hidden.buffer().putLong((int) (cell - HIDDEN), 77);
        child.unlink(region, GUEST, copy(PLACE));
        assertEquals(77, hidden.cell(cell), "the child knows of no copy there");
    }
}
