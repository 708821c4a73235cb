package isthmus.app.record;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;

/** The Trace Event format, JSON object form: calls are slices of their thread, what is no call an instant. */
final class ChromeTrace {
    /** What a thread is: its process, and what it was called last. */
    private record Owner(int pid, String name) {}

    private final OutputStream out;
    private final StringBuilder text = new StringBuilder("{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n");
    private final Map<Integer, Owner> threads = new TreeMap<>();
    private boolean any;

    ChromeTrace(OutputStream out) {
        this.out = out;
    }

    void write(TraceRow row) throws IOException {
        if (row.kind() != TraceRow.Kind.LOST) {
            threads.put(row.tid(), new Owner(row.pid(), row.process()));
        }
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
        threads.forEach((tid, owner) -> {
            if (tid == owner.pid()) {
                named("process_name", tid, owner);
            }
            named("thread_name", tid, owner);
        });
        text.append("\n]}\n");
        Json.write(text, out);
        out.flush();
    }

    private void named(String what, int tid, Owner owner) {
        begin(what, "M", owner.pid(), tid);
        text.append(",\"args\":{\"name\":");
        Json.guest(text, owner.name());
        text.append("}}");
    }
}
