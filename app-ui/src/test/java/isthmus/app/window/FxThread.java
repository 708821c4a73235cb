package isthmus.app.window;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javafx.application.Platform;

/** JavaFX, started once for the whole test process, and what a test does on its thread. Needs the display of {@code ./check}. */
public final class FxThread {
    static final long SECONDS = 60;
    private static final String DISPLAY = "ISTHMUS_TEST_DISPLAY";
    private static final long AGAIN_MILLIS = 10;
    private static boolean started;

    private FxThread() {}

    /** Whether there is a display for tests, not that of a person. */
    static boolean hasDisplay() {
        return System.getenv(DISPLAY) != null && System.getenv(DISPLAY).equals(System.getenv("DISPLAY"));
    }

    public static synchronized void start() {
        if (started) {
            return;
        }
        assumeTrue(hasDisplay(), "there is no display for tests; ./check starts one");
        CountDownLatch up = new CountDownLatch(1);
        Platform.startup(up::countDown);
        await(up, "JavaFX does not start");
        Platform.setImplicitExit(false);
        started = true;
    }

    static void await(CountDownLatch latch, String failure) {
        try {
            assertTrue(latch.await(SECONDS, TimeUnit.SECONDS), failure);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Does something on the JavaFX thread and waits for it. */
    public static <T> T fx(Callable<T> action) {
        FutureTask<T> task = new FutureTask<>(action);
        if (Platform.isFxApplicationThread()) {
            task.run();
        } else {
            Platform.runLater(task);
        }
        try {
            return task.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (Exception e) {
            throw new AssertionError("the JavaFX thread does not answer", e);
        }
    }

    /** Looks again and again until there is an answer that pleases. */
    static <T> T await(String what, Supplier<T> question, Predicate<T> pleases) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (true) {
            T answer = fx(question::get);
            if (pleases.test(answer)) {
                return answer;
            }
            if (System.nanoTime() > end) {
                return fail(what + " did not come; there is: " + answer);
            }
            pause(AGAIN_MILLIS);
        }
    }

    public static void await(String what, BooleanSupplier reached) {
        boolean there = await(what, reached::getAsBoolean, answer -> answer);
        assertTrue(there);
    }

    public static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
