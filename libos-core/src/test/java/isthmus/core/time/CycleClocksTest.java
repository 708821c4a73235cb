package isthmus.core.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@link CycleClocks} on a machine whose hands the test turns. */
class CycleClocksTest {
    private static final long SECOND = 1_000_000_000L;
    /** Less than this CLOCK_REALTIME is not set back. */
    private static final long SET_BACK = 50_000_000;

    private static final long START = 1_700_000_000L * SECOND;

    /** Nanoseconds since the machine started; reading anything takes a while. */
    private double time = 5 * SECOND;

    private double cyclesPerNano = 2.6;
    private double noise;
    private final Random random = new Random(42);
    private double counterOffset = 12_345;
    private long realtimeOffset = START;
    private double asleep;

    private final ByteBuffer memory = ByteBuffer.allocateDirect(4096).order(ByteOrder.LITTLE_ENDIAN);
    private final ClockPage page = new ClockPage(memory);
    private final CycleClocks clocks = new CycleClocks(this::cycles, this::monotonic, this::realtime);

    private long cycles() {
        time += 20;
        return (long) (time * cyclesPerNano + counterOffset);
    }

    private long monotonic() {
        time += 20 + random.nextDouble() * noise;
        return (long) (time - asleep);
    }

    private long realtime() {
        time += 20 + random.nextDouble() * noise;
        return (long) time + realtimeOffset;
    }

    /** What a program computes, as the vDSO does; -1 if it has to ask. */
    private long onPage(int clock) {
        int sequence = memory.getInt(ClockPage.SEQUENCE);
        long elapsed = cycles() - memory.getLong(ClockPage.CYCLES);
        if ((sequence & 1) != 0 || Long.compareUnsigned(elapsed, memory.getLong(ClockPage.HORIZON)) >= 0) {
            return -1;
        }
        long rate = memory.getLong(clock + ClockPage.RATE);
        long nanos = Math.multiplyHigh(elapsed, rate) << 8 | elapsed * rate >>> 56;
        return memory.getLong(clock + ClockPage.SECONDS) * SECOND + memory.getLong(clock + ClockPage.NANOS) + nanos;
    }

    private long read(boolean real) {
        long onPage = onPage(real ? ClockPage.REALTIME : ClockPage.MONOTONIC);
        return onPage >= 0 && random.nextBoolean() ? onPage : real ? clocks.realtime() : clocks.monotonic();
    }

    /** Time enough to learn how fast the counter is; until then the clocks are as late as reading the host's is slow. */
    private void settle() {
        clocks.publishOn(page);
        time += 5_000_000;
    }

    private void run(double seconds, double step, long tolerance) {
        run(seconds, step, tolerance, tolerance);
    }

    private void run(double seconds, double step, long tolerance, long realTolerance) {
        long last = clocks.monotonic();
        long lastReal = clocks.realtime();
        for (double end = time + seconds * SECOND; time < end; time += random.nextDouble() * step) {
            long now = read(false);
            assertTrue(now >= last, () -> "back at " + time);
            last = now;
            long real = read(true);
            assertTrue(real >= lastReal, () -> "realtime back at " + time);
            lastReal = real;
            assertTrue(Math.abs(now - (time - asleep)) < tolerance, () -> now - (time - asleep) + " off at " + time);
            assertTrue(Math.abs(real - realtimeOffset - time) < realTolerance, () -> "realtime off at " + time);
        }
    }

    @Test
    void thePageSaysNothingAtFirst() {
        assertEquals(-1, onPage(ClockPage.MONOTONIC));
        clocks.publishOn(page);
        assertEquals(-1, onPage(ClockPage.MONOTONIC));
        time += 5_000_000;
        clocks.monotonic();
        assertTrue(onPage(ClockPage.MONOTONIC) >= 0);
        assertTrue(onPage(ClockPage.REALTIME) >= START);
        time += SECOND;
        assertEquals(-1, onPage(ClockPage.MONOTONIC));
    }

    @Test
    void programsAndKernelComputeTheSame() {
        settle();
        run(10, 3_000_000, 200);
        assertTrue(Math.abs(clocks.monotonic() - onPage(ClockPage.MONOTONIC) + 20) <= 1);
    }

    @Test
    void noiseAndOtherRates() {
        for (double rate : new double[] {0.024, 1, 5.7}) {
            cyclesPerNano = rate;
            noise = 200;
            CycleClocks other = new CycleClocks(this::cycles, this::monotonic, this::realtime);
            long last = other.monotonic();
            for (double end = time + 200 * SECOND; time < end; time += random.nextDouble() * 30_000_000) {
                long now = other.monotonic();
                assertTrue(now >= last && Math.abs(now - time) < 2_000, () -> rate + ": " + (now - time));
                last = now;
            }
        }
    }

    @Test
    void theHostsClockIsSlewed() {
        settle();
        run(3, 1_000_000, 200);
        // The host's clock goes 200 millionths faster from now on, as if the counter went slower.
        double was = time * cyclesPerNano + counterOffset;
        cyclesPerNano *= 1 - 2e-4;
        counterOffset = was - time * cyclesPerNano;
        run(150, 5_000_000, 250_000);
        run(50, 5_000_000, 1_000);
        was = time * cyclesPerNano + counterOffset;
        cyclesPerNano *= 1 + 5e-5;
        counterOffset = was - time * cyclesPerNano;
        run(200, 5_000_000, 200_000);
    }

    @Test
    void suspendThatTheCounterDoesNotSee() {
        settle();
        run(5, 1_000_000, 200);
        double slept = 3600.0 * SECOND;
        counterOffset += slept * cyclesPerNano; // the counter went on, CLOCK_MONOTONIC did not
        realtimeOffset += (long) slept;
        run(5, 1_000_000, SECOND, 2_000); // nobody knows when in the last horizon it was
        counterOffset = -(time * cyclesPerNano) + 1000; // and now the counter has begun anew
        run(5, 1_000_000, 2 * SECOND, SET_BACK);
    }

    @Test
    void theHostsTimeIsSet() {
        settle();
        run(5, 1_000_000, 200);
        realtimeOffset += 100 * SECOND;
        time += 2 * SECOND;
        run(2, 1_000_000, 200);
        realtimeOffset -= 7200 * SECOND;
        time += 2 * SECOND;
        assertTrue(Math.abs(clocks.realtime() - realtimeOffset - time) < 1000);
        run(2, 1_000_000, 200);
        realtimeOffset -= 1_000_000; // a little: not back but slower
        time += 2 * SECOND;
        run(30, 1_000_000, 1_100_000);
        assertTrue(Math.abs(clocks.realtime() - realtimeOffset - time) < 10_000);
    }

    @Test
    void longIdle() {
        settle();
        run(1, 1_000_000, 200);
        for (int i = 0; i < 50; i++) {
            time += 1000.0 * SECOND * random.nextDouble();
            run(0.01, 1_000_000, 1_000);
        }
    }

    @Test
    void otherProcessors() {
        assertEquals(0, memory.getInt(ClockPage.PROCESSORS));
        page.processorsDiffer();
        assertEquals(1, memory.getInt(ClockPage.PROCESSORS));
    }
}
