package isthmus.app.window;

import isthmus.app.engine.Run;
import java.util.List;
import javafx.concurrent.Task;

/** Asks the runs how many bytes of the host's memory their programs take now. */
final class MemoryTask extends Task<Long> {
    private final List<Run> runs;

    MemoryTask(List<Run> runs) {
        this.runs = runs;
    }

    @Override
    protected Long call() {
        return runs.stream().mapToLong(Run::memoryBytes).sum();
    }
}
