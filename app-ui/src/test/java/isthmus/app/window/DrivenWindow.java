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
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.Dragboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.StackPane;
import javafx.stage.FileChooser;
import javafx.stage.Stage;
import javafx.stage.Window;
import javafx.stage.WindowEvent;
import org.testfx.api.FxRobot;

/** The window as a person has it before them, over the real engine, driven by a robot. Needs a display. */
final class DrivenWindow implements AutoCloseable {
    private static final int CLICKS = 5;

    final FxRobot robot;
    /** Of its own, and deleted in the end; null if it is another's. */
    private final Path made;

    private final CountDownLatch closed = new CountDownLatch(1);
    final WindowRoot root;
    private final Stage stage;
    /** What the next dialog for files answers. */
    private volatile Path chosen;

    /** With settings of its own, as when it is started for the first time. */
    DrivenWindow() throws Exception {
        this(Files.createTempDirectory("isthmus-settings"), true);
    }

    /** @param settings folder of what the window remembers */
    DrivenWindow(Path settings) throws Exception {
        this(settings, false);
    }

    private DrivenWindow(Path settings, boolean own) throws Exception {
        System.setProperty("testfx.robot", "glass");
        FxThread.start();
        robot = new FxRobot();
        made = own ? settings : null;
        List<Window> before = fx(() -> List.copyOf(Window.getWindows()));
        PlatformProvider host = host();
        root = fx(() -> {
            WindowRoot window =
                    new WindowRoot(host, new SettingsFile(settings), owner -> new Answers(), closed::countDown);
            window.open();
            return window;
        });
        stage = fx(() -> (Stage) Window.getWindows().stream()
                .filter(window -> !before.contains(window))
                .findFirst()
                .orElseThrow());
        robot.targetWindow(stage);
    }

    static PlatformProvider host() {
        for (PlatformProvider provider :
                ServiceLoader.load(PlatformProvider.class, DrivenWindow.class.getClassLoader())) {
            if (provider.isForThisHost()) {
                return provider;
            }
        }
        throw new IllegalStateException("there is no platform for this host");
    }

    Stage stage() {
        return stage;
    }

    Scene scene() {
        return fx(stage::getScene);
    }

    /** The ID of what has the focus; empty if nothing has, or it has no ID. */
    String focus() {
        return fx(() -> {
            Node owner = stage.getScene().getFocusOwner();
            return owner == null || owner.getId() == null ? "" : owner.getId();
        });
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
        return node(selector, node -> true);
    }

    Node node(String selector, Predicate<Node> which) {
        return await(selector, () -> visible(selector, which), Optional::isPresent)
                .orElseThrow();
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
        return visible(selector, node -> true);
    }

    private Optional<Node> visible(String selector, Predicate<Node> which) {
        Stream<Node> all = Window.getWindows().stream()
                .filter(window -> window == stage || window instanceof javafx.stage.PopupWindow)
                .map(Window::getScene)
                .filter(scene -> scene != null && scene.getRoot() != null)
                .flatMap(scene -> scene.getRoot().lookupAll(selector).stream());
        return all.filter(node -> isShown(node) && which.test(node)).findFirst();
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
        Node node = node(selector);
        fx(() -> {
            scene().getRoot().applyCss();
            scene().getRoot().layout(); // where it is, not where it was before the last change
            return null;
        });
        robot.targetWindow(stage).clickOn(node);
    }

    /** Replaces what a field holds. */
    void fill(String selector, String text) {
        click(selector);
        for (int again = 0; again < CLICKS && !fx(node(selector)::isFocused); again++) {
            click(selector); // it moved meanwhile, as a sentence above it came or went
        }
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

    /** Fills in the run dialog, on an archive, and runs the program. */
    void run(Path archive, String program, String arguments) {
        choosesNext(archive);
        click("#start-open-archive");
        fill("#form-program", program);
        robot.push(KeyCode.TAB).write(arguments, 0);
        runWhenReady();
    }

    void runWhenReady() {
        robot.push(KeyCode.TAB);
        awaitGone(".proposals");
        await("the verdict", () -> text(".verdict-title"), text -> text.startsWith("Ready"));
        click("#form-run");
        awaitGone("#run-dialog");
    }

    /** Has keys come to the window: there is no window manager to do it when another one was closed. */
    void grabFocus() {
        fx(() -> {
            stage.requestFocus();
            return null;
        });
        await("the focus", stage::isFocused);
    }

    void choosesNext(Path path) {
        chosen = path;
    }

    /** Drags a file from another window, as from a file manager, and drops it. */
    void drop(Path file, String target) {
        Label source = new Label("file");
        Stage other = fx(() -> {
            source.setOnDragDetected(event -> {
                Dragboard board = source.startDragAndDrop(TransferMode.COPY);
                ClipboardContent content = new ClipboardContent();
                content.putFiles(List.of(file.toFile()));
                board.setContent(content);
                event.consume();
            });
            Stage manager = new Stage();
            manager.setScene(new Scene(new StackPane(source), 120, 60));
            manager.setX(0);
            manager.setY(0);
            manager.show();
            return manager;
        });
        robot.drag(source).dropTo(node(target));
        fx(() -> {
            other.close();
            stage.requestFocus(); // there is no window manager to do it
            return null;
        });
    }

    /** Does what the button in the window's corner does. */
    void requestClose() {
        fx(() -> {
            stage.fireEvent(new WindowEvent(stage, WindowEvent.WINDOW_CLOSE_REQUEST));
            return null;
        });
    }

    /** Waits until it is gone, with all programs. */
    void awaitClosed() {
        await(closed, "the window does not close");
    }

    /** What the person closes the window with. */
    @Override
    public void close() throws IOException {
        if (closed.getCount() > 0) {
            requestClose();
            fx(() -> {
                if (scene().getRoot().lookup("#question-yes") instanceof Button yes) {
                    yes.fire();
                }
                return null;
            });
        }
        awaitClosed();
        if (made != null) {
            try (Stream<Path> files = Files.list(made)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(made);
        }
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
