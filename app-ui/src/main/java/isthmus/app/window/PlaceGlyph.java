package isthmus.app.window;

import javafx.beans.binding.Bindings;
import javafx.scene.Node;
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
        icon.iconCodeProperty()
                .bind(Bindings.createObjectBinding(() -> icon(session.status()), session.statusProperty()));
        return icon;
    }

    private static Ikon icon(Session.Status status) {
        return switch (status) {
            case OPENING -> Feather.LOADER;
            case RUNNING -> Feather.PLAY_CIRCLE;
            case SUCCEEDED -> Feather.CHECK_CIRCLE;
            case FAILED -> Feather.ALERT_TRIANGLE;
        };
    }
}
