package isthmus.app.window;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The command palette: type some letters of what you want to do. */
final class Palette {
    private static final double ROW_HEIGHT = 34;
    private static final int ROWS = 12;

    private final PaletteModel model;
    private final Windows windows;
    private final ListView<WindowAction> list;

    private Palette(PaletteModel model, Windows windows) {
        this.model = model;
        this.windows = windows;
        this.list = new ListView<>(model.matches());
    }

    static void open(Actions actions, Windows windows) {
        new Palette(new PaletteModel(actions.all()), windows).open();
    }

    private void open() {
        TextField query = new TextField();
        query.setId("palette-query");
        query.setPromptText(Strings.of("palette.prompt"));
        query.setAccessibleText(Strings.of("palette.name"));
        query.textProperty().subscribe(this::match);
        query.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        list.setId("palette-list");
        list.setAccessibleText(Strings.of("palette.name"));
        list.setFixedCellSize(ROW_HEIGHT);
        list.setPrefHeight(ROW_HEIGHT * ROWS + 2);
        list.setFocusTraversable(false);
        list.setCellFactory(view -> new Row());
        list.setOnMouseClicked(event -> run());
        list.setPlaceholder(new Label(Strings.of("palette.nothing")));
        VBox box = new VBox(query, list);
        box.getStyleClass().addAll("dialog-card", "palette");
        windows.open(box, query, Pos.TOP_CENTER, () -> {});
    }

    /** The first is chosen when the list has all of them, not while it is being told of them. */
    private void match(String text) {
        model.match(text);
        if (!model.matches().isEmpty()) {
            list.getSelectionModel().clearAndSelect(0);
            list.scrollTo(0);
        }
    }

    private void key(KeyEvent event) {
        int step = switch (event.getCode()) {
            case DOWN -> 1;
            case UP -> -1;
            case PAGE_DOWN -> ROWS;
            case PAGE_UP -> -ROWS;
            default -> 0;
        };
        if (step != 0) {
            int last = model.matches().size() - 1;
            int to = Math.clamp((long) list.getSelectionModel().getSelectedIndex() + step, 0, Math.max(0, last));
            list.getSelectionModel().clearAndSelect(to);
            list.scrollTo(to);
            event.consume();
        } else if (event.getCode() == KeyCode.ENTER) {
            run();
            event.consume();
        }
    }

    private void run() {
        WindowAction action = list.getSelectionModel().getSelectedItem();
        if (action != null) {
            windows.close();
            action.fire();
        }
    }

    /** Icon, label, keys. */
    private static final class Row extends ListCell<WindowAction> {
        @Override
        protected void updateItem(WindowAction action, boolean empty) {
            super.updateItem(action, empty);
            if (empty || action == null) {
                setGraphic(null);
                return;
            }
            Label label = new Label(action.plainLabel(), Icons.slot(action.icon()));
            Label keys = new Label(action.keysText());
            keys.getStyleClass().add("keys");
            Region gap = new Region();
            HBox.setHgrow(gap, Priority.ALWAYS);
            HBox row = new HBox(label, gap, keys);
            row.setAlignment(Pos.CENTER_LEFT);
            setGraphic(row);
            setAccessibleText(action.plainLabel() + " " + action.keysText());
        }
    }
}
