package isthmus.app.window.start;

import isthmus.app.window.Page;
import isthmus.app.window.Strings;
import isthmus.app.window.WindowAction;
import java.util.List;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/** What one can begin with. */
public final class StartPage implements Page {
    private final VBox node = new VBox();
    private final Button first;

    public StartPage(List<WindowAction> choices) {
        node.setId("start");
        node.getStyleClass().add("start");
        Label title = new Label(Strings.of("start.heading"));
        title.getStyleClass().add("start-heading");
        node.getChildren().add(title);
        for (WindowAction choice : choices) {
            Button button = new Button(choice.label());
            button.setMnemonicParsing(true);
            button.setId("start-" + choice.id());
            button.setOnAction(event -> choice.fire());
            node.getChildren().add(button);
        }
        first = (Button) node.getChildren().get(1);
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public ObservableValue<String> title() {
        return new SimpleStringProperty(Strings.of("start.title"));
    }

    @Override
    public void enter() {
        first.requestFocus();
    }

    @Override
    public void close() {}
}
