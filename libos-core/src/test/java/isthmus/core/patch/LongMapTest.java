package isthmus.core.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Compared with a map of objects. */
class LongMapTest {
    @Test
    void itIsAMap() {
        Random random = new Random(1);
        LongMap map = new LongMap();
        Map<Long, Long> model = new HashMap<>();
        for (int round = 0; round < 50_000; round++) {
            long key = random.nextInt(20_000) * 4096L;
            if (random.nextInt(1000) == 0) {
                map = map.copy();
            }
            map.put(key, round);
            model.put(key, (long) round);
            long asked = random.nextInt(20_000) * 4096L;
            assertEquals(model.getOrDefault(asked, -1L), map.get(asked, -1));
            assertEquals(model.containsKey(asked), map.contains(asked));
        }
        for (Map.Entry<Long, Long> entry : model.entrySet()) {
            assertEquals(entry.getValue(), map.get(entry.getKey(), -1));
        }
    }

    @Test
    void aCopyIsApart() {
        LongMap map = new LongMap();
        map.put(5, 6);
        LongMap copy = map.copy();
        map.put(5, 7);
        assertEquals(6, copy.get(5, 0));
    }
}
