package isthmus.app.window.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BreathTest {
    @Test
    void littleOutputIsNeverHeldUp() {
        AtomicInteger asked = new AtomicInteger();
        Breath breath = new Breath(() -> asked.incrementAndGet() > 0);
        for (int i = 0; i < 15; i++) {
            breath.after(4096);
        }
        assertEquals(0, asked.get());
    }

    @Test
    void aFloodWaitsForThePainterButNotForEver() {
        AtomicInteger asked = new AtomicInteger();
        Breath breath = new Breath(() -> asked.incrementAndGet() > 0);
        long before = System.nanoTime();
        breath.after(1 << 20);
        assertTrue(System.nanoTime() - before >= 5_000_000);
        assertEquals(5, asked.get());
    }
}
