package isthmus.platform.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.time.CycleClocks;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class CycleCounterTest {
    @Test
    void thereIfTheHostTellsTheTimeByIt() {
        assertEquals(CycleCounter.clockSource().equals("tsc"), CycleCounter.find() != null);
    }

    @Test
    void clocksFollowTheHosts() {
        LongSupplier counter = CycleCounter.find();
        if (counter == null) {
            return; // shown by the other test
        }
        CycleClocks clocks = new CycleClocks(counter);
        long last = clocks.monotonic();
        long least = Long.MAX_VALUE;
        for (long end = System.nanoTime() + 1_000_000_000; System.nanoTime() < end; ) {
            long now = clocks.monotonic();
            long host = System.nanoTime();
            assertTrue(now >= last, "back");
            assertTrue(now <= host + 20_000, () -> now - host + " ns ahead");
            least = Math.min(least, Math.abs(host - now));
            last = now;
        }
        assertTrue(least < 20_000, least + " ns off at best");
    }
}
