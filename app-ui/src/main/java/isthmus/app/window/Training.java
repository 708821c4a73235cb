package isthmus.app.window;

import java.util.List;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.util.Duration;

/** What the build does with the window so that the AOT cache has the classes of what people do first. */
final class Training {
    /** A system property that asks for it. */
    static final String PROPERTY = "isthmus.window.train";

    private static final Duration BETWEEN = Duration.millis(700);

    private Training() {}

    /** Does one step after another, with time in between for each to be drawn. */
    static void run(List<Runnable> steps) {
        Timeline timeline = new Timeline();
        for (int i = 0; i < steps.size(); i++) {
            Runnable step = steps.get(i);
            timeline.getKeyFrames().add(new KeyFrame(BETWEEN.multiply(i + 1), event -> step.run()));
        }
        timeline.play();
    }
}
