package isthmus.app.window;

import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/**
 * What darkens the window behind a dialog. A dialog that becomes higher or lower keeps its top, as long as there is room
 * below: what a person is about to click must not move away when something is said further down.
 */
final class Scrim extends StackPane {
    private final Region dialog;
    private double top;
    /** For which the top was found. */
    private double height = -1;

    Scrim(Region dialog) {
        super(dialog);
        this.dialog = dialog;
        getStyleClass().add("scrim");
    }

    @Override
    protected void layoutChildren() {
        super.layoutChildren();
        if (height != getHeight()) {
            height = getHeight();
            top = dialog.getLayoutY();
        }
        double lowest = height - snappedBottomInset() - dialog.getHeight();
        dialog.setLayoutY(snapPositionY(Math.max(snappedTopInset(), Math.min(top, lowest))));
    }
}
