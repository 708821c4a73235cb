package isthmus.app.window;

import javafx.scene.Node;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.BorderPane;

/** How the parts of the window lie. */
final class Frame {
    private final BorderPane node = new BorderPane();

    Frame(Node menu, Node sidebar, Node workspace, Node statusLine) {
        SplitPane split = new SplitPane(sidebar, workspace);
        SplitPane.setResizableWithParent(sidebar, false);
        split.setDividerPositions(0.22);
        node.getStyleClass().add("frame");
        node.setTop(menu);
        node.setCenter(split);
        node.setBottom(statusLine);
    }

    Node node() {
        return node;
    }
}
