package isthmus.app.window.trace;

import isthmus.app.record.TraceRow;
import isthmus.app.window.Strings;
import javafx.application.Platform;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ListChangeListener;
import javafx.event.EventTarget;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.TableView;
import javafx.scene.control.skin.VirtualFlow;
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

    private final ReadOnlyObjectWrapper<TraceRow> chosenRow = new ReadOnlyObjectWrapper<>();
    /** How many rows there were before the last change. */
    private int count;
    /** What scrolls; null until the table has a skin. */
    private VirtualFlow<?> flow;

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
        model.setInPlace(this::showInPlace);
        model.rows().addListener((ListChangeListener<TraceRow>) change -> changed());
        model.highlighterProperty().addListener((InvalidationListener) property -> table.refresh());
        table.skinProperty().subscribe(skin -> flow = (VirtualFlow<?>) table.lookup(".virtual-flow"));
        model.tailProperty().subscribe(this::follow);
        table.addEventFilter(ScrollEvent.SCROLL, event -> scrolled(event.getDeltaY()));
        table.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        table.addEventFilter(MouseEvent.MOUSE_PRESSED, event -> {
            if (isScrollBar(event.getTarget())) {
                model.tailProperty().set(false);
            }
        });
    }

    TableView<TraceRow> node() {
        return table;
    }

    /** The chosen row, as it is now; null for none, and while the filter keeps it back. */
    ReadOnlyObjectProperty<TraceRow> chosenProperty() {
        return chosenRow.getReadOnlyProperty();
    }

    /** Whether it is part of the bar that scrolls up and down. */
    private static boolean isScrollBar(EventTarget target) {
        Node node = target instanceof Node part ? part : null;
        while (node != null && !(node instanceof ScrollBar)) {
            node = node.getParent();
        }
        return node instanceof ScrollBar bar && bar.getOrientation() == Orientation.VERTICAL;
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
        if (!model.rowsAreChanging()) { // JavaFX chooses others, or none, when rows come and go
            chosen = row == null ? -1 : row.index();
            chosenRow.set(row);
        }
    }

    /** Keeps the last row in view from now on, or what is in view now. */
    private void follow(boolean tail) {
        if (tail) {
            model.setFollowing(true);
            toEnd();
        } else if (flow != null) {
            IndexedCell<?> top = flow.getFirstVisibleCell();
            TraceRow row = top == null ? null : (TraceRow) top.getItem();
            double hidden = top == null ? 0 : -top.getLayoutY();
            model.setFollowing(false);
            if (row != null) {
                table.layout(); // so that it has the rows it scrolls to
                flow.scrollToTop(Math.max(0, model.place(row.index())));
                flow.scrollPixels(hidden);
            }
        } else {
            model.setFollowing(false);
        }
    }

    /** Called when the rows have changed. */
    private void changed() {
        int old = count;
        count = model.rows().size();
        int place = chosen < 0 ? -1 : model.place(chosen);
        if (count < old) {
            table.scrollTo(0); // JavaFX cannot find its way back from behind the last row
            Platform.runLater(() -> show(place));
        }
        if (place < 0) {
            table.getSelectionModel().clearSelection();
        } else if (table.getSelectionModel().getSelectedIndex() != place) {
            table.getSelectionModel().select(place);
        }
        chosenRow.set(chosen < 0 ? null : model.row(chosen));
        if (model.tailProperty().get() && !(count == old && isEndInView())) {
            toEnd();
        }
    }

    /**
     * Shows other rows where the last ones are, without what JavaFX does for a list that has changed: to style and lay out
     * each row anew takes most of the time. False if more is to be done.
     */
    private boolean showInPlace() {
        if (chosen >= 0 || !model.tailProperty().get() || !isEndInView()) {
            return false;
        }
        for (int place = flow.getFirstVisibleCell().getIndex(); place < count; place++) {
            IndexedCell<?> row = flow.getCell(place);
            row.updateIndex(place);
            row.layout(); // now: the table lays out all, if one row is still to be
        }
        return true;
    }

    /** As of the last time that the table was laid out. */
    private boolean isEndInView() {
        IndexedCell<?> last = flow == null ? null : flow.getLastVisibleCell();
        return last != null && last.getIndex() == count - 1;
    }

    /** Chooses a row and brings it into view. */
    void show(long row) {
        if (model.row(row) != null) {
            model.tailProperty().set(false);
            int place = model.place(row);
            table.getSelectionModel().select(place);
            show(place);
        }
    }

    /** Brings the row at a place into view, if it is there; not while the last row is kept there. */
    private void show(int place) {
        if (place >= 0 && !model.tailProperty().get()) {
            table.scrollTo(Math.max(0, place - 3));
        }
    }

    /** Later: the table hears of new rows after this does. */
    private void toEnd() {
        Platform.runLater(() -> {
            if (model.tailProperty().get() && flow != null) {
                table.layout();
                flow.setPosition(1);
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
