package isthmus.app.window.console;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

/** A terminal view in a window of its own. Needs a display. */
final class ViewStage implements AutoCloseable {
    private static final long SECONDS = 60;
    private static boolean started;

    final TerminalView view;
    private final ConsoleToolkit toolkit;
    private final Stage stage;

    ViewStage(TerminalInput input, double width, double height) {
        start();
        toolkit = fx(ConsoleToolkit::new);
        view = fx(() -> new TerminalView(toolkit, input, 10_000));
        stage = fx(() -> {
            Stage window = new Stage();
            window.setScene(new Scene(new StackPane(view), width, height));
            view.setShown(true);
            window.show();
            view.requestFocus();
            return window;
        });
    }

    static synchronized void start() {
        if (started) {
            return;
        }
        assertNotNull(System.getenv("DISPLAY"), "no DISPLAY; run the tests by ./check, which starts one");
        CountDownLatch up = new CountDownLatch(1);
        try {
            Platform.startup(up::countDown);
        } catch (IllegalStateException e) { // another test has started it
            Platform.runLater(up::countDown);
        }
        try {
            assertTrue(up.await(SECONDS, TimeUnit.SECONDS), "JavaFX does not start");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        Platform.setImplicitExit(false);
        started = true;
    }

    static <T> T fx(Callable<T> action) {
        FutureTask<T> task = new FutureTask<>(action);
        Platform.runLater(task);
        try {
            return task.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (Exception e) {
            throw new AssertionError("the JavaFX thread does not answer", e);
        }
    }

    static void await(String what, BooleanSupplier reached) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!fx(reached::getAsBoolean)) {
            if (System.nanoTime() > end) {
                fail(what + " did not come");
            }
            pause(10);
        }
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    void feed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        view.feed(bytes, 0, bytes.length);
    }

    Stage stage() {
        return stage;
    }

    @Override
    public void close() {
        fx(() -> {
            stage.hide();
            view.close();
            stage.setScene(null);
            toolkit.close();
            return null;
        });
    }
}
