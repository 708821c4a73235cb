package isthmus.app.window.console;

import static isthmus.app.window.FxThread.fx;

import isthmus.app.window.FxThread;
import java.nio.charset.StandardCharsets;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

/** A terminal view in a window of its own. Needs a display. */
final class ViewStage implements AutoCloseable {
    final TerminalView view;
    private final ConsoleToolkit toolkit;
    private final Stage stage;

    ViewStage(TerminalInput input, double width, double height) {
        FxThread.start();
        toolkit = fx(ConsoleToolkit::new);
        view = fx(() -> new TerminalView(toolkit, input, new ConsoleTerminal(10_000)));
        stage = fx(() -> {
            Stage window = new Stage();
            window.setScene(new Scene(new StackPane(view), width, height));
            view.setShown(true);
            window.show();
            view.requestFocus();
            return window;
        });
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
