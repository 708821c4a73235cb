package isthmus.app.window;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;

/** All keys, from the actions themselves. */
final class KeyboardHelp {
    private KeyboardHelp() {}

    static void open(Actions actions, Windows windows) {
        Label title = new Label(Strings.of("keys.title"));
        title.getStyleClass().add("dialog-title");
        GridPane grid = new GridPane();
        grid.getStyleClass().add("keys-grid");
        int row = 0;
        for (WindowAction action : actions.all()) {
            if (action.keys() != null) {
                add(grid, row++, action.keysText(), action.plainLabel());
            }
        }
        for (String key : Strings.of("keys.others").split(";", -1)) {
            String[] pair = key.split("=", 2);
            add(grid, row++, pair[0].strip(), pair[1].strip());
        }
        ScrollPane scroll = new ScrollPane(grid);
        scroll.setFitToWidth(true);
        Label note = new Label(Strings.of("keys.note"));
        note.setWrapText(true);
        Button close = windows.closeButton();
        VBox card = new VBox(title, note, scroll, Windows.bar(close));
        card.setId("keyboard-help");
        card.getStyleClass().addAll("dialog-card", "keyboard-help");
        windows.open(card, close, () -> {});
    }

    private static void add(GridPane grid, int row, String keys, String does) {
        Label left = new Label(keys);
        left.getStyleClass().add("keys");
        grid.addRow(row, left, new Label(does));
    }
}
