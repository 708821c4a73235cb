package isthmus.app.window.trace;

import isthmus.app.record.ExportProgress;
import isthmus.app.record.TraceExport;
import isthmus.app.record.TraceFormat;
import isthmus.app.record.TraceIndex;
import isthmus.app.record.TraceStore;
import java.io.IOException;
import java.nio.file.Path;
import javafx.concurrent.Task;

/** Writes the rows that are shown to a file. */
final class ExportTask extends Task<Path> {
    private final TraceStore store;
    private final TraceIndex index;
    private final TraceFormat format;
    private final Path target;

    ExportTask(TraceStore store, TraceIndex index, TraceFormat format, Path target) {
        this.store = store;
        this.index = index;
        this.format = format;
        this.target = target;
    }

    @Override
    protected Path call() throws IOException {
        TraceExport.write(store, index, format, target, new ExportProgress() {
            @Override
            public void written(long rows, long all) {
                updateProgress(rows, all);
            }

            @Override
            public boolean isCancelled() {
                return ExportTask.this.isCancelled();
            }
        });
        return target;
    }
}
