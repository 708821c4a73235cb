package isthmus.app.window;

import javafx.scene.Node;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;

/** Icons in front of labels. */
public final class Icons {
    private Icons() {}

    /** An icon, or as much empty room, so that labels below each other are aligned. */
    public static Node slot(Ikon icon) {
        StackPane slot = new StackPane();
        slot.getStyleClass().add("icon-slot");
        if (icon != null) {
            slot.getChildren().add(new FontIcon(icon));
        }
        return slot;
    }
}
