package isthmus.app.record;

/**
 * How much a {@link TraceStore} keeps; the oldest is dropped.
 *
 * @param rows at least 1
 * @param bytes of memory for what was recorded; at least 4 MiB are used
 */
public record TraceBounds(long rows, long bytes) {
    private static final long USUAL_ROWS = 2_000_000, USUAL_BYTES = 512L << 20;

    public TraceBounds {
        if (rows < 1) {
            throw new IllegalArgumentException("rows: " + rows);
        }
    }

    /** Two million calls in at most 512 MiB, or a quarter of what the Java virtual machine may use. */
    public static TraceBounds usual() {
        return new TraceBounds(
                USUAL_ROWS, Math.min(USUAL_BYTES, Runtime.getRuntime().maxMemory() / 4));
    }
}
