package isthmus.app.window;

import java.util.Locale;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.PauseTransition;
import javafx.animation.Timeline;
import javafx.beans.binding.Bindings;
import javafx.beans.property.LongProperty;
import javafx.beans.property.SimpleLongProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.Duration;

/** Along the bottom: how many programs run and what memory they take, what the check of the host found, a hint. */
final class StatusLine {
    private final HBox node = new HBox();
    private final LongProperty memory = new SimpleLongProperty();
    private final StringProperty hint = new SimpleStringProperty("");
    private final Background background;
    private MemoryTask sampling;
    /** How long a hint is shown. */
    private final PauseTransition hintTime = new PauseTransition(Duration.seconds(20));

    private final Timeline ticks = new Timeline();
    private final Button host = new Button();

    StatusLine(Sessions sessions, Background background) {
        this.background = background;
        sessions.aliveProperty().subscribe(alive -> ticker(sessions, alive.intValue() > 0));
        Label running = new Label();
        running.setId("status-running");
        running.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> Strings.of(
                                "status.running", sessions.aliveProperty().get()),
                        sessions.aliveProperty()));
        Label taken = new Label();
        taken.textProperty()
                .bind(Bindings.createStringBinding(() -> Strings.of("status.memory", bytes(memory.get())), memory));
        taken.visibleProperty().bind(memory.greaterThan(0));
        taken.managedProperty().bind(taken.visibleProperty());
        host.setId("status-host");
        host.getStyleClass().addAll("flat", "status-button");
        host.setVisible(false);
        Label said = new Label();
        said.textProperty().bind(hint);
        said.getStyleClass().add("status-hint");
        hintTime.setOnFinished(event -> hint.set(""));
        hint.subscribe(hintTime::playFromStart);
        said.setMinWidth(0);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        node.getStyleClass().add("status-line");
        node.getChildren().addAll(running, taken, gap, said, host);
    }

    /** Asks for the memory once a second while something runs. */
    private void ticker(Sessions sessions, boolean on) {
        if (on && ticks.getStatus() != Animation.Status.RUNNING) {
            ticks.getKeyFrames().setAll(new KeyFrame(Duration.seconds(1), event -> sample(sessions)));
            ticks.setCycleCount(Animation.INDEFINITE);
            ticks.play();
        } else if (!on) {
            ticks.stop();
            memory.set(0);
        }
    }

    private void sample(Sessions sessions) {
        if (sampling == null || sampling.isDone()) {
            MemoryTask task = new MemoryTask(sessions.runs());
            task.setOnSucceeded(event -> memory.set(task.getValue()));
            sampling = task;
            background.run(task);
        }
    }

    Node node() {
        return node;
    }

    StringProperty hintProperty() {
        return hint;
    }

    /** What the check of the host found. */
    void setHost(String text, Node icon, Runnable details) {
        host.setText(text);
        host.setGraphic(icon);
        host.setOnAction(event -> details.run());
        host.setVisible(true);
    }

    static String bytes(long bytes) {
        return bytes < 1L << 30
                ? Strings.of("size.mebibytes", String.valueOf(bytes + (1 << 20) - 1 >> 20))
                : Strings.of("size.gibibytes", String.format(Locale.ROOT, "%.1f", bytes / (double) (1 << 30)));
    }
}
