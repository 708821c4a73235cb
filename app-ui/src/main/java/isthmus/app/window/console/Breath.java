package isthmus.app.window.console;

import java.util.function.BooleanSupplier;

/**
 * Slows a flood of output down while the window cannot keep up with painting, so that the processor is there for that. Used by
 * the threads that feed a terminal.
 */
final class Breath {
    /** What comes in smaller amounts is no flood. */
    private static final int FLOOD_BYTES = 1 << 16;

    private static final long PAUSE_MILLIS = 2;
    private static final int PAUSES = 5;

    private final BooleanSupplier late;
    /** Guarded by this. */
    private int fed;

    /** @param late whether the picture lags behind; asked on the feeding thread */
    Breath(BooleanSupplier late) {
        this.late = late;
    }

    /** So many bytes were fed: waits at most 10 ms, and only if the picture lags behind. */
    void after(int bytes) {
        synchronized (this) {
            fed += bytes;
            if (fed < FLOOD_BYTES) {
                return;
            }
            fed = 0;
        }
        try {
            for (int i = 0; i < PAUSES && late.getAsBoolean(); i++) {
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // The run is being ended; its own code looks at that.
        }
    }
}
