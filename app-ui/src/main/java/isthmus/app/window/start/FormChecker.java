package isthmus.app.window.start;

import isthmus.app.engine.Inspector;
import isthmus.app.engine.RunOptions;
import isthmus.app.engine.Verdict;
import isthmus.app.window.Background;
import isthmus.core.south.HostException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.util.Duration;
import javafx.util.Subscription;

/** Has the form checked shortly after it was last changed. A check that a change has overtaken is cancelled. */
final class FormChecker {
    private static final Duration PAUSE = Duration.millis(250);

    private static final long TELL_NANOS = 100_000_000;

    private final RunDialogModel model;
    private final Background background;
    private final PauseTransition pause = new PauseTransition(PAUSE);
    private Subscription changes = Subscription.EMPTY;
    private final Inspector inspector;
    private FormTask reading;
    private CompletableFuture<Verdict> looking;

    FormChecker(RunDialogModel model, Background background, Inspector inspector) {
        this.inspector = inspector;
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

    @SuppressWarnings("FutureReturnValueIgnored") // what fails is shown, or thrown on the JavaFX thread
    private void judge(long revision, RunOptions options) {
        AtomicLong told = new AtomicLong(System.nanoTime());
        CompletableFuture<Verdict> answer = inspector.check(options, (done, total) -> {
            if (System.nanoTime() - told.get() > TELL_NANOS) {
                told.set(System.nanoTime());
                Platform.runLater(() -> model.judged(revision, Finding.looking(done, total)));
            }
        });
        looking = answer;
        answer.whenComplete((verdict, failure) -> Platform.runLater(() -> {
            switch (failure) {
                case null -> model.judged(revision, Finding.of(verdict));
                case CancellationException overtaken -> {}
                case HostException unreadable -> model.judged(revision, Finding.of(unreadable));
                default -> throw new IllegalStateException("the check before the start failed", failure);
            }
        }));
    }

    private void cancel() {
        if (reading != null) {
            reading.cancel();
        }
        if (looking != null) {
            looking.cancel(false);
        }
    }
}
