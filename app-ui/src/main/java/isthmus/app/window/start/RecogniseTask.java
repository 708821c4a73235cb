package isthmus.app.window.start;

import isthmus.app.engine.RootKind;
import java.nio.file.Path;
import javafx.concurrent.Task;

/** Looks what a file or folder is that a person brought. */
final class RecogniseTask extends Task<RootKind> {
    private final Path path;

    RecogniseTask(Path path) {
        this.path = path;
    }

    @Override
    protected RootKind call() {
        return RootKind.of(path);
    }
}
