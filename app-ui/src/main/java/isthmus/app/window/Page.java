package isthmus.app.window;

import java.util.List;
import java.util.Optional;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;

/** What a {@link Place} shows in its tab. All methods are called on the JavaFX thread. */
public interface Page {
    /** The same node each time. */
    Node node();

    /** The text of the tab; one line, without control characters. */
    ObservableValue<String> title();

    /** What the page can do: in the palette and by key while the page is in front. */
    default List<WindowAction> actions() {
        return List.of();
    }

    /** It is in front now, and is to have the focus. */
    void enter();

    /** Another is in front: nothing needs to be drawn. */
    default void leave() {}

    /** What to ask before the page is closed, such as that a program runs; empty to close without a question. */
    default Optional<Question> closeQuestion() {
        return Optional.empty();
    }

    /** The tab is gone. Called once. */
    void close();
}
