package isthmus.core.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Compared with a map of objects. */
class EntriesTest {
    private static final long START = 0x7f00_0000_0000L;
    private static final int BYTES = 3 * 4096;

    @Test
    void itIsAMap() {
        Random random = new Random(1);
        Entries entries = new Entries();
        TreeMap<Long, Long> model = new TreeMap<>();
        for (int round = 0; round < 20_000; round++) {
            long guest = START + random.nextInt(BYTES);
            long place = START + random.nextInt(1 << 30) - (1 << 29);
            switch (random.nextInt(50)) {
                case 0 -> {
                    long end = guest + random.nextInt(5000);
                    entries.removeIf(guest, end, (from, to) -> to % 2 == 0);
                    model.subMap(guest, end).values().removeIf(to -> to % 2 == 0);
                }
                case 1 -> entries = entries.copy();
                case 2 -> {
                    long end = guest + random.nextInt(300);
                    assertEquals(
                            model.subMap(guest, end).values().stream().anyMatch(to -> to % 16 == 0),
                            entries.any(guest, end, (from, to) -> to % 16 == 0));
                }
                default -> {
                    entries.put(guest, place);
                    model.put(guest, place);
                }
            }
            long asked = START + random.nextInt(BYTES);
            assertEquals(model.getOrDefault(asked, 5L), entries.get(asked, 5));
            assertEquals(model.containsKey(asked), entries.contains(asked));
        }
        for (Map.Entry<Long, Long> entry : model.entrySet()) {
            assertEquals(entry.getValue(), entries.get(entry.getKey(), 0));
        }
    }

    @Test
    void aTestHearsOfBoth() {
        Entries entries = new Entries();
        entries.put(START + 4095, START - 7);
        entries.removeIf(START, START + 4095, (guest, place) -> true);
        entries.removeIf(START, START + 4096, (guest, place) -> guest != START + 4095 || place != START - 7);
        assertEquals(START - 7, entries.get(START + 4095, 0));
        entries.removeIf(START + 4095, START + 4096, (guest, place) -> guest == START + 4095 && place == START - 7);
        assertEquals(0, entries.get(START + 4095, 0));
    }
}
