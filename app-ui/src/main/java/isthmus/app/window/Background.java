package isthmus.app.window;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javafx.concurrent.Task;
import javafx.concurrent.WorkerStateEvent;

/** The threads on which the window does what takes time. */
public final class Background {
    private static final int THREADS = 3;
    private static final long CLOSE_MILLIS = 500;

    private final ExecutorService workers = Executors.newFixedThreadPool(THREADS, threads("isthmus-work"));
    private final Consumer<Throwable> unexpected;
    private final ExecutorService writer = Executors.newSingleThreadExecutor(threads("isthmus-write"));

    /** @param unexpected hears on the JavaFX thread of what a task did not foresee */
    Background(Consumer<Throwable> unexpected) {
        this.unexpected = unexpected;
    }

    /** Runs a task soon. Called on the JavaFX thread. */
    public void run(Task<?> task) {
        task.addEventHandler(WorkerStateEvent.WORKER_STATE_FAILED, event -> {
            if (task.getOnFailed() == null) {
                unexpected.accept(task.getException());
            }
        });
        if (!workers.isShutdown()) { // what asks some times a second may ask once more while the window goes
            workers.execute(task);
        }
    }

    /** Runs one after another. */
    Executor writer() {
        return writer;
    }

    /** Lets what is being written be finished, half a second at most; all else is interrupted. */
    void close() {
        workers.shutdownNow();
        writer.shutdown();
        try {
            if (!writer.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
                writer.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ThreadFactory threads(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
