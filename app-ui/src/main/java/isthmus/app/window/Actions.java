package isthmus.app.window;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Scene;
import javafx.scene.input.KeyEvent;

/** All that can be done now: what the window offers, then what the page in front offers. Finds it by key. */
final class Actions {
    private final List<WindowAction> window = new ArrayList<>();
    private final Workspace workspace;
    private final Windows windows;

    Actions(Workspace workspace, Windows windows) {
        this.workspace = workspace;
        this.windows = windows;
    }

    void add(WindowAction action) {
        window.add(action);
    }

    List<WindowAction> all() {
        List<WindowAction> all = new ArrayList<>(window);
        workspace.page().ifPresent(page -> all.addAll(page.actions()));
        return all;
    }

    /** The keys work wherever the focus is, and rest while a dialog is open. */
    void listen(Scene scene) {
        scene.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            for (WindowAction action : all()) {
                if (action.keys() != null
                        && action.keys().match(event)
                        && action.enabled().get()) {
                    event.consume();
                    if (!windows.openProperty().get()) {
                        action.run().run();
                    }
                    return;
                }
            }
        });
    }
}
