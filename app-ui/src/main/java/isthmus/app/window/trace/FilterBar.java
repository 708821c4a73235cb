package isthmus.app.window.trace;

import isthmus.app.record.TraceFilterException;
import isthmus.app.record.TracePresets;
import isthmus.app.window.Strings;
import isthmus.app.window.Styles;
import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Above the table: the filter, how much it shows, what is wrong with it, and what is missing from the recording. */
final class FilterBar {
    private final TraceModel model;
    private final TextField field = new TextField();
    private final VBox node = new VBox();

    /** @param leave gives the focus to the table */
    FilterBar(TraceModel model, Node export, Runnable leave) {
        this.model = model;
        field.setId("trace-filter");
        field.setPromptText(Strings.of("trace.filter.prompt"));
        field.setAccessibleText(Strings.of("trace.filter"));
        field.setTooltip(new Tooltip(Strings.of("trace.filter.help")));
        field.textProperty().bindBidirectional(model.expressionProperty());
        field.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE && !field.getText().isEmpty()) {
                event.consume();
                field.clear();
            } else if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.DOWN) {
                event.consume();
                leave.run();
            }
        });
        HBox.setHgrow(field, Priority.ALWAYS);
        HBox bar = new HBox(
                field,
                clear(),
                count(),
                presets(),
                toggle(Feather.PAUSE, "trace.pause", model.pausedProperty()),
                toggle(Feather.CHEVRONS_DOWN, "trace.tail", model.tailProperty()),
                export);
        bar.getStyleClass().add("trace-bar");
        node.getStyleClass().add("trace-head");
        node.getChildren().setAll(bar, mistake(), notices());
    }

    Node node() {
        return node;
    }

    void enter() {
        field.requestFocus();
        field.selectAll();
    }

    private Button clear() {
        Button clear = new Button(null, new FontIcon(Feather.X));
        clear.setId("trace-clear");
        clear.getStyleClass().addAll("button-icon", "flat");
        clear.setAccessibleText(Strings.of("trace.show-all"));
        clear.setTooltip(new Tooltip(Strings.of("trace.show-all")));
        clear.setOnAction(event -> field.clear());
        clear.disableProperty().bind(field.textProperty().isEmpty());
        return clear;
    }

    private Label count() {
        Label count = new Label();
        count.setId("trace-count");
        count.getStyleClass().add("trace-count");
        count.setMinWidth(Label.USE_PREF_SIZE);
        count.textProperty()
                .bind(Bindings.createStringBinding(
                        this::countText, model.shownProperty(), model.hiddenProperty(), model.busyProperty()));
        return count;
    }

    private String countText() {
        long shown = model.shownProperty().get();
        long hidden = model.hiddenProperty().get();
        if (model.busyProperty().get()) {
            return Strings.of("trace.searching");
        }
        return hidden == 0 ? Strings.of("trace.count", shown) : Strings.of("trace.count.of", shown, shown + hidden);
    }

    private MenuButton presets() {
        MenuButton menu = new MenuButton(Strings.of("trace.presets"), new FontIcon(Feather.FILTER));
        menu.setId("trace-presets");
        for (TracePresets preset : TracePresets.values()) {
            MenuItem item = new MenuItem(Strings.of(key(preset)));
            item.setId(key(preset).replace('.', '-'));
            item.setOnAction(event -> model.expressionProperty().set(preset.expression()));
            menu.getItems().add(item);
        }
        return menu;
    }

    /** Of its name. */
    static String key(TracePresets preset) {
        return "trace.preset." + preset.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static ToggleButton toggle(Ikon icon, String key, javafx.beans.property.BooleanProperty on) {
        ToggleButton button = new ToggleButton(null, new FontIcon(icon));
        button.setId(key.replace('.', '-'));
        button.getStyleClass().add("button-icon");
        button.setAccessibleText(Strings.of(key));
        button.setTooltip(new Tooltip(Strings.of(key)));
        button.selectedProperty().bindBidirectional(on);
        return button;
    }

    /** A sentence, and a click that marks the place. */
    private Node mistake() {
        Hyperlink text = new Hyperlink();
        text.setId("trace-mistake");
        text.getStyleClass().add("trace-mistake");
        text.setGraphic(new FontIcon(Feather.ALERT_TRIANGLE));
        text.setWrapText(true);
        text.setOnAction(event -> {
            TraceFilterException e = model.mistakeProperty().get();
            if (e != null) {
                field.requestFocus();
                field.selectRange(e.position(), e.position() + e.length());
            }
        });
        model.mistakeProperty().subscribe(e -> {
            field.pseudoClassStateChanged(Styles.WRONG, e != null);
            text.setText(e == null ? "" : e.getMessage());
            text.setVisible(e != null);
            text.setManaged(e != null);
        });
        return text;
    }

    private HBox notices() {
        Hyperlink hidden = new Hyperlink();
        hidden.setId("trace-hidden");
        hidden.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> Strings.of("trace.hidden", model.hiddenProperty().get()), model.hiddenProperty()));
        hidden.setOnAction(event -> model.expressionProperty().set(""));
        show(hidden, model.hiddenProperty().greaterThan(0));
        Label paused = new Label(Strings.of("trace.paused"), new FontIcon(Feather.PAUSE_CIRCLE));
        paused.setId("trace-paused");
        show(paused, model.pausedProperty());
        Label lost = notice("trace.lost", model.lostProperty());
        Label dropped = notice("trace.dropped", model.droppedProperty());
        HBox box = new HBox(hidden, paused, lost, dropped);
        box.getStyleClass().add("trace-notices");
        show(
                box,
                model.hiddenProperty()
                        .greaterThan(0)
                        .or(model.pausedProperty())
                        .or(model.lostProperty().greaterThan(0))
                        .or(model.droppedProperty().greaterThan(0)));
        return box;
    }

    private static Label notice(String key, javafx.beans.property.ReadOnlyLongProperty count) {
        Label label = new Label(null, new FontIcon(Feather.ALERT_TRIANGLE));
        label.setId(key.replace('.', '-'));
        label.getStyleClass().add("trace-loss");
        label.textProperty().bind(Bindings.createStringBinding(() -> Strings.of(key, count.get()), count));
        show(label, count.greaterThan(0));
        return label;
    }

    private static void show(Node node, javafx.beans.value.ObservableBooleanValue when) {
        node.visibleProperty().bind(when);
        node.managedProperty().bind(when);
    }
}
