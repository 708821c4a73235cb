package isthmus.app.window.console;

import isthmus.app.terminal.TerminalEvents;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/**
 * What the guest tells through its terminal, on its way to the JavaFX thread: however often it is told, one call at most waits
 * there for each kind. Requests for the clipboard (OSC 52) are refused: a program is not to change it unasked.
 */
final class ViewEvents implements TerminalEvents {
    private final Consumer<byte[]> answers;
    private final Runnable changed;
    private final Runnable bell;
    private final ReadOnlyStringWrapper title = new ReadOnlyStringWrapper("");
    private final AtomicReference<String> newTitle = new AtomicReference<>();
    private final AtomicBoolean rings = new AtomicBoolean();

    /**
     * @param answers takes what the terminal answers, on the guest's thread
     * @param changed called on the guest's thread
     * @param bell called on the JavaFX thread
     */
    ViewEvents(Consumer<byte[]> answers, Runnable changed, Runnable bell) {
        this.answers = answers;
        this.changed = changed;
        this.bell = bell;
    }

    ReadOnlyStringProperty titleProperty() {
        return title.getReadOnlyProperty();
    }

    @Override
    public void answer(byte[] bytes) {
        answers.accept(bytes);
    }

    @Override
    public void changed() {
        changed.run();
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
                bell.run();
            });
        }
    }
}
