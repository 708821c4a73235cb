package isthmus.app.window.console;

import isthmus.app.window.Session;
import isthmus.app.window.SessionText;
import isthmus.app.window.Strings;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.Duration;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The line above a console: what runs, what it can reach of the host, and how it fares. */
final class ConsoleHeader extends HBox {
    ConsoleHeader(Session session) {
        getStyleClass().add("console-header");
        setAlignment(Pos.CENTER_LEFT);
        Label command = new Label(SessionText.command(session));
        command.getStyleClass().add("console-command");
        command.setMinWidth(60);
        command.setTooltip(new Tooltip(SessionText.command(session)));
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Label status = new Label();
        status.setId("console-status");
        status.getStyleClass().add("console-status");
        status.setMinWidth(Region.USE_PREF_SIZE);
        status.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> SessionText.status(session), session.statusProperty(), session.endProperty()));
        String details = ReachText.details(session.options());
        Label root = badge(Feather.HARD_DRIVE, ReachText.root(session.options()), details);
        root.setId("console-root");
        if (ReachText.seesHost(session.options())) {
            root.getStyleClass().add("warn");
        }
        Label shared = badge(Feather.FOLDER, ReachText.shared(session.options()), details);
        shared.setId("console-shared");
        if (ReachText.canWrite(session.options())) {
            shared.getStyleClass().add("warn");
        }
        getChildren().addAll(command, gap, root, shared, status);
    }

    private static Label badge(Ikon icon, String text, String details) {
        Label badge = new Label(text, new FontIcon(icon));
        badge.getStyleClass().add("reach-badge");
        Tooltip tooltip = new Tooltip(details);
        tooltip.setShowDelay(Duration.millis(300));
        badge.setTooltip(tooltip);
        badge.setAccessibleText(Strings.of("reach.name", details));
        badge.setMaxWidth(240);
        return badge;
    }
}
