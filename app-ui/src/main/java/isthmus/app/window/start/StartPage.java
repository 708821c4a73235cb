package isthmus.app.window.start;

import isthmus.app.window.FileDrop;
import isthmus.app.window.Page;
import isthmus.app.window.Strings;
import isthmus.app.window.WindowAction;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** What one can begin with; takes what is dropped anywhere on it. */
final class StartPage implements Page {
    private final StackPane node = new StackPane();
    private final VBox choices = new VBox();

    StartPage(List<WindowAction> starts, RecentList recent, Consumer<Path> dropped) {
        node.setId("start");
        node.getStyleClass().add("start");
        Label heading = new Label(Strings.of("start.heading"));
        heading.getStyleClass().add("start-heading");
        Label text = new Label(Strings.of("start.text"));
        text.setWrapText(true);
        text.setMinHeight(Region.USE_PREF_SIZE);
        text.getStyleClass().add("start-text");
        starts.forEach(action -> choices.getChildren().add(choice(action)));
        choices.getStyleClass().add("start-choices");
        VBox column = new VBox(heading, text, dropZone(), choices, recent);
        column.getStyleClass().add("start-column");
        StackPane middle = new StackPane(column);
        ScrollPane scroll = new ScrollPane(middle);
        scroll.setFitToWidth(true);
        scroll.setFitToHeight(true);
        scroll.setFocusTraversable(false);
        node.getChildren().add(scroll);
        FileDrop.accept(node, count -> count == 1, files -> dropped.accept(files.getFirst()));
    }

    private static Node dropZone() {
        Label words = new Label(Strings.of("start.drop"), new FontIcon(Feather.DOWNLOAD));
        words.setWrapText(true);
        StackPane zone = new StackPane(words);
        zone.getStyleClass().add("drop-zone");
        return zone;
    }

    private static Button choice(WindowAction action) {
        Label title = new Label(action.plainLabel());
        title.getStyleClass().add("choice-title");
        Label text = new Label(Strings.of("start.choice." + action.id()));
        text.getStyleClass().add("row-status");
        HBox content = new HBox(new FontIcon(action.icon()), new VBox(title, text));
        content.getStyleClass().add("choice-content");
        Button button = new Button(null, content);
        button.setId("start-" + action.id());
        button.setAccessibleText(action.plainLabel());
        button.getStyleClass().add("choice");
        button.setMaxWidth(Double.MAX_VALUE);
        button.setOnAction(event -> action.fire());
        return button;
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
        choices.getChildren().getFirst().requestFocus();
    }

    @Override
    public void close() {}
}
