package isthmus.app.window;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;

/** Asks the JavaFX thread again and again, and knows the longest time that it did not answer. */
final class Pulse implements AutoCloseable {
    private static final long EVERY_MILLIS = 20;

    private final Thread watcher = new Thread(this::watch, "pulse");
    private volatile boolean done;
    private volatile long longestMillis;

    Pulse() {
        watcher.setDaemon(true);
        watcher.start();
    }

    private void watch() {
        try {
            while (!done) {
                CountDownLatch answer = new CountDownLatch(1);
                long asked = System.nanoTime();
                Platform.runLater(answer::countDown);
                answer.await();
                long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - asked);
                longestMillis = Math.max(longestMillis, millis);
                Thread.sleep(EVERY_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Milliseconds. */
    long longest() {
        return longestMillis;
    }

    @Override
    public void close() {
        done = true;
    }
}
