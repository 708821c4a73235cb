package isthmus.app.window;

import atlantafx.base.theme.PrimerLight;
import isthmus.app.engine.Engine;
import isthmus.app.engine.RunObserver;
import isthmus.app.engine.RunOptions;
import isthmus.app.window.start.StartPage;
import isthmus.core.south.PlatformProvider;
import java.nio.file.Path;
import java.util.List;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.stage.Stage;
import org.kordamp.ikonli.feather.Feather;

/** The window's composition root: makes its parts and connects them. Lives on the JavaFX thread. */
final class WindowRoot {
    private final Engine engine;
    private final Runnable closed;
    private final Stage stage = new Stage();
    private final Windows windows = new Windows();
    private final Sessions sessions;
    private final Workspace workspace;
    private final Actions actions;

    /** @param closed called once when the window is gone */
    WindowRoot(PlatformProvider host, Runnable closed) {
        this.engine = new Engine(host);
        this.closed = closed;
        sessions = new Sessions(engine, Platform::runLater, session -> RunObserver.NONE);
        workspace = new Workspace(makers(), windows);
        actions = new Actions(workspace, windows);
    }

    private Workspace.Makers makers() {
        return new Workspace.Makers(
                (place, work) ->
                        new StartPage(List.of(WindowAction.of("sample", null, Feather.TERMINAL, this::sample))),
                (place, work) -> new SessionPage(place.session()),
                (place, work) -> new SessionPage(place.session()));
    }

    private void sample() {
        workspace.show(new Place.Console(sessions.start(RunOptions.of(Path.of("/"), List.of("/bin/bash")))));
    }

    void open() {
        Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
        StatusLine statusLine = new StatusLine(sessions);
        windows.setFrame(
                new Frame(new Sidebar(sessions, workspace).node(), workspace.node(), statusLine.node()).node());
        Scene scene = new Scene(windows.root(), 1100, 720);
        scene.getStylesheets().add(WindowRoot.class.getResource("base.css").toExternalForm());
        actions.listen(scene);
        stage.setTitle(Strings.of("window.title"));
        stage.setScene(scene);
        stage.setOnHidden(event -> close());
        workspace.show(new Place.Start());
        stage.show();
        workspace.focus();
    }

    private void close() {
        workspace.closeAll();
        Thread closer = new Thread(
                () -> {
                    engine.close();
                    closed.run();
                },
                "isthmus-close");
        closer.start();
    }
}
