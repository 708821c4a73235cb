package isthmus.app.window;

import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.south.PlatformProvider;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.stage.Stage;
import javafx.stage.Window;
import javafx.stage.WindowEvent;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/** The real window on the display of the tests, over the real engine. One at a time. */
final class OpenWindow implements AutoCloseable {
    private static final long SECONDS = FxThread.SECONDS;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final FxRobot robot = new FxRobot();

    private OpenWindow() {}

    /** @param settings folder of what the window remembers */
    static OpenWindow open(Path settings) throws InterruptedException {
        System.setProperty("testfx.robot", "glass");
        System.setProperty(SettingsFile.FOLDER_PROPERTY, settings.toString());
        OpenWindow window = new OpenWindow();
        FxThread.start();
        window.onFx(() -> {
            new WindowRoot(host(), window.closed::countDown).open();
            return null;
        });
        WaitForAsyncUtils.waitForFxEvents();
        return window;
    }

    static PlatformProvider host() {
        for (PlatformProvider provider :
                ServiceLoader.load(PlatformProvider.class, OpenWindow.class.getClassLoader())) {
            if (provider.isForThisHost()) {
                return provider;
            }
        }
        throw new IllegalStateException("there is no platform for this host");
    }

    FxRobot robot() {
        return robot;
    }

    Stage stage() {
        return Window.getWindows().stream()
                .filter(Stage.class::isInstance)
                .map(Stage.class::cast)
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no window"));
    }

    Scene scene() {
        return stage().getScene();
    }

    boolean isThere(String selector) {
        return scene().getRoot().lookup(selector) != null;
    }

    /** Waits until something holds, as asked on the JavaFX thread. */
    void await(String what, BooleanSupplier condition) {
        FxThread.await(what, condition);
        WaitForAsyncUtils.waitForFxEvents();
    }

    <T> T onFx(Callable<T> work) {
        return FxThread.fx(work);
    }

    /** Whether it is gone, with all programs, after at most so long. */
    boolean isClosedWithin(long seconds) throws InterruptedException {
        return closed.await(seconds, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        if (closed.getCount() > 0) {
            onFx(() -> {
                Stage stage = stage();
                stage.fireEvent(new WindowEvent(stage, WindowEvent.WINDOW_CLOSE_REQUEST));
                if (stage.getScene().getRoot().lookup("#question-yes") instanceof Button yes) {
                    yes.fire();
                }
                return null;
            });
            boolean isClosed = false;
            try {
                isClosed = isClosedWithin(SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            assertTrue(isClosed, "the window does not close");
        }
    }
}
