package isthmus.app.record;

/** For tests of other packages: a store that tasks have filled, and more calls for it. */
public final class TraceRuns implements AutoCloseable {
    private final TraceScene scene = new TraceScene();

    public TraceStore store() {
        return scene.store;
    }

    /** The time that the rows of a store count from, of {@link System#nanoTime()}. */
    public static long origin(TraceStore store) {
        return store.origin();
    }

    /** Two files are opened, one of them in vain. */
    public void openTwo() {
        scene.open(2, 2, "/etc/passwd", 3).open(2, 2, "/etc/none", TraceScene.ENOENT);
    }

    public void beginRead() {
        scene.script.entry(2, 2, TraceScene.READ, new long[] {3, 0x1000, 8});
    }

    public void endRead() {
        scene.script.exit(2, 2, TraceScene.READ, 2, null, "ab");
    }

    @Override
    public void close() {
        scene.close();
    }
}
