package isthmus.app.record;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes rows of a trace to a file, which is there when it is complete, and else is not touched. */
public final class TraceExport {
    private static final int BUFFER = 1 << 16;
    /** So many rows are written before progress is told. */
    private static final int STEP = 4096;

    private final TraceStore store;
    private final TraceIndex index;
    private final ExportProgress progress;
    private long asked;
    private boolean cancelled;

    private TraceExport(TraceStore store, TraceIndex index, ExportProgress progress) {
        this.store = store;
        this.index = index;
        this.progress = progress;
    }

    /** All rows of a store, as they are now. */
    public static TraceIndex all(TraceStore store) {
        return TraceIndex.all(store.firstRow(), store.endRow(), new Object());
    }

    /**
     * Writes the rows of {@code index}.
     *
     * @return false if it was cancelled
     * @throws IOException with a sentence for the user, if it cannot be written or its rows were dropped meanwhile
     */
    public static boolean write(
            TraceStore store, TraceIndex index, TraceFormat format, Path target, ExportProgress progress)
            throws IOException {
        Path partial =
                target.toAbsolutePath().resolveSibling(".isthmus-" + Long.toHexString(System.nanoTime()) + ".part");
        try {
            TraceExport export = new TraceExport(store, index, progress);
            try (OutputStream out = new BufferedOutputStream(
                    Files.newOutputStream(partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), BUFFER)) {
                export.write(format, out);
            }
            if (export.cancelled) {
                return false;
            }
            move(partial, target);
            return true;
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private static void move(Path partial, Path target) throws IOException {
        try {
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void write(TraceFormat format, OutputStream out) throws IOException {
        switch (format) {
            case STRACE -> new StraceExport(store, index, this::goOn).write(out);
            case JSON_LINES -> {
                JsonLines lines = new JsonLines(out);
                for (int i = 0; i < index.size() && goOn(i); i++) {
                    lines.write(row(i));
                }
                lines.flush();
            }
            case CHROME -> {
                ChromeTrace trace = new ChromeTrace(out);
                for (int i = 0; i < index.size() && goOn(i); i++) {
                    trace.write(row(i));
                }
                trace.end();
            }
        }
    }

    private TraceRow row(int place) throws IOException {
        TraceRow row = store.row(index.row(place));
        if (row == null) {
            throw overtaken();
        }
        return row;
    }

    static IOException overtaken() {
        return new IOException("the recording went on and dropped rows that were to be written; stop it, then export");
    }

    /** Called for each row that is written, and for rows between them. */
    private boolean goOn(long place) {
        if (asked++ % STEP == 0) {
            progress.written(place, index.size());
            cancelled = progress.isCancelled();
        }
        return !cancelled;
    }
}
