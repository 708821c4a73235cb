package isthmus.app.window;

import isthmus.app.window.WindowBounds.Area;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Rectangle2D;
import javafx.scene.image.Image;
import javafx.stage.Screen;
import javafx.stage.Stage;

/** Puts the stage where it was, and remembers where it is. */
final class WindowStage {
    /** As the build makes them. */
    private static final int[] ICON_SIZES = {16, 24, 32, 48, 64, 128, 256};

    private static final String PREFIX = "window.";

    private final Stage stage;
    private final Settings settings;
    private WindowBounds normal;

    WindowStage(Stage stage, Settings settings) {
        this.stage = stage;
        this.settings = settings;
    }

    /** Sets the icons, of which the host takes the size that it needs. */
    void dress() {
        for (int size : ICON_SIZES) {
            stage.getIcons()
                    .add(new Image(WindowStage.class
                            .getResource("icons/isthmus-" + size + ".png")
                            .toExternalForm()));
        }
    }

    void restore() {
        List<Area> screens = new ArrayList<>(List.of(area(Screen.getPrimary())));
        Screen.getScreens().stream()
                .map(WindowStage::area)
                .filter(area -> !screens.contains(area))
                .forEach(screens::add);
        normal = WindowBounds.of(settings.group(PREFIX), screens);
        stage.setX(normal.x());
        stage.setY(normal.y());
        stage.setWidth(normal.width());
        stage.setHeight(normal.height());
        stage.setMinWidth(WindowBounds.LEAST_WIDTH);
        stage.setMinHeight(WindowBounds.LEAST_HEIGHT);
        stage.setMaximized(normal.maximised());
        stage.xProperty().subscribe(this::moved);
        stage.yProperty().subscribe(this::moved);
        stage.widthProperty().subscribe(this::moved);
        stage.heightProperty().subscribe(this::moved);
    }

    /** The bounds of the window while it is not maximised are what it will come back to. */
    private void moved() {
        if (!stage.isMaximized() && !stage.isIconified() && !stage.isFullScreen()) {
            normal = new WindowBounds(stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight(), false);
        }
    }

    /** Before the stage is hidden. */
    void remember() {
        settings.setGroup(
                PREFIX,
                new WindowBounds(normal.x(), normal.y(), normal.width(), normal.height(), stage.isMaximized())
                        .values());
    }

    private static Area area(Screen screen) {
        Rectangle2D bounds = screen.getVisualBounds();
        return new Area(bounds.getMinX(), bounds.getMinY(), bounds.getWidth(), bounds.getHeight());
    }
}
