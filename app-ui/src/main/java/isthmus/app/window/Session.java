package isthmus.app.window;

import isthmus.app.engine.GuestText;
import isthmus.app.engine.Run;
import isthmus.app.engine.RunEnd;
import isthmus.app.engine.RunOptions;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** A run that was started in the window, from its start until the window forgets it. Its properties change on the JavaFX thread. */
public final class Session {
    public enum Status {
        /** The root file system is being opened. */
        OPENING,
        RUNNING,
        /** Exit status 0. */
        SUCCEEDED,
        /** Any other end. */
        FAILED
    }

    private final int number;
    private final RunOptions options;
    private final ReadOnlyObjectWrapper<Status> status = new ReadOnlyObjectWrapper<>(Status.OPENING);
    private final ReadOnlyObjectWrapper<RunEnd> end = new ReadOnlyObjectWrapper<>();
    private Run run;

    Session(int number, RunOptions options) {
        this.number = number;
        this.options = options;
    }

    void begin(Run started) {
        run = started;
    }

    void isRunning() {
        if (end.get() == null) {
            status.set(Status.RUNNING);
        }
    }

    void hasEnded(RunEnd how) {
        end.set(how);
        status.set(how instanceof RunEnd.Exited exited && exited.status() == 0 ? Status.SUCCEEDED : Status.FAILED);
    }

    /** 1 for the first of this window, and so on. */
    public int number() {
        return number;
    }

    public RunOptions options() {
        return options;
    }

    public Run run() {
        return run;
    }

    /** The program's name without its folders, and the session's number where that would not tell two apart. */
    public String name() {
        return GuestText.lastPart(options.command().getFirst());
    }

    public ReadOnlyObjectProperty<Status> statusProperty() {
        return status.getReadOnlyProperty();
    }

    public Status status() {
        return status.get();
    }

    public boolean isAlive() {
        return end.get() == null;
    }

    /** Null until it has ended. */
    public ReadOnlyObjectProperty<RunEnd> endProperty() {
        return end.getReadOnlyProperty();
    }

    public Optional<RunEnd> end() {
        return Optional.ofNullable(end.get());
    }
}
