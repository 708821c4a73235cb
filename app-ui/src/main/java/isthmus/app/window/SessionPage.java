package isthmus.app.window;

import javafx.beans.binding.Bindings;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;

/** A page that only says what a session is doing; in use until its own view is there. */
final class SessionPage implements Page {
    private final StackPane node;
    private final String title;

    SessionPage(Session session) {
        Label label = new Label();
        label.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> SessionText.status(session), session.statusProperty(), session.endProperty()));
        node = new StackPane(label);
        title = session.name();
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public ObservableValue<String> title() {
        return new SimpleStringProperty(title);
    }

    @Override
    public void enter() {
        node.requestFocus();
    }

    @Override
    public void close() {}
}
