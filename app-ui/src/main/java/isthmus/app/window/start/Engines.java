package isthmus.app.window.start;

import java.util.List;
import java.util.function.Consumer;

/** What the run dialog asks of the engine; the answers come on the JavaFX thread. */
interface Engines {
    /** The names in a root file system that begin so. */
    void complete(String root, String typed, Consumer<List<String>> answer);
}
