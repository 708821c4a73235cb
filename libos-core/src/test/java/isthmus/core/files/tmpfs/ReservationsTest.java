package isthmus.core.files.tmpfs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReservationsTest {
    @Test
    void agreesWithABitForEachPage() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            Reservations reservations = new Reservations();
            BitSet pages = new BitSet();
            for (int i = 0; i < 30; i++) {
                int start = random.nextInt(200_000);
                int end = start + 1 + random.nextInt(60_000);
                if (random.nextInt(3) > 0) {
                    reservations.add(start, end);
                    pages.set(start >> 12, (end + 4095) >> 12);
                } else {
                    reservations.remove(start, end);
                    int first = (start + 4095) >> 12;
                    if (first < end >> 12) {
                        pages.clear(first, end >> 12);
                    }
                }
                assertEquals(pages.cardinality() * 4096L, reservations.total());
            }
            reservations.remove(0, Long.MAX_VALUE);
            assertEquals(0, reservations.total());
        }
    }
}
