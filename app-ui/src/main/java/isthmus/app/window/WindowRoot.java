package isthmus.app.window;

import atlantafx.base.theme.PrimerLight;
import isthmus.core.south.PlatformProvider;
import javafx.application.Application;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

/** The window's composition root: makes its parts and connects them. Lives on the JavaFX thread. */
final class WindowRoot {
    private final PlatformProvider host;
    private final Runnable closed;

    /** @param closed called once when the window is gone */
    WindowRoot(PlatformProvider host, Runnable closed) {
        this.host = host;
        this.closed = closed;
    }

    void open() {
        Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
        Stage stage = new Stage();
        stage.setTitle(Strings.of("window.title"));
        stage.setScene(new Scene(new StackPane(new Label(host.getClass().getSimpleName())), 1100, 720));
        stage.setOnHidden(event -> closed.run());
        stage.show();
    }
}
