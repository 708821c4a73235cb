package isthmus.app.record;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** The Trace Event format, JSON object form: calls are slices of their thread, what is no call an instant. */
final class ChromeTrace {
    /** A thread's number may be used again, by another process. */
    private record ThreadId(int pid, int tid) {}

    private final OutputStream out;
    private final StringBuilder text = new StringBuilder("{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n");
    /** What each thread was called last. */
    private final Map<ThreadId, String> threads = new LinkedHashMap<>();
    /** And each process: what its first thread was called, or any of its threads that is here. */
    private final Map<Integer, String> processes = new LinkedHashMap<>();

    private boolean any;

    ChromeTrace(OutputStream out) {
        this.out = out;
    }

    void write(TraceRow row) throws IOException {
        name(row);
        boolean call = row.kind() == TraceRow.Kind.CALL;
        begin(row.call(), call ? row.unfinished() ? "B" : "X" : "i", row.pid(), row.tid());
        time("ts", row.nanos());
        if (call) {
            Json.name(text, "cat").append("\"syscall\"");
            if (!row.unfinished()) {
                time("dur", Math.max(0, row.duration()));
            }
        } else {
            Json.name(text, "cat").append("\"task\"");
            Json.name(text, "s").append("\"t\"");
        }
        text.append(",\"args\":{\"arguments\":");
        Json.guest(text, row.arguments());
        if (!row.result().isEmpty()) {
            Json.string(Json.name(text, "result"), row.result());
        }
        text.append("}}");
        Json.write(text, out);
    }

    private void name(TraceRow row) {
        if (row.process().isEmpty()) { // the viewers say the number then
            return;
        }
        threads.put(new ThreadId(row.pid(), row.tid()), row.process());
        if (row.tid() == row.pid()) {
            processes.put(row.pid(), row.process());
        } else {
            processes.putIfAbsent(row.pid(), row.process());
        }
    }

    private void begin(String name, String phase, int pid, int tid) {
        text.append(any ? ",\n{\"name\":" : "{\"name\":");
        any = true;
        Json.string(text, name);
        Json.name(text, "ph").append('"').append(phase).append('"');
        Json.name(text, "pid").append(pid);
        Json.name(text, "tid").append(tid);
    }

    /** Microseconds, with the nanoseconds behind the point. */
    private void time(String name, long nanos) {
        String rest = String.valueOf(nanos % 1000);
        Json.name(text, name)
                .append(nanos / 1000)
                .append('.')
                .append("000", 0, 3 - rest.length())
                .append(rest);
    }

    void end() throws IOException {
        processes.forEach((pid, name) -> named("process_name", pid, pid, name));
        threads.forEach((thread, name) -> named("thread_name", thread.pid(), thread.tid(), name));
        text.append("\n]}\n");
        Json.write(text, out);
        out.flush();
    }

    private void named(String what, int pid, int tid, String name) {
        begin(what, "M", pid, tid);
        text.append(",\"args\":{\"name\":");
        Json.guest(text, name);
        text.append("}}");
    }
}
