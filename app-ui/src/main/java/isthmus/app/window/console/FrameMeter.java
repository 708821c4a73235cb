package isthmus.app.window.console;

import java.util.Arrays;
import java.util.Locale;

/** How long frames took: the painting of each, and the time between two while there was something to paint. Thread-safe. */
public final class FrameMeter {
    private static final int KEPT = 1 << 14;
    private static final long MICRO = 1000;
    private static final int LATE = 33_334;

    /** Guarded by this: rings of microseconds. */
    private final int[] paints = new int[KEPT];

    private final int[] gaps = new int[KEPT];
    private int paintCount;
    private int gapCount;

    synchronized void painted(long nanos) {
        paints[paintCount++ % KEPT] = (int) Math.min(nanos / MICRO, Integer.MAX_VALUE);
    }

    synchronized void gap(long nanos) {
        gaps[gapCount++ % KEPT] = (int) Math.min(nanos / MICRO, Integer.MAX_VALUE);
    }

    public synchronized void reset() {
        paintCount = 0;
        gapCount = 0;
    }

    /**
     * In milliseconds, of the last 16384 frames.
     *
     * @param frames since the reset
     * @param late gaps of more than 33 ms among those kept
     */
    public record Figures(
            int frames,
            double paintMedian,
            double paint99,
            double paintMax,
            double gapMedian,
            double gap99,
            double gapMax,
            int late) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%d frames, paint %.1f/%.1f/%.1f ms, gap %.1f/%.1f/%.1f ms (median/99 %%/most), %d late",
                    frames,
                    paintMedian,
                    paint99,
                    paintMax,
                    gapMedian,
                    gap99,
                    gapMax,
                    late);
        }
    }

    public synchronized Figures figures() {
        int[] p = sorted(paints, paintCount);
        int[] g = sorted(gaps, gapCount);
        return new Figures(paintCount, at(p, 0.5), at(p, 0.99), at(p, 1), at(g, 0.5), at(g, 0.99), at(g, 1), late(g));
    }

    private static int[] sorted(int[] ring, int count) {
        int[] some = Arrays.copyOf(ring, Math.min(count, KEPT));
        Arrays.sort(some);
        return some;
    }

    private static int late(int[] sorted) {
        int at = Arrays.binarySearch(sorted, LATE);
        return sorted.length - (at < 0 ? -at - 1 : at);
    }

    private static double at(int[] sorted, double part) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.ceil((sorted.length - 1) * part)] / 1000.0;
    }
}
