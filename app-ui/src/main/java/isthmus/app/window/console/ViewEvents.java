package isthmus.app.window.console;

import isthmus.app.terminal.TerminalEvents;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/**
 * What the guest tells through its terminal, on its way to the JavaFX thread: however often it is told, one call at most waits
 * there for each kind. Requests for the clipboard (OSC 52) are refused: a program is not to change it unasked.
 */
final class ViewEvents implements TerminalEvents {
    /** The view that is in use. */
    interface Target {
        /** What the terminal answers to the guest; on the guest's thread. */
        void answer(byte[] bytes);

        /** On the guest's thread. */
        void outputChanged();

        /** On the JavaFX thread. */
        void bell();

        /** Whether the picture lags behind; on the guest's thread. */
        boolean isLate();
    }

    /** Null while no view shows the terminal. */
    private volatile Target target;

    private final ReadOnlyStringWrapper title = new ReadOnlyStringWrapper("");
    private final AtomicReference<String> newTitle = new AtomicReference<>();
    private final AtomicBoolean rings = new AtomicBoolean();

    /** Tells this from now on; null to tell nobody. */
    void setTarget(Target now) {
        target = now;
    }

    boolean isLate() {
        Target now = target;
        return now != null && now.isLate();
    }

    ReadOnlyStringProperty titleProperty() {
        return title.getReadOnlyProperty();
    }

    @Override
    public void answer(byte[] bytes) {
        Target now = target;
        if (now != null) {
            now.answer(bytes);
        }
    }

    @Override
    public void changed() {
        Target now = target;
        if (now != null) {
            now.outputChanged();
        }
    }

    @Override
    public void title(String text) {
        if (newTitle.getAndSet(text) == null) {
            Platform.runLater(() -> title.set(newTitle.getAndSet(null)));
        }
    }

    @Override
    public void bell() {
        if (rings.compareAndSet(false, true)) {
            Platform.runLater(() -> {
                rings.set(false);
                Target now = target;
                if (now != null) {
                    now.bell();
                }
            });
        }
    }
}
