package isthmus.app.window.trace;

import isthmus.app.engine.GuestText;
import isthmus.app.record.TraceRow;
import isthmus.app.record.Units;
import isthmus.app.window.Strings;
import java.util.List;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Pos;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;

/** The columns of the table, and what stands in them. */
final class TraceColumns {
    private static final String FAILED = "✗ ";
    private static final long MICRO = 1_000, SECOND = 1_000_000_000;
    private static final int MICRO_DIGITS = 6;
    /** More of it no screen shows, and to lay out thousands takes long; the details have all. */
    private static final int MOST_CHARS = 1000;

    private TraceColumns() {}

    static List<TableColumn<TraceRow, TraceRow>> all() {
        return List.of(
                column("time", 90, true, row -> TraceRows.isGone(row) ? "" : time(row.nanos())),
                column("process", 104, false, TraceColumns::process),
                column("thread", 76, true, row -> row.tid() == 0 ? "" : String.valueOf(row.tid())),
                column("call", 136, false, TraceRow::call),
                column("arguments", 380, false, TraceColumns::arguments),
                column("result", 200, false, TraceColumns::result),
                column("duration", 92, true, TraceColumns::duration));
    }

    private static TableColumn<TraceRow, TraceRow> column(
            String key, double width, boolean right, Function<TraceRow, String> text) {
        TableColumn<TraceRow, TraceRow> column = new TableColumn<>(Strings.of("trace.column." + key));
        column.setId("trace-column-" + key);
        column.setPrefWidth(width);
        column.setMinWidth(width / 2);
        column.setSortable(false); // a trace has one order
        column.setCellValueFactory(features -> new ReadOnlyObjectWrapper<>(features.getValue()));
        column.setCellFactory(c -> new Cell(right, text));
        return column;
    }

    /** Seconds since the recording began, to the microsecond. */
    static String time(long nanos) {
        String micros = String.valueOf(Math.max(0, nanos) % SECOND / MICRO);
        return Math.max(0, nanos) / SECOND + "." + "0".repeat(MICRO_DIGITS - micros.length()) + micros;
    }

    static String process(TraceRow row) {
        if (row.pid() == 0) {
            return "";
        }
        return row.process().isEmpty() ? String.valueOf(row.pid()) : GuestText.show(row.process()) + " " + row.pid();
    }

    /** On one line. */
    static String arguments(TraceRow row) {
        if (TraceRows.isGone(row)) {
            return Strings.of("trace.gone");
        }
        return row.kind() == TraceRow.Kind.CALL ? row.arguments() : GuestText.show(row.arguments());
    }

    /** A failure has a sign, so that it is not told by its colour alone. */
    static String result(TraceRow row) {
        if (row.unfinished()) {
            return Strings.of("trace.unfinished");
        }
        return row.failed() ? FAILED + row.result() : row.result();
    }

    static String duration(TraceRow row) {
        return row.duration() < 0 ? "" : Units.duration(row.duration());
    }

    private static final class Cell extends TableCell<TraceRow, TraceRow> {
        private final Function<TraceRow, String> text;

        Cell(boolean right, Function<TraceRow, String> text) {
            this.text = text;
            setAlignment(right ? Pos.CENTER_RIGHT : Pos.CENTER_LEFT);
        }

        @Override
        protected void updateItem(TraceRow row, boolean empty) {
            super.updateItem(row, empty);
            String all = empty || row == null ? null : text.apply(row);
            setText(all == null || all.length() <= MOST_CHARS ? all : all.substring(0, MOST_CHARS));
        }
    }
}
