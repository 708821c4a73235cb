package isthmus.app.window.start;

import isthmus.app.window.Strings;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** What was run before: run again, edit, copy as command, remove. */
final class RecentList extends VBox {
    /** What can be done with one. */
    record Deeds(Consumer<RunForm> run, Consumer<RunForm> edit, Consumer<RunForm> copy) {}

    private final RecentRuns recent;
    private final Deeds deeds;

    RecentList(RecentRuns recent, Deeds deeds) {
        this.recent = recent;
        this.deeds = deeds;
        getStyleClass().add("recent");
        recent.all().subscribe(this::fill);
        fill();
    }

    private void fill() {
        getChildren().clear();
        setManaged(!recent.all().isEmpty());
        if (!recent.all().isEmpty()) {
            Label heading = new Label(Strings.of("recent.heading"));
            heading.getStyleClass().add("sidebar-heading");
            getChildren().add(heading);
            recent.all().forEach(form -> getChildren().add(row(form)));
        }
    }

    private Node row(RunForm form) {
        Label line = new Label(form.line());
        line.getStyleClass().add("recent-line");
        Label root = new Label(Strings.of("recent.root", form.root()));
        root.getStyleClass().add("row-status");
        root.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        Button again = new Button(null, new VBox(line, root));
        again.setAccessibleText(Strings.of("recent.run", form.line()));
        again.getStyleClass().addAll("flat", "recent-run");
        again.setMaxWidth(Double.MAX_VALUE);
        again.setOnAction(event -> deeds.run().accept(form));
        HBox.setHgrow(again, Priority.ALWAYS);
        HBox row = new HBox(
                again,
                button("edit", Feather.EDIT_2, form, deeds.edit()),
                button("copy", Feather.COPY, form, deeds.copy()),
                button("remove", Feather.X, form, recent::remove));
        row.getStyleClass().add("recent-row");
        return row;
    }

    private static Button button(String what, Feather icon, RunForm form, Consumer<RunForm> deed) {
        Button button = new Button(null, new FontIcon(icon));
        String name = Strings.of("recent." + what, form.line());
        button.setAccessibleText(name);
        button.setTooltip(new Tooltip(name));
        button.getStyleClass().addAll("flat", "button-icon");
        button.setOnAction(event -> deed.accept(form));
        return button;
    }
}
