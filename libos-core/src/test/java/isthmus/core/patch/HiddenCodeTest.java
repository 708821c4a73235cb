package isthmus.core.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Areas of code of ours: what they hold, and what happens when there is no more. */
class HiddenCodeTest {
    private static final long GUEST = 0x10000, START = 0x100_0000, ENTRY = 0x7000_0000_0000L;
    private static final int AREA = 1 << 16;
    private static final List<CodeCopy.Mark> MARKS =
            List.of(new CodeCopy.Mark(0, GUEST, true, CodeCopy.NOTHING, 0, 0, 0));

    private final ArrayRegion.Hidden hidden = new ArrayRegion.Hidden(START, 2 * AREA);
    private final ArrayRegion region = new ArrayRegion(GUEST, new byte[4096], hidden);
    private final HiddenCode code = new HiddenCode(ENTRY, new Links(guest -> guest));

    /** A copy of {@code bytes} zeroes, each 1; with so many constants. */
    private CodeCopy place(long near, int bytes, int constants) {
        return code.place(region, near, bytes, false, (base, values, cell, exits) -> {
            for (int i = 0; i < constants; i++) {
                if (values.address(1000 + i) == 0) {
                    return null;
                }
            }
            byte[] made = new byte[bytes];
            Arrays.fill(made, (byte) 1);
            return new CodeCopy(base, made, GUEST, GUEST + 1, MARKS);
        });
    }

    @Test
    void copiesDoNotTouchAndStayInTheirArea() {
        Set<Long> seen = new HashSet<>();
        CodeCopy before = null;
        for (CodeCopy copy = place(GUEST, 5000, 0); copy != null; copy = place(GUEST, 5000, 0)) {
            assertTrue(seen.add(copy.start));
            assertEquals(0, copy.start % 16);
            assertEquals(copy.start >>> 16, copy.end() >>> 16);
            assertTrue(code.isCode(copy.start) && code.isCode(copy.end() - 1));
            assertEquals(1, hidden.at(copy.end() - 1, 1)[0]);
            if (before != null && before.start >>> 16 == copy.start >>> 16) {
                assertTrue(before.end() < copy.start, "a zero between two");
            }
            before = copy;
        }
        assertEquals(2 * AREA, hidden.allocated());
        assertEquals(2, code.blocks().size());
        assertTrue(seen.size() >= 14, seen.size() + " copies");
        assertFalse(code.isCode(START), "data");
        hidden.setMost(3 * AREA);
        assertNotNull(place(GUEST, 5000, 0), "when there is room again");
    }

    @Test
    void theEntryIsKeptOnceInTheData() {
        place(GUEST, 100, 0);
        place(GUEST, 100, 0);
        assertEquals(ENTRY, hidden.cell(START));
        assertEquals(0, hidden.cell(START + Long.BYTES));
    }

    @Test
    void whatIsTooLargeForAnAreaTakesNone() {
        assertNull(place(GUEST, AREA, 0));
        assertEquals(0, hidden.allocated());
    }

    @Test
    void whatNeedsTooManyConstantsTakesOneArea() {
        assertNull(place(GUEST, 100, 4000));
        assertNull(place(GUEST, 100, 4000));
        assertTrue(hidden.allocated() <= 2 * AREA);
        assertNull(place(GUEST, 100, 1), "that area has no room for data");
    }

    @Test
    void whatIsFarGetsAnAreaOfItsOwn() {
        CodeCopy near = place(GUEST, 100, 0);
        assertNull(place(START + (5L << 30), 100, 0), "the memory that comes is too far as well");
        assertNotEquals(0, near.start);
        assertEquals(2 * AREA, hidden.allocated());
    }

    @Test
    void noLookupIsWhereNothingIsLinked() {
        CodeCopy copy = place(GUEST, 100, 0);
        assertEquals(-1, code.lookupOffset(copy.start));
        CodeCopy linked = linked();
        assertNull(linked, "the table does not fit");
        hidden.setMost(2 * AREA + Lookup.TABLE_BYTES + AREA);
        linked = linked();
        assertNotNull(linked);
        long lookup = (linked.start & -AREA) + (6 << 12) + 16;
        assertEquals(0, code.lookupOffset(lookup));
        assertEquals(Lookup.BYTES - 1, code.lookupOffset(lookup + Lookup.BYTES - 1));
        assertEquals(-1, code.lookupOffset(lookup + Lookup.BYTES));
    }

    private CodeCopy linked() {
        return code.place(region, GUEST, 100, true, (base, values, cell, exits) -> {
            return exits == null ? null : new CodeCopy(base, new byte[100], GUEST, GUEST + 1, MARKS);
        });
    }
}
