package isthmus.app.window;

import static isthmus.app.window.FxThread.await;
import static isthmus.app.window.FxThread.fx;
import static isthmus.app.window.FxThread.pause;

import isthmus.core.south.PlatformProvider;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.stage.FileChooser;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.testfx.api.FxRobot;

/** The window as a person has it before them, with settings of its own, driven by a robot. Needs a display. */
final class DrivenWindow implements AutoCloseable {

    final FxRobot robot = new FxRobot();
    private final Path settings;
    private final CountDownLatch closed = new CountDownLatch(1);
    final WindowRoot root;
    private final Stage stage;
    /** What the next dialog for files answers. */
    private volatile Path chosen;

    DrivenWindow() throws Exception {
        FxThread.start();
        settings = Files.createTempDirectory("isthmus-settings");
        List<Window> before = fx(() -> List.copyOf(Window.getWindows()));
        PlatformProvider host = OpenWindow.host();
        root = fx(() -> {
            WindowRoot made =
                    new WindowRoot(host, new SettingsFile(settings), owner -> new Answers(), closed::countDown);
            made.open();
            return made;
        });
        stage = fx(() -> (Stage) Window.getWindows().stream()
                .filter(window -> !before.contains(window))
                .findFirst()
                .orElseThrow());
        robot.targetWindow(stage);
    }

    Stage stage() {
        return stage;
    }

    Scene scene() {
        return fx(stage::getScene);
    }

    /** Waits until an answer has stayed the same for a second. */
    <T> T settle(Supplier<T> question) {
        T last = fx(question::get);
        for (int same = 0; same < 10; ) {
            pause(100);
            T now = fx(question::get);
            same = now.equals(last) ? same + 1 : 0;
            last = now;
        }
        return last;
    }

    /** The first visible node of a selector, as soon as there is one. */
    Node node(String selector) {
        return await(selector, () -> visible(selector), Optional::isPresent).orElseThrow();
    }

    <T extends Node> T node(String selector, Class<T> type) {
        return type.cast(node(selector));
    }

    boolean isThere(String selector) {
        return fx(() -> visible(selector).isPresent());
    }

    /** What a visible label says; empty if there is none. */
    String text(String selector) {
        return fx(() -> visible(selector)
                .map(node -> ((javafx.scene.control.Labeled) node).getText())
                .orElse(""));
    }

    void awaitGone(String selector) {
        await("the end of " + selector, () -> visible(selector), Optional::isEmpty);
    }

    private Optional<Node> visible(String selector) {
        Stream<Node> all = Window.getWindows().stream()
                .filter(window -> window == stage || window instanceof javafx.stage.PopupWindow)
                .map(Window::getScene)
                .filter(scene -> scene != null && scene.getRoot() != null)
                .flatMap(scene -> scene.getRoot().lookupAll(selector).stream());
        return all.filter(DrivenWindow::isShown).findFirst();
    }

    private static boolean isShown(Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (!at.isVisible()) {
                return false;
            }
        }
        return node.getScene() != null && node.getScene().getWindow().isShowing();
    }

    void click(String selector) {
        robot.targetWindow(stage).clickOn(node(selector));
    }

    /** Replaces what a field holds. */
    void fill(String selector, String text) {
        click(selector);
        robot.push(KeyCode.CONTROL, KeyCode.A);
        robot.write(text, 0);
    }

    /** Types what may have line ends. */
    void type(String text) {
        for (String line : text.split("(?<=\n)", -1)) {
            robot.write(line.replace("\n", ""), 0);
            if (line.endsWith("\n")) {
                robot.push(KeyCode.ENTER);
            }
        }
    }

    void choosesNext(Path path) {
        chosen = path;
    }

    /** What the person closes the window with. */
    @Override
    public void close() throws IOException {
        if (closed.getCount() > 0) {
            fx(() -> {
                stage.fireEvent(new javafx.stage.WindowEvent(stage, javafx.stage.WindowEvent.WINDOW_CLOSE_REQUEST));
                return null;
            });
            if (isThere("#question-yes")) {
                click("#question-yes");
            }
        }
        await(closed, "the window does not close");
        try (Stream<Path> files = Files.list(settings)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(settings);
    }

    private final class Answers implements FileDialogs {
        @Override
        public File folder(String title, File begin) {
            return chosen.toFile();
        }

        @Override
        public File open(String title, File begin, List<FileChooser.ExtensionFilter> filters) {
            return chosen.toFile();
        }

        @Override
        public File save(String title, File begin, String name) {
            return chosen.toFile();
        }
    }
}
