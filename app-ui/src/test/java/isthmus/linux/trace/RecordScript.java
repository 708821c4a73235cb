package isthmus.linux.trace;

import java.nio.charset.StandardCharsets;

/** Puts records into a log as if tasks had made calls. One thread each. */
public final class RecordScript {
    private final TraceLog log;
    private final RecordBuilder builder = new RecordBuilder();
    private long nanos;

    /** @param nanos the time of the first record */
    public RecordScript(TraceLog log, long nanos) {
        this.log = log;
        this.nanos = nanos;
    }

    /** The time of the next record. */
    public void setNanos(long now) {
        nanos = now;
    }

    public void pass(long more) {
        nanos += more;
    }

    private void begin(int tid, int pid) {
        builder.begin(nanos, tid, pid);
        nanos++;
    }

    public void named(int tid, int pid, String name) {
        begin(tid, pid);
        builder.add(0);
        builder.addText(name.getBytes(StandardCharsets.ISO_8859_1));
        builder.appendTo(log, TraceEvent.Kind.NAMED, 0, 0);
    }

    /** @param memory strings of the guest, by argument; null for none */
    public void entry(int tid, int pid, int number, long[] arguments, String... memory) {
        begin(tid, pid);
        int count = CapturePlan.of(TraceRecord.call(number)).count();
        for (int i = 0; i < count; i++) {
            builder.add(i < arguments.length ? arguments[i] : 0);
        }
        memory(memory);
        builder.appendTo(log, TraceEvent.Kind.ENTRY, number, count);
    }

    private void memory(String... memory) {
        for (int i = 0; i < memory.length; i++) {
            if (memory[i] != null) {
                byte[] bytes = memory[i].getBytes(StandardCharsets.ISO_8859_1);
                System.arraycopy(bytes, 0, builder.bytes(), 0, bytes.length);
                builder.addMemory(i, bytes.length);
            }
        }
    }

    public void exit(int tid, int pid, int number, long result, String... memory) {
        begin(tid, pid);
        builder.add(result);
        memory(memory);
        builder.appendTo(log, TraceEvent.Kind.EXIT, number, 0);
    }

    private void plain(int tid, int pid, TraceEvent.Kind kind, int number, long value) {
        begin(tid, pid);
        builder.add(value);
        builder.appendTo(log, kind, number, 0);
    }

    public void started(int tid, int pid, int parent) {
        plain(tid, pid, TraceEvent.Kind.STARTED, parent, 0);
    }

    public void signal(int tid, int pid, int signal, int code) {
        plain(tid, pid, TraceEvent.Kind.SIGNAL, signal, code);
    }

    public void ended(int tid, int pid, int status) {
        plain(tid, pid, TraceEvent.Kind.ENDED, status, 0);
    }
}
