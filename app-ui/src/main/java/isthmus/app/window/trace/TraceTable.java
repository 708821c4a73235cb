package isthmus.app.window.trace;

import isthmus.app.record.TraceRow;
import isthmus.app.window.Strings;
import javafx.application.Platform;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.VBox;

/** The table of calls. Keeps the last row in view until a person looks further up, and the chosen row chosen. */
final class TraceTable {
    private static final double ROW_HEIGHT = 24;

    private final TraceModel model;
    private final TableView<TraceRow> table = new TableView<>();
    /** The number of the chosen row, or -1. */
    private long chosen = -1;

    private boolean changing;

    TraceTable(TraceModel model) {
        this.model = model;
        table.setId("trace-table");
        table.getStyleClass().addAll("trace-table", "dense");
        table.setAccessibleText(Strings.of("trace.table"));
        table.setFixedCellSize(ROW_HEIGHT);
        table.getColumns().setAll(TraceColumns.all());
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_SUBSEQUENT_COLUMNS);
        table.setTableMenuButtonVisible(true);
        table.setRowFactory(t -> new TraceTableRow(model));
        table.setPlaceholder(placeholder());
        table.setItems(model.rows());
        table.getSelectionModel().selectedItemProperty().subscribe(this::chose);
        model.rows().addListener((ListChangeListener<TraceRow>) change -> changed());
        model.highlighterProperty().addListener((InvalidationListener) property -> table.refresh());
        model.tailProperty().subscribe(tail -> {
            if (tail) {
                toEnd();
            }
        });
        table.addEventFilter(ScrollEvent.SCROLL, event -> scrolled(event.getDeltaY()));
        table.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        table.addEventFilter(MouseEvent.MOUSE_DRAGGED, event -> {
            if (isScrollBar(event)) {
                model.tailProperty().set(false);
            }
        });
    }

    TableView<TraceRow> node() {
        return table;
    }

    TraceRow selected() {
        return table.getSelectionModel().getSelectedItem();
    }

    private static boolean isScrollBar(MouseEvent event) {
        return event.getTarget() instanceof javafx.scene.Node node
                && node.getStyleClass().contains("thumb");
    }

    private VBox placeholder() {
        Label text = new Label();
        text.setWrapText(true);
        text.textProperty()
                .bind(Bindings.when(model.busyProperty())
                        .then(Strings.of("trace.searching"))
                        .otherwise(Bindings.when(model.hiddenProperty().greaterThan(0))
                                .then(Strings.of("trace.no-match"))
                                .otherwise(Strings.of("trace.empty"))));
        Hyperlink all = new Hyperlink(Strings.of("trace.show-all"));
        all.setOnAction(event -> model.expressionProperty().set(""));
        all.visibleProperty().bind(model.hiddenProperty().greaterThan(0));
        VBox box = new VBox(text, all);
        box.getStyleClass().add("trace-placeholder");
        return box;
    }

    private void chose(TraceRow row) {
        if (row != null) {
            chosen = row.index();
        } else if (!changing) {
            chosen = -1;
        }
    }

    /** Called when the rows have changed. */
    private void changed() {
        changing = true;
        try {
            int place = chosen < 0 ? -1 : model.place(chosen);
            if (place < 0) {
                table.getSelectionModel().clearSelection();
            } else if (table.getSelectionModel().getSelectedIndex() != place) {
                table.getSelectionModel().select(place);
            }
        } finally {
            changing = false;
        }
        if (model.tailProperty().get()) {
            toEnd();
        }
    }

    /** Chooses a row and brings it into view. */
    void show(long row) {
        int place = model.place(row);
        if (place >= 0) {
            model.tailProperty().set(false);
            table.getSelectionModel().select(place);
            table.scrollTo(Math.max(0, place - 3));
        }
    }

    /** Later: the table hears of new rows after this does. */
    private void toEnd() {
        Platform.runLater(() -> {
            if (model.tailProperty().get() && !model.rows().isEmpty()) {
                table.scrollTo(model.rows().size() - 1);
            }
        });
    }

    private void scrolled(double up) {
        if (up > 0) {
            model.tailProperty().set(false);
        }
    }

    private void pressed(KeyEvent event) {
        KeyCode code = event.getCode();
        boolean up = code == KeyCode.UP || code == KeyCode.PAGE_UP || code == KeyCode.HOME;
        if (up) {
            model.tailProperty().set(false);
        } else if (code == KeyCode.END) {
            model.tailProperty().set(true);
        }
    }
}
