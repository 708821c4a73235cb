package isthmus.app.window.start;

import isthmus.app.window.Styles;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Bounds;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Popup;
import javafx.stage.PopupWindow;

/** A list of proposals below a field: Down moves into it, Enter and Tab take one, Escape closes it. */
final class Completion {
    private static final int ROWS = 8;
    private static final double ROW_HEIGHT = 28;

    /** Finds proposals for what was typed; answers on the JavaFX thread. */
    @FunctionalInterface
    interface Source {
        void ask(String typed, Consumer<List<String>> answer);
    }

    private final TextField field;
    private final Source source;
    private final Popup popup = new Popup();
    private final ListView<String> list = new ListView<>();
    private boolean taking;

    private Completion(TextField field, Source source) {
        this.field = field;
        this.source = source;
    }

    static Completion attach(TextField field, Source source) {
        Completion completion = new Completion(field, source);
        completion.attach();
        return completion;
    }

    private void attach() {
        list.setFixedCellSize(ROW_HEIGHT);
        list.setFocusTraversable(false);
        list.getStyleClass().add("proposals");
        list.setOnMouseClicked(event -> take());
        popup.getContent().add(list);
        popup.setAnchorLocation(PopupWindow.AnchorLocation.CONTENT_TOP_LEFT);
        popup.setAutoHide(true);
        popup.setConsumeAutoHidingEvents(false); // the click beside it means what it means without a list
        popup.setHideOnEscape(false);
        popup.showingProperty().subscribe(showing -> field.pseudoClassStateChanged(Styles.PROPOSING, showing));
        field.textProperty().addListener((property, old, now) -> ask());
        field.focusedProperty().addListener((property, old, focused) -> {
            if (!focused) {
                popup.hide();
            }
        });
        field.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    }

    /** Asks once more, as the source may know more now. */
    void ask() {
        if (field.isFocused() && !taking) {
            String typed = field.getText();
            source.ask(typed, proposals -> show(typed, proposals));
        }
    }

    private void show(String typed, List<String> proposals) {
        if (!typed.equals(field.getText()) || !field.isFocused()) {
            return; // an answer to an older question
        }
        boolean useful = !proposals.isEmpty()
                && !(proposals.size() == 1 && proposals.getFirst().equals(typed));
        if (!useful) {
            popup.hide();
            return;
        }
        list.getItems().setAll(proposals);
        list.getSelectionModel().clearSelection();
        list.setPrefSize(field.getWidth(), ROW_HEIGHT * Math.min(ROWS, proposals.size()) + 2);
        Bounds below = field.localToScreen(field.getBoundsInLocal());
        if (below != null && !popup.isShowing()) {
            popup.show(field, below.getMinX(), below.getMaxY() + 2);
        }
    }

    private void key(KeyEvent event) {
        if (!popup.isShowing()) {
            if (event.getCode() == KeyCode.DOWN) {
                ask();
                event.consume();
            }
            return;
        }
        switch (event.getCode()) {
            case DOWN -> select(1);
            case UP -> select(-1);
            case ESCAPE -> popup.hide();
            case ENTER, TAB -> {
                if (list.getSelectionModel().getSelectedItem() == null) {
                    popup.hide();
                    return; // the key means what it means without a list
                }
                take();
            }
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void select(int by) {
        int index = Math.clamp(
                (long) list.getSelectionModel().getSelectedIndex() + by,
                0,
                list.getItems().size() - 1);
        list.getSelectionModel().clearAndSelect(index);
        list.scrollTo(index);
    }

    /** A folder's proposal ends with a slash, so that its own names are proposed next. */
    private void take() {
        String chosen = list.getSelectionModel().getSelectedItem();
        if (chosen == null) {
            return;
        }
        popup.hide();
        taking = true;
        field.setText(chosen);
        field.positionCaret(chosen.length());
        taking = false;
        if (chosen.endsWith("/")) {
            ask();
        }
    }
}
