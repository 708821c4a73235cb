package isthmus.app.window.trace;

import isthmus.app.engine.GuestText;
import isthmus.app.record.TraceRow;
import isthmus.app.record.TraceStore;
import isthmus.app.record.Units;
import isthmus.app.window.Strings;
import isthmus.linux.calls.SystemCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;

/** Below the table: all about the chosen row. */
final class TraceDetails {
    private static final double NAMES = 110;
    private static final int CHARS_A_LINE = 110, MOST_LINES = 6;

    private final TraceStore store;
    private final Label nothing = new Label(Strings.of("trace.details.nothing"));
    private final GridPane grid = new GridPane();
    private final ScrollPane node = new ScrollPane(grid);
    /** One field for each thing that is told, made once: making them takes longer than a key that is held down repeats. */
    private final Map<String, TextArea> values = new HashMap<>();

    TraceDetails(TraceStore store) {
        this.store = store;
        node.setId("trace-details");
        node.setFitToWidth(true);
        node.setAccessibleText(Strings.of("trace.details"));
        grid.getStyleClass().add("trace-details");
        ColumnConstraints wide = new ColumnConstraints();
        wide.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().setAll(new ColumnConstraints(NAMES), wide);
        nothing.getStyleClass().add("trace-details-name");
        nothing.managedProperty().bind(nothing.visibleProperty());
        grid.add(nothing, 0, 0, 2, 1);
        List.of("call", "arguments", "raw", "result", "paths", "when", "task", "support")
                .forEach(this::add);
        show(null);
    }

    Node node() {
        return node;
    }

    /** @param row null for none */
    void show(TraceRow row) {
        nothing.setVisible(row == null);
        if (row == null) {
            values.keySet().forEach(key -> set(key, ""));
            return;
        }
        set("call", row.call() + number(row.system()));
        set("arguments", TraceColumns.arguments(row));
        set("raw", raw(row));
        set("result", TraceColumns.result(row));
        set("paths", paths(row));
        set("when", Strings.of("trace.details.at", TraceColumns.time(row.nanos())) + took(row));
        set("task", task(row));
        set("support", support(row.system()));
    }

    private static String number(SystemCall call) {
        return call == null ? "" : "  (" + call.number() + ")";
    }

    private static String paths(TraceRow row) {
        return String.join("\n", row.paths().stream().map(GuestText::show).toList());
    }

    private static String task(TraceRow row) {
        String process = TraceColumns.process(row);
        return process.isEmpty() ? "" : Strings.of("trace.details.in", process, String.valueOf(row.tid()));
    }

    private static String took(TraceRow row) {
        return row.duration() < 0 ? "" : ", " + Strings.of("trace.details.took", Units.duration(row.duration()));
    }

    /** What the arguments were as numbers. */
    private String raw(TraceRow row) {
        List<String> words = new ArrayList<>();
        for (long argument : store.arguments(row.index())) {
            words.add("0x" + Long.toHexString(argument));
        }
        return String.join(", ", words);
    }

    /** How well Isthmus has the call, and the note of its table. */
    private static String support(SystemCall call) {
        if (call == null) {
            return "";
        }
        String level = Strings.of("trace.support." + call.support().name().toLowerCase(Locale.ROOT));
        return call.note().isEmpty() ? level : level + ": " + call.note();
    }

    private void add(String key) {
        String title = Strings.of("trace.details." + key);
        Label name = new Label(title);
        name.getStyleClass().add("trace-details-name");
        TextArea value = new TextArea();
        value.setId("trace-details-" + key);
        value.setEditable(false);
        value.setWrapText(true);
        value.setAccessibleText(title);
        value.getStyleClass().add("trace-details-value");
        value.managedProperty().bind(value.visibleProperty());
        name.visibleProperty().bind(value.visibleProperty());
        name.managedProperty().bind(value.visibleProperty());
        name.setLabelFor(value);
        GridPane.setValignment(name, VPos.TOP);
        int line = grid.getRowCount();
        grid.add(name, 0, line);
        grid.add(value, 1, line);
        values.put(key, value);
    }

    private void set(String key, String text) {
        TextArea value = values.get(key);
        value.setVisible(!text.isEmpty());
        if (!value.getText().equals(text)) {
            value.setText(text);
            value.setPrefRowCount((int) Math.min(MOST_LINES, text.lines().count() + text.length() / CHARS_A_LINE));
        }
    }
}
