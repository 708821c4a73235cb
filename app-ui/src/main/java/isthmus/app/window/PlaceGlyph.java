package isthmus.app.window;

import javafx.scene.Node;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The icons of places, and of what a run is doing. A form for each state, so that colour is only an addition. */
final class PlaceGlyph {
    private PlaceGlyph() {}

    static Node of(Place place) {
        return switch (place) {
            case Place.Start start -> new FontIcon(Feather.HOME);
            case Place.Console console -> ofStatus(console.session());
            case Place.Trace trace -> new FontIcon(Feather.ACTIVITY);
        };
    }

    /** Follows the session as long as the node is in use. */
    static Node ofStatus(Session session) {
        FontIcon icon = new FontIcon(icon(session.status()));
        icon.getStyleClass().add("status-glyph");
        // bindings hold weakly, listeners do not
        icon.iconCodeProperty().bind(session.statusProperty().map(PlaceGlyph::icon));
        // An icon changes its style itself, so the colour comes from around it.
        StackPane around = new StackPane(icon);
        around.styleProperty().bind(session.statusProperty().map(status -> "-status-color: " + colour(status)));
        return around;
    }

    private static Ikon icon(Session.Status status) {
        return switch (status) {
            case OPENING -> Feather.LOADER;
            case RUNNING -> Feather.PLAY_CIRCLE;
            case SUCCEEDED -> Feather.CHECK_CIRCLE;
            case FAILED -> Feather.ALERT_TRIANGLE;
        };
    }

    private static String colour(Session.Status status) {
        return switch (status) {
            case OPENING -> "-color-fg-muted";
            case RUNNING -> "-color-accent-fg";
            case SUCCEEDED -> "-color-success-fg";
            case FAILED -> "-color-danger-fg";
        };
    }
}
