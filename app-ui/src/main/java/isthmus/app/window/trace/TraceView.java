package isthmus.app.window.trace;

import isthmus.app.engine.GuestText;
import isthmus.app.record.TraceFormat;
import isthmus.app.record.TracePresets;
import isthmus.app.record.TraceRow;
import isthmus.app.record.TraceTerms;
import isthmus.app.window.Background;
import isthmus.app.window.WindowAction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.BooleanProperty;
import javafx.geometry.Orientation;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.control.SplitPane;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/** The filter, the table and the details of one trace. */
final class TraceView {
    private static final double TABLE_SHARE = 0.72;
    /** Below the header. */
    private static final double MENU_X = 200, MENU_Y = 40;

    private final TraceModel model;
    private final TraceTable table;
    private final FilterBar filter;
    private final ExportBar export;
    private final TraceMenu menu;
    private final BorderPane node = new BorderPane();
    private final List<WindowAction> actions;

    /** @param chooser asks where an export goes */
    TraceView(TraceModel model, Background background, Function<TraceFormat, Optional<Path>> chooser) {
        this.model = model;
        table = new TraceTable(model);
        export = new ExportBar(model, background, chooser);
        filter = new FilterBar(model, export.menu(), this::enter);
        TraceDetails details = new TraceDetails(model.store());
        table.chosenProperty().subscribe(details::show);
        menu = new TraceMenu(model, this::copy);
        table.node().setContextMenu(menu.menu());
        table.node()
                .addEventFilter(
                        ContextMenuEvent.CONTEXT_MENU_REQUESTED,
                        event -> menu.fill(table.chosenProperty().get()));
        SplitPane split = new SplitPane(table.node(), details.node());
        split.setOrientation(Orientation.VERTICAL);
        split.setDividerPositions(TABLE_SHARE);
        SplitPane.setResizableWithParent(details.node(), false);
        node.setTop(new VBox(filter.node(), export.node()));
        node.setCenter(split);
        node.getStyleClass().add("trace-view");
        actions = makeActions();
    }

    Node node() {
        return node;
    }

    List<WindowAction> actions() {
        return actions;
    }

    /** Gives the table the focus. */
    void enter() {
        table.node().requestFocus();
        if (table.chosenProperty().get() == null
                && !model.rows().isEmpty()
                && !model.tailProperty().get()) {
            table.node().getSelectionModel().select(0);
        }
    }

    /** Brings a row into view, if the filter lets it. */
    void show(long row) {
        table.show(row);
    }

    private List<WindowAction> makeActions() {
        BooleanBinding any = table.chosenProperty().isNotNull();
        List<WindowAction> all = new ArrayList<>(List.of(
                action("filter", "Ctrl+F", Feather.SEARCH, filter::enter),
                action(
                        "show-all",
                        "Ctrl+L",
                        Feather.X,
                        () -> model.expressionProperty().set("")),
                WindowAction.of("trace-include", "Ctrl+I", Feather.PLUS, any, () -> about(model::include)),
                WindowAction.of("trace-exclude", "Ctrl+J", Feather.MINUS, any, () -> about(model::exclude)),
                WindowAction.of("trace-highlight", "Ctrl+H", Feather.EDIT_3, any, () -> about(model::highlight)),
                WindowAction.of("trace-menu", "Shift+F10", Feather.MENU, any, this::openMenu),
                WindowAction.of("trace-copy", "Ctrl+Shift+C", Feather.COPY, any, this::copy),
                action("pause", "Ctrl+P", Feather.PAUSE, () -> flip(model.pausedProperty())),
                action("tail", "Ctrl+T", Feather.CHEVRONS_DOWN, () -> flip(model.tailProperty()))));
        for (TracePresets preset : TracePresets.values()) {
            String id = "preset-" + preset.name().toLowerCase(Locale.ROOT).replace('_', '-');
            all.add(action(
                    id, null, Feather.FILTER, () -> model.expressionProperty().set(preset.expression())));
        }
        for (TraceFormat format : TraceFormat.values()) {
            String id = "export-" + format.name().toLowerCase(Locale.ROOT).replace('_', '-');
            String keys = format == TraceFormat.STRACE ? "Ctrl+E" : null;
            all.add(action(id, keys, Feather.DOWNLOAD, () -> export.export(format)));
        }
        return List.copyOf(all);
    }

    private static WindowAction action(String id, String keys, Ikon icon, Runnable run) {
        return WindowAction.of("trace-" + id, keys, icon, run);
    }

    private static void flip(BooleanProperty property) {
        property.set(!property.get());
    }

    /** The call of the chosen row. */
    private void about(Consumer<String> action) {
        TraceRow row = table.chosenProperty().get();
        if (row != null) {
            action.accept(TraceTerms.call(row));
        }
    }

    /** JavaFX opens it by the mouse and the menu key only. */
    private void openMenu() {
        menu.fill(table.chosenProperty().get());
        menu.menu().show(table.node(), Side.TOP, MENU_X, MENU_Y);
    }

    private void copy() {
        TraceRow row = table.chosenProperty().get();
        if (row != null) {
            ClipboardContent content = new ClipboardContent();
            content.putString(GuestText.show(row.line()));
            Clipboard.getSystemClipboard().setContent(content);
        }
    }

    void close() {
        export.close();
    }
}
