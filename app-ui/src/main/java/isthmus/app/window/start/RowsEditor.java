package isthmus.app.window.start;

import isthmus.app.window.Strings;
import java.util.function.BiFunction;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Rows of fields, each with a button that removes it, and one button that adds a row. */
final class RowsEditor<R> extends VBox {
    private final ObservableList<R> rows;
    private final BiFunction<R, String, Node[]> fields;
    private final VBox list = new VBox();
    private final String key;
    private final Button add;

    /**
     * @param key of the strings {@code KEY.add} and {@code KEY.remove}
     * @param fields the fields of a row, given the row and the key
     */
    RowsEditor(String key, ObservableList<R> rows, Runnable addRow, BiFunction<R, String, Node[]> fields) {
        this.key = key;
        this.rows = rows;
        this.fields = fields;
        getStyleClass().add("rows-editor");
        list.getStyleClass().add("rows-editor");
        add = new Button(Strings.of(key + ".add"), new FontIcon(Feather.PLUS));
        add.setId(key.replace('.', '-') + "-add");
        add.setMnemonicParsing(true);
        add.getStyleClass().addAll("flat", "small");
        add.setOnAction(event -> {
            addRow.run();
            ((HBox) list.getChildren().getLast()).getChildren().getFirst().requestFocus();
        });
        rows.forEach(row -> list.getChildren().add(line(row)));
        rows.addListener((ListChangeListener<R>) this::changed);
        getChildren().addAll(list, add);
        hideEmpty();
    }

    /** The button that adds a row. */
    Button adder() {
        return add;
    }

    private void changed(ListChangeListener.Change<? extends R> change) {
        while (change.next()) {
            list.getChildren().remove(change.getFrom(), change.getFrom() + change.getRemovedSize());
            int at = change.getFrom();
            for (R row : change.getAddedSubList()) {
                list.getChildren().add(at++, line(row));
            }
        }
        hideEmpty();
    }

    private void hideEmpty() {
        list.setManaged(!rows.isEmpty());
    }

    private HBox line(R row) {
        HBox line = new HBox(fields.apply(row, key));
        line.getStyleClass().add("form-line");
        Button remove = new Button(null, new FontIcon(Feather.X));
        remove.getStyleClass().addAll("button-icon", "flat");
        remove.setAccessibleText(Strings.of(key + ".remove"));
        remove.setOnAction(event -> {
            rows.remove(row);
            add.requestFocus();
        });
        line.getChildren().add(remove);
        return line;
    }
}
