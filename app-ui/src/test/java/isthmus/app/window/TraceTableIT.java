package isthmus.app.window;

import static isthmus.app.window.FxThread.await;
import static isthmus.app.window.FxThread.fx;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.app.record.TraceRow;
import isthmus.app.record.TraceRuns;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.collections.ListChangeListener;
import javafx.css.PseudoClass;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.layout.Background;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is chosen and seen in the table while thousands of rows come. */
class TraceTableIT {
    /** More than the table has while the end is followed. */
    private static final int MANY = 10_000;

    private TraceRuns runs;
    private TraceStage stage;
    private TableView<TraceRow> table;
    private VirtualFlow<?> flow;
    private int count;

    @BeforeEach
    @SuppressWarnings("unchecked")
    void open() {
        FxThread.start();
        runs = new TraceRuns();
        stage = new TraceStage(runs.store());
        table = stage.find("#trace-table", TableView.class);
        flow = stage.find(".virtual-flow", VirtualFlow.class);
    }

    @AfterEach
    void close() {
        stage.close();
        runs.close();
    }

    private void rows(int more) {
        for (int i = 0; i < more / 2; i++) {
            runs.openTwo();
        }
        count += more;
        Label label = stage.find("#trace-count", Label.class);
        await("the rows", label::getText, text -> text.startsWith(String.format(Locale.ROOT, "%,d", count)));
    }

    private void choose(int place) {
        fx(() -> {
            table.getSelectionModel().select(place);
            return null;
        });
    }

    private String details() {
        return fx(
                () -> stage.find("#trace-details-when", TextInputControl.class).getText());
    }

    private long chosen() {
        return fx(() -> table.getSelectionModel().getSelectedItem().index());
    }

    private long seen(boolean last) {
        return fx(() -> {
            IndexedCell<?> cell = last ? flow.getLastVisibleCell() : flow.getFirstVisibleCell();
            return cell != null && cell.getItem() instanceof TraceRow row ? row.index() : -1L;
        });
    }

    @Test
    void theChosenRowStaysChosenThoughTheTableDoesNotHaveIt() {
        rows(20);
        choose(3);
        String details = details();
        assertFalse(details.isEmpty());
        rows(MANY);
        rows(MANY);
        assertEquals(details, details());
        stage.act("trace-tail");
        assertEquals(3, chosen());
        stage.act("trace-tail");
        assertEquals(details, details());
        stage.act("trace-tail");
        assertEquals(3, chosen());
    }

    @Test
    void whatIsInViewStaysWhenTheEndIsNoLongerFollowed() {
        rows(2 * MANY);
        await("the last row", () -> seen(true), last -> last == count - 1);
        long first = seen(false);
        stage.act("trace-tail");
        await("all rows", () -> fx(() -> table.getItems().size()), size -> size == count);
        await("what was in view", () -> seen(false), row -> row == first);
        rows(MANY);
        fx(() -> null); // a pulse may be under way
        assertEquals(first, seen(false));
        stage.act("trace-tail");
        await("the last row", () -> seen(true), last -> last == count - 1);
        rows(MANY);
        await("the last row", () -> seen(true), last -> last == count - 1);
    }

    @Test
    void theEndIsFollowedAfterARowFurtherUpWasChosen() {
        rows(2 * MANY);
        await("the last row", () -> seen(true), last -> last == count - 1);
        choose(5);
        fx(() -> {
            table.scrollTo(5);
            return null;
        });
        await("the row", () -> seen(true), last -> last < count - 1000);
        rows(20);
        await("the last row", () -> seen(true), last -> last == count - 1);
    }

    @Test
    void whatComesIsShownWhereOtherRowsWere() {
        rows(2 * MANY);
        await("the last row", () -> seen(true), last -> last == count - 1);
        IndexedCell<?> cell = fx(flow::getLastVisibleCell);
        AtomicInteger told = new AtomicInteger();
        fx(() -> {
            table.getItems().addListener((ListChangeListener<TraceRow>) change -> told.incrementAndGet());
            return null;
        });
        for (int i = 0; i < 5; i++) {
            runs.beginRead(); // then what was in an odd place, and failed, is in an even one
            count++;
            rows(0);
            await("rows as they are", this::wronglyShown, String::isEmpty);
            runs.endRead();
            rows(2);
            await("rows as they are", this::wronglyShown, String::isEmpty);
        }
        assertEquals(count - 1, seen(true));
        assertSame(cell, fx(flow::getLastVisibleCell));
        assertTrue(told.get() < 10, "JavaFX was told of each change");
    }

    @Test
    void aChosenRowThatFailedKeepsItsTintWhileTheFocusIsElsewhere() {
        rows(20);
        int failed = fx(() -> {
            int place = 0;
            while (!table.getItems().get(place).failed()) {
                place++;
            }
            return place;
        });
        await("the row", () -> tint(failed), Objects::nonNull);
        Background before = tint(failed);
        choose(failed);
        fx(() -> {
            table.getScene().getRoot().requestFocus();
            return null;
        });
        await("it is chosen", () -> fx(() -> flow.getCell(failed).isSelected()), chosen -> chosen);
        fx(() -> {
            flow.getCell(failed).applyCss();
            return null;
        });
        assertEquals(before, tint(failed));
    }

    private Background tint(int place) {
        return fx(() -> flow.getCell(place).getBackground());
    }

    /** What is not shown as it is. */
    private String wronglyShown() {
        return fx(() -> {
            StringBuilder wrong = new StringBuilder();
            for (int place = flow.getFirstVisibleCell().getIndex();
                    place < table.getItems().size();
                    place++) {
                TraceRow row = runs.store().row(count - table.getItems().size() + place);
                IndexedCell<?> cell = flow.getCell(place);
                boolean failed = cell.getPseudoClassStates().contains(PseudoClass.getPseudoClass("failed"));
                if (!row.equals(cell.getItem())
                        || !row.equals(table.getItems().get(place))
                        || failed != row.failed()
                        || !text(cell, "call").equals(row.call())
                        || !text(cell, "arguments").equals(row.arguments())
                        || !text(cell, "result").endsWith(row.result())) {
                    wrong.append(row).append('\n');
                }
            }
            return wrong.toString();
        });
    }

    private static String text(IndexedCell<?> row, String column) {
        return row.getChildrenUnmodifiable().stream()
                .filter(node -> node instanceof TableCell<?, ?> cell
                        && cell.getTableColumn().getId().equals("trace-column-" + column))
                .map(node -> ((TableCell<?, ?>) node).getText())
                .findAny()
                .orElse("");
    }
}
