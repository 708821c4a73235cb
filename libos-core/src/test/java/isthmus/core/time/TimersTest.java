package isthmus.core.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimersTest {
    private static final long MILLI = 1_000_000;

    private final Timers timers = new Timers();
    private final BlockingQueue<Integer> ran = new LinkedBlockingQueue<>();

    @AfterEach
    void end() {
        timers.close();
    }

    @Test
    void theyRunInOrderAndNotBeforeTheirTime() throws InterruptedException {
        long start = System.nanoTime();
        synchronized (timers) { // so that none runs before all are there
            for (int i : new int[] {3, 1, 4, 2, 0}) {
                timers.schedule(start + (i + 1L) * 3 * MILLI, () -> ran.add(i));
            }
        }
        for (int i = 0; i < 5; i++) {
            assertEquals(i, ran.poll(5, TimeUnit.SECONDS));
            assertTrue(System.nanoTime() - start >= (i + 1L) * 3 * MILLI);
        }
    }

    @Test
    void whatIsCancelledDoesNotRun() throws InterruptedException {
        synchronized (timers) { // so that none runs before one is cancelled
            long soon = System.nanoTime() + MILLI;
            Timers.Entry entry = timers.schedule(soon, () -> ran.add(1));
            timers.schedule(soon + MILLI, () -> ran.add(2));
            assertTrue(timers.cancel(entry));
            assertFalse(timers.cancel(entry));
        }
        assertFalse(timers.cancel(null));
        assertEquals(2, ran.poll(5, TimeUnit.SECONDS));
        assertNull(ran.poll());
    }

    @Test
    void anEarlierOneOvertakes() throws InterruptedException {
        timers.schedule(System.nanoTime() + 60_000 * MILLI, () -> ran.add(1));
        timers.schedule(System.nanoTime(), () -> ran.add(2));
        assertEquals(2, ran.poll(5, TimeUnit.SECONDS));
    }

    @Test
    void manyAtOnce() throws InterruptedException {
        long at = System.nanoTime() + 5 * MILLI;
        List<Timers.Entry> entries = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            int number = i;
            entries.add(timers.schedule(at, () -> ran.add(number)));
        }
        for (int i = 0; i < 1000; i++) {
            assertEquals(i, ran.poll(5, TimeUnit.SECONDS));
        }
        assertEquals(1000, entries.stream().filter(e -> !timers.cancel(e)).count());
    }
}
