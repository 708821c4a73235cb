package isthmus.app.window;

import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** The runs of this window, once as consoles and once as traces. */
final class Sidebar {
    private static final double ROW_HEIGHT = 44;

    private final VBox node = new VBox();
    private final ListView<Session> consoles;
    private final ListView<Session> traces;
    private final Workspace workspace;

    Sidebar(Sessions sessions, Workspace workspace) {
        this.workspace = workspace;
        consoles = list(sessions, "consoles", Place.Console::new);
        traces = list(sessions, "traces", Place.Trace::new);
        node.getStyleClass().add("sidebar");
        node.getChildren().addAll(section("consoles", consoles), section("traces", traces));
        workspace.currentProperty().addListener((property, old, place) -> select(place));
    }

    Node node() {
        return node;
    }

    void focus() {
        consoles.requestFocus();
    }

    private VBox section(String key, ListView<Session> list) {
        Label heading = new Label(Strings.of("sidebar." + key));
        heading.getStyleClass().add("sidebar-heading");
        heading.setLabelFor(list);
        Label empty = new Label(Strings.of("sidebar." + key + ".empty"));
        empty.setWrapText(true);
        empty.getStyleClass().add("sidebar-empty");
        empty.setPadding(new Insets(0, 12, 0, 12));
        list.setPlaceholder(empty);
        list.setAccessibleText(heading.getText());
        VBox section = new VBox(heading, list);
        VBox.setVgrow(list, Priority.ALWAYS);
        VBox.setVgrow(section, Priority.ALWAYS);
        return section;
    }

    private ListView<Session> list(Sessions sessions, String id, Function<Session, Place> place) {
        ListView<Session> list = new ListView<>(sessions.all());
        list.setId("sidebar-" + id);
        list.setFixedCellSize(ROW_HEIGHT);
        list.setCellFactory(view -> new Row());
        list.setOnMouseClicked(event -> {
            if (event.getButton() == MouseButton.PRIMARY) {
                go(list, place);
            }
        });
        list.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE) {
                go(list, place);
                event.consume();
            } else if (event.getCode() == KeyCode.ESCAPE) {
                workspace.focus();
                event.consume();
            }
        });
        return list;
    }

    private void go(ListView<Session> list, Function<Session, Place> place) {
        Session session = list.getSelectionModel().getSelectedItem();
        if (session != null) {
            workspace.show(place.apply(session));
        }
    }

    private void select(Place place) {
        consoles.getSelectionModel().clearSelection();
        traces.getSelectionModel().clearSelection();
        switch (place) {
            case Place.Console console -> consoles.getSelectionModel().select(console.session());
            case Place.Trace trace -> traces.getSelectionModel().select(trace.session());
            case null, default -> {}
        }
    }

    /** Glyph, program, and what it is doing in words. */
    private static final class Row extends ListCell<Session> {
        private final Label name = new Label();
        private final Label status = new Label();
        private final VBox words = new VBox(name, status);
        private final HBox box = new HBox();

        Row() {
            name.getStyleClass().add("row-name");
            status.getStyleClass().add("row-status");
            words.setAlignment(Pos.CENTER_LEFT);
            box.getStyleClass().add("session-row");
            setPrefWidth(0); // as wide as the list, so that a long name is cut and does not scroll
        }

        @Override
        protected void updateItem(Session session, boolean empty) {
            super.updateItem(session, empty);
            status.textProperty().unbind();
            accessibleTextProperty().unbind();
            box.getChildren().clear();
            if (empty || session == null) {
                setGraphic(null);
                return;
            }
            name.setText(SessionText.command(session));
            StringBinding said = Bindings.createStringBinding(
                    () -> SessionText.status(session), session.statusProperty(), session.endProperty());
            status.textProperty().bind(said);
            accessibleTextProperty().bind(Bindings.concat(name.getText(), ", ", said));
            box.getChildren().addAll(PlaceGlyph.ofStatus(session), words);
            setGraphic(box);
        }
    }
}
