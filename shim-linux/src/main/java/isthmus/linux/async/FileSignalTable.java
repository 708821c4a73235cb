package isthmus.linux.async;

import isthmus.core.files.OpenFile;
import isthmus.linux.task.PidTable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The open files of a run that somebody wants signals about. */
public final class FileSignalTable {
    private final PidTable pids;
    private final Map<OpenFile, FileSignals> table = new ConcurrentHashMap<>();

    public FileSignalTable(PidTable pids) {
        this.pids = pids;
    }

    /** Of a file that the caller holds; the same each time. */
    public FileSignals of(OpenFile file) {
        return table.computeIfAbsent(file, this::create);
    }

    /** The same, null if nobody ever asked. */
    public FileSignals ofIfAny(OpenFile file) {
        return table.get(file);
    }

    private FileSignals create(OpenFile file) {
        FileSignals made = new FileSignals(file, pids);
        file.addCloseListener(closed -> {
            table.remove(closed);
            made.end();
        });
        return made;
    }
}
