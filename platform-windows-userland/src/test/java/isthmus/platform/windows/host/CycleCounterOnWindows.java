package isthmus.platform.windows.host;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.time.Clocks;
import isthmus.core.time.CycleClocks;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** Not named as a test: only the run under Wine, or on Windows, can select it. */
class CycleCounterOnWindows {
    @Test
    void clocksFollowTheHosts() {
        LongSupplier counter = CycleCounter.find();
        assertNotNull(counter, "no invariant time stamp counter");
        Clocks clocks = new CycleClocks(counter);
        long last = clocks.monotonic();
        for (long end = System.nanoTime() + 500_000_000; System.nanoTime() < end; ) {
            long now = clocks.monotonic();
            long host = System.nanoTime();
            assertTrue(now >= last, "back");
            assertTrue(now <= host + 20_000, () -> now - host + " ahead");
            last = now;
        }
    }
}
