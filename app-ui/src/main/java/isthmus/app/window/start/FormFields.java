package isthmus.app.window.start;

import isthmus.app.window.Strings;
import isthmus.app.window.Styles;
import isthmus.app.window.start.FormCheck.Field;
import java.util.Locale;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.StringProperty;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Rows of the run dialog: a label with a mnemonic, the field, what is wrong with it below. */
final class FormFields {
    private final RunDialogModel model;
    private final GridPane grid = new GridPane();
    private int row;
    /** The last row's field, and what is below it. */
    private VBox below;

    FormFields(RunDialogModel model) {
        this.model = model;
        grid.getStyleClass().add("form");
    }

    GridPane grid() {
        return grid;
    }

    /** A field of text; its strings are {@code form.FIELD}, {@code .prompt}. */
    TextField text(Field field, StringProperty value) {
        TextField text = new TextField();
        text.setId("form-" + key(field));
        text.textProperty().bindBidirectional(value);
        text.setPromptText(Strings.of("form." + key(field) + ".prompt"));
        ReadOnlyStringProperty error = model.errorProperty(field);
        error.subscribe(wrong -> {
            text.pseudoClassStateChanged(Styles.WRONG, !wrong.isEmpty());
            text.setAccessibleHelp(wrong);
        });
        return text;
    }

    /** Adds a row: the label is for the first node, those after it are to its right. */
    void add(Field field, Node labelled, Node... right) {
        Label label = new Label(Strings.of("form." + key(field)));
        label.setMnemonicParsing(true);
        label.setLabelFor(labelled);
        label.getStyleClass().add("form-label");
        model.wrongProperty().subscribe(wrong -> {
            if (wrong == field) {
                (labelled instanceof RowsEditor<?> rows ? rows.adder() : labelled).requestFocus();
            }
        });
        HBox line = new HBox(labelled);
        line.getChildren().addAll(right);
        line.getStyleClass().add("form-line");
        HBox.setHgrow(labelled, Priority.ALWAYS);
        label.minHeightProperty().bind(line.heightProperty()); // it stands beside the field, not beside what is below
        GridPane.setValignment(label, VPos.TOP);
        below = new VBox(line, error(field));
        grid.addRow(row++, label, below);
        GridPane.setHgrow(below, Priority.ALWAYS);
    }

    /** Something below the field of the row before. */
    void addBelow(Node node) {
        below.getChildren().add(node);
    }

    private Label error(Field field) {
        Label label = new Label("", new FontIcon(Feather.ALERT_TRIANGLE));
        label.setId("error-" + key(field));
        label.getStyleClass().add("form-error");
        label.setWrapText(true);
        label.textProperty().bind(model.errorProperty(field));
        label.visibleProperty().bind(label.textProperty().isNotEmpty());
        label.managedProperty().bind(label.visibleProperty());
        return label;
    }

    private static String key(Field field) {
        return field.name().toLowerCase(Locale.ROOT);
    }
}
