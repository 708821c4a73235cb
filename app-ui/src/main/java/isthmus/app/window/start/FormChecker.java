package isthmus.app.window.start;

import isthmus.app.engine.RunOptions;
import isthmus.app.window.Background;
import javafx.animation.PauseTransition;
import javafx.util.Duration;
import javafx.util.Subscription;

/** Has the form checked shortly after it was last changed. A check that a change has overtaken is cancelled. */
final class FormChecker {
    private static final Duration PAUSE = Duration.millis(250);

    private final RunDialogModel model;
    private final Background background;
    private final PauseTransition pause = new PauseTransition(PAUSE);
    private Subscription changes = Subscription.EMPTY;
    private FormTask reading;

    FormChecker(RunDialogModel model, Background background, Engines engines) {
        this.model = model;
        this.background = background;
        pause.setOnFinished(event -> checkNow());
    }

    void start() {
        changes = model.revisionProperty().subscribe(pause::playFromStart);
        checkNow();
    }

    void stop() {
        changes.unsubscribe();
        pause.stop();
        cancel();
    }

    void checkNow() {
        pause.stop();
        cancel();
        long revision = model.revisionProperty().get();
        FormTask task = new FormTask(model.form());
        task.setOnSucceeded(event -> {
            model.checked(revision, task.getValue());
            task.getValue().options().ifPresent(options -> judge(revision, options));
        });
        reading = task;
        background.run(task);
    }

    private void judge(long revision, RunOptions options) {}

    private void cancel() {
        if (reading != null) {
            reading.cancel();
        }
    }
}
