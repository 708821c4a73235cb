package isthmus.app.record;

import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.linux.trace.RecordScript;
import java.util.ArrayList;
import java.util.List;

/** A store, and tasks that make calls. */
final class TraceScene implements AutoCloseable {
    static final int READ = 0,
            WRITE = 1,
            OPEN = 2,
            CLOSE = 3,
            MMAP = 9,
            DUP = 32,
            FORK = 57,
            EXIT_GROUP = 231,
            OPENAT = 257;
    static final int KEYCTL = 250, RSEQ = 334, AT_FDCWD = -100;
    static final int ENOENT = -2, ENOSYS = -38;

    final TraceStore store;
    final RecordScript script;

    TraceScene() {
        this(new TraceBounds(100_000, 64 << 20));
    }

    TraceScene(TraceBounds bounds) {
        store = new TraceStore(bounds);
        script = new RecordScript(store.log(), store.origin());
    }

    TraceScene open(int tid, int pid, String path, long result) {
        script.entry(tid, pid, OPENAT, new long[] {AT_FDCWD, 0x1000, 0}, null, path);
        script.pass(1_000);
        script.exit(tid, pid, OPENAT, result);
        return this;
    }

    TraceScene read(int tid, int pid, int descriptor, String data) {
        script.entry(tid, pid, READ, new long[] {descriptor, 0x2000, 4096});
        script.pass(10_000);
        script.exit(tid, pid, READ, data.length(), null, data);
        return this;
    }

    TraceScene call(int tid, int pid, int number, long result, long... arguments) {
        script.entry(tid, pid, number, arguments);
        script.exit(tid, pid, number, result);
        return this;
    }

    /** A run that has a bit of everything; ends with an unfinished read. */
    TraceScene usual() {
        script.started(2, 2, 0);
        script.named(2, 2, "cat");
        open(2, 2, "/etc/passwd", 3);
        read(2, 2, 3, "root:x:0");
        open(2, 2, "/etc/h\303\274t", ENOENT);
        call(2, 2, CLOSE, 0, 3);
        call(2, 2, MMAP, 0x7000, 0, 4096, 3, 0x22, -1, 0);
        call(2, 2, KEYCTL, ENOSYS, 1);
        script.started(7, 7, 2);
        script.named(7, 7, "child");
        script.entry(7, 7, READ, new long[] {0, 0x2000, 10});
        script.pass(5_000_000);
        script.signal(2, 2, 17, 1);
        script.exit(7, 7, READ, 2, null, "a\n");
        script.ended(7, 7, 3 << 8);
        script.entry(2, 2, READ, new long[] {4, 0x2000, 10});
        return done();
    }

    /** Waits until there are so many rows. */
    static void await(TraceStore store, long rows) {
        while (store.endRow() < rows) {
            store.hurry();
            Thread.onSpinWait();
        }
    }

    /** Waits until the rows are there; nothing is recorded any more. */
    TraceScene done() {
        store.close();
        return this;
    }

    /** The calls of all rows that a filter lets through. */
    List<String> calls(String expression) throws TraceFilterException {
        TraceSelection selection = new TraceSelection(store, TraceFilter.parse(expression));
        assertTrue(selection.advance(() -> false));
        List<String> calls = new ArrayList<>();
        TraceIndex index = selection.index();
        for (int i = 0; i < index.size(); i++) {
            calls.add(store.row(index.row(i)).call());
        }
        return calls;
    }

    @Override
    public void close() {
        store.close();
    }
}
