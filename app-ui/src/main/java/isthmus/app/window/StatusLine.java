package isthmus.app.window;

import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.beans.property.LongProperty;
import javafx.beans.property.SimpleLongProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** Along the bottom: how many programs run and what memory they take, what the check of the host found, a hint. */
final class StatusLine {
    private final HBox node = new HBox();
    private final LongProperty memory = new SimpleLongProperty();
    private final StringProperty hint = new SimpleStringProperty("");
    private final Button host = new Button();

    StatusLine(Sessions sessions) {
        Label running = new Label();
        running.setId("status-running");
        running.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> Strings.of(
                                "status.running", sessions.aliveProperty().get()),
                        sessions.aliveProperty()));
        Label taken = new Label();
        taken.textProperty()
                .bind(Bindings.createStringBinding(() -> Strings.of("status.memory", bytes(memory.get())), memory));
        taken.visibleProperty().bind(memory.greaterThan(0));
        taken.managedProperty().bind(taken.visibleProperty());
        host.setId("status-host");
        host.getStyleClass().addAll("flat", "status-button");
        host.setVisible(false);
        Label said = new Label();
        said.textProperty().bind(hint);
        said.getStyleClass().add("status-hint");
        said.setMinWidth(0);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        node.getStyleClass().add("status-line");
        node.getChildren().addAll(running, taken, gap, said, host);
    }

    Node node() {
        return node;
    }

    LongProperty memoryProperty() {
        return memory;
    }

    StringProperty hintProperty() {
        return hint;
    }

    /** What the check of the host found. */
    void setHost(String text, Node icon, Runnable details) {
        host.setText(text);
        host.setGraphic(icon);
        host.setOnAction(event -> details.run());
        host.setVisible(true);
    }

    static String bytes(long bytes) {
        return bytes < 1L << 30
                ? Strings.of("size.mebibytes", String.valueOf(bytes + (1 << 20) - 1 >> 20))
                : Strings.of("size.gibibytes", String.format(Locale.ROOT, "%.1f", bytes / (double) (1 << 30)));
    }
}
