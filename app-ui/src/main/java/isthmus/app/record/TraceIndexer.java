package isthmus.app.record;

import isthmus.linux.trace.TraceLog;
import isthmus.linux.trace.TraceRecord;
import java.util.HashMap;
import java.util.Map;

/** Makes rows of records: a call's entry and exit become one. One thread only, but for the names. */
final class TraceIndexer {
    private static final class TaskState {
        final int tid;
        int name;
        long row = RowTable.NONE;

        TaskState(int tid) {
            this.tid = tid;
        }
    }

    private final RowTable rows;
    private final Map<Integer, TaskState> tasks = new HashMap<>();
    private final NameList names = new NameList();
    private final DescriptorRows descriptors = new DescriptorRows();

    private TaskState last = new TaskState(0);

    TraceIndexer(RowTable rows) {
        this.rows = rows;
    }

    private TaskState task(int tid) {
        if (last.tid != tid) {
            last = tasks.computeIfAbsent(tid, TaskState::new);
        }
        return last;
    }

    void add(TraceRecord record) {
        TaskState task = task(record.tid());
        switch (record.kind()) {
            case ENTRY -> {
                complete(task, record.position()); // the end of the last call was lost
                long row = rows.end();
                int descriptor = descriptors.entry(record, row);
                task.row = rows.add(record.position(), RowTable.NONE, task.name, descriptor);
            }
            case EXIT -> exit(task, record);
            case ENDED -> {
                complete(task, record.position());
                plain(task, record);
                descriptors.ended(record);
                tasks.remove(task.tid);
                last = new TaskState(0);
            }
            case NAMED -> task.name = names.number(record.text());
            case STARTED -> {
                descriptors.started(record);
                plain(task, record);
            }
            case EXECUTED -> {
                descriptors.executed(record);
                plain(task, record);
            }
            default -> plain(task, record);
        }
    }

    private void exit(TaskState task, TraceRecord record) {
        if (task.row == RowTable.NONE) {
            plain(task, record); // its entry was lost
            return;
        }
        descriptors.exit(record, task.row);
        complete(task, record.position());
    }

    private void complete(TaskState task, long position) {
        if (task.row != RowTable.NONE) {
            rows.complete(task.row, position);
            task.row = RowTable.NONE;
        }
    }

    private void plain(TaskState task, TraceRecord record) {
        rows.add(record.position(), record.position(), task.name, 0);
    }

    /** What tasks were called. */
    NameList names() {
        return names;
    }

    /** Drops the rows whose records the log is about to drop. */
    void dropBefore(TraceLog log, long position) {
        long low = rows.first();
        long high = rows.end();
        while (low < high) { // the first row that begins there or behind
            long middle = low + high >>> 1;
            if (rows.entry(middle) < position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        rows.dropBefore(low);
        log.releaseBefore(position);
    }
}
