package isthmus.linux.task;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ResidentSamplerTest {
    private static final long LOOK_NANOS = 40_000_000;

    private long now = Long.MAX_VALUE - LOOK_NANOS; // the clock may overflow
    private long resident;
    private int looks;
    private final CpuTimes times = new CpuTimes();
    private final ResidentSampler sampler = new ResidentSampler(() -> now);

    private long look() {
        looks++;
        now += LOOK_NANOS;
        return resident;
    }

    @Test
    void aTwentiethOfTheTimeGoesIntoLooking() {
        long start = now;
        for (int i = 0; i < 10_000; i++) {
            resident += 4096;
            sampler.sample(times, this::look);
            assertEquals(1 + (now - start - LOOK_NANOS) / (20 * LOOK_NANOS), looks);
            now += LOOK_NANOS / 10;
        }
    }

    @Test
    void theFirstAnswerIsNoGuess() {
        resident = 1 << 20;
        sampler.sample(times, this::look);
        assertEquals(1 << 20, times.maxResident());
        resident = 2 << 20;
        sampler.sample(times, this::look);
        assertEquals(1 << 20, times.maxResident());
        now += 19 * LOOK_NANOS;
        sampler.sample(times, this::look);
        assertEquals(2 << 20, times.maxResident());
    }
}
