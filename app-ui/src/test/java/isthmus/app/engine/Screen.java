package isthmus.app.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;

/** Collects what a run's terminal shows. */
final class Screen implements RunConsole.Output {
    private static final long MILLIS = 60_000;
    /** Guarded by this. */
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    @Override
    public synchronized void show(byte[] bytes, int offset, int count) {
        shown.write(bytes, offset, count);
        notifyAll();
    }

    synchronized String text() {
        return shown.toString(ISO_8859_1);
    }

    /** Waits until a text has been shown. */
    synchronized void await(String text) throws InterruptedException {
        long end = System.nanoTime() + MILLIS * 1_000_000;
        while (!text().contains(text)) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("'" + text + "' was not shown, but: " + text());
            }
            wait(left);
        }
    }
}
