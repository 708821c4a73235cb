package isthmus.app.window;

import isthmus.core.south.HostCheck;
import isthmus.core.south.HostCheck.Status;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** What the check of the host found: in a few words for the status line, and all of it in a dialog. */
final class HostVerdict {
    private final List<HostCheck> checks;

    HostVerdict(List<HostCheck> checks) {
        this.checks = checks;
    }

    private Status worst() {
        Status worst = Status.OK;
        for (HostCheck check : checks) {
            worst = check.status().compareTo(worst) > 0 ? check.status() : worst;
        }
        return worst;
    }

    void show(StatusLine line, Windows windows) {
        String text = Strings.of("host." + key(worst()));
        line.setHost(text, icon(worst()), () -> open(windows));
    }

    void open(Windows windows) {
        Label title = new Label(Strings.of("host.title"));
        title.getStyleClass().add("dialog-title");
        VBox rows = new VBox();
        rows.getStyleClass().add("host-checks");
        checks.forEach(check -> rows.getChildren().add(row(check)));
        ScrollPane scroll = new ScrollPane(rows);
        scroll.setFitToWidth(true);
        Button close = windows.closeButton();
        VBox card = new VBox(title, scroll, Windows.bar(close));
        card.setId("host-dialog");
        card.getStyleClass().addAll("dialog-card", "host-dialog");
        windows.open(card, close, () -> {});
    }

    private static HBox row(HostCheck check) {
        Label name = new Label(check.name() + ": " + Strings.of("host.status." + key(check.status())));
        name.getStyleClass().add("row-name");
        VBox text = new VBox(name, wrapped(check.detail()));
        if (!check.remedy().isEmpty()) {
            text.getChildren().add(wrapped(check.remedy()));
        }
        HBox row = new HBox(icon(check.status()), text);
        row.getStyleClass().add("host-check");
        return row;
    }

    private static Label wrapped(String words) {
        Label label = new Label(words);
        label.setWrapText(true);
        return label;
    }

    private static FontIcon icon(Status status) {
        FontIcon icon = new FontIcon(
                switch (status) {
                    case OK -> Feather.CHECK_CIRCLE;
                    case SLOWER -> Feather.ALERT_CIRCLE;
                    case MISSING -> Feather.ALERT_TRIANGLE;
                });
        icon.getStyleClass().add("verdict-" + key(status));
        return icon;
    }

    private static String key(Status status) {
        return switch (status) {
            case OK -> "ok";
            case SLOWER -> "slower";
            case MISSING -> "missing";
        };
    }
}
