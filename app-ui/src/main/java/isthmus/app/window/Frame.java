package isthmus.app.window;

import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.BorderPane;

/** How the parts of the window lie. */
final class Frame {
    private static final String KEY = "sidebar";
    private static final double USUAL = 0.22;

    private final BorderPane node = new BorderPane();
    private final SplitPane split;
    private final Settings settings;

    Frame(Node menu, Node sidebar, Node workspace, Node statusLine, Settings settings) {
        this.settings = settings;
        split = new SplitPane(sidebar, workspace);
        SplitPane.setResizableWithParent(sidebar, false);
        split.setDividerPositions(remembered());
        node.getStyleClass().add("frame");
        node.setTop(menu);
        node.setCenter(split);
        node.setBottom(statusLine);
    }

    /** The part of the width that the sidebar has. */
    private double remembered() {
        try {
            double part = Double.parseDouble(settings.get(KEY, String.valueOf(USUAL)));
            return part > 0 && part < 1 ? part : USUAL;
        } catch (NumberFormatException e) { // somebody edited it
            return USUAL;
        }
    }

    /** Once the window was laid out: its first sizes are not the last, and move what was set before. */
    void restore() {
        Scene scene = split.getScene();
        scene.addPostLayoutPulseListener(new Runnable() {
            @Override
            public void run() {
                scene.removePostLayoutPulseListener(this);
                Platform.runLater(() -> split.setDividerPositions(remembered()));
            }
        });
    }

    /** Before the window is hidden. */
    void remember() {
        settings.put(KEY, String.valueOf(split.getDividerPositions()[0]));
    }

    Node node() {
        return node;
    }
}
