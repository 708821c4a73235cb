package isthmus.linux.trace;

import isthmus.linux.calls.SystemCall;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How often each call was made, how long it took and how often it failed, as {@code strace -c -w} shows it. */
final class TraceSummary {
    private static final class Row {
        final String name;
        long calls;
        long errors;
        long nanos;

        Row(String name) {
            this.name = name;
        }
    }

    private final Map<Long, Row> rows = new HashMap<>();
    private final Map<Integer, TraceEvent> entries = new HashMap<>();

    void count(TraceEvent event) {
        switch (event.kind()) {
            case ENTRY -> entries.put(event.tid(), event);
            case EXIT -> {
                TraceEvent entry = entries.remove(event.tid());
                Row row = row(event);
                row.calls++;
                row.errors += CallText.isError(event.result()) ? 1 : 0;
                row.nanos += entry == null ? 0 : event.nanos() - entry.nanos();
            }
            case ENDED -> {
                TraceEvent entry = entries.remove(event.tid());
                if (entry != null) {
                    row(entry).calls++; // exit and exit_group do not return
                }
            }
            default -> {}
        }
    }

    private Row row(TraceEvent event) {
        SystemCall call = event.call();
        return rows.computeIfAbsent(
                event.number(),
                n -> new Row(call == null ? String.format(Locale.ROOT, "syscall_0x%x", n) : call.name()));
    }

    void print(PrintStream out) {
        List<Row> sorted = new ArrayList<>(rows.values());
        sorted.sort((a, b) -> a.nanos != b.nanos ? Long.compare(b.nanos, a.nanos) : a.name.compareTo(b.name));
        long nanos = 0;
        long calls = 0;
        long errors = 0;
        for (Row row : sorted) {
            nanos += row.nanos;
            calls += row.calls;
            errors += row.errors;
        }
        String rule = "------ ----------- ----------- --------- --------- ----------------";
        out.printf(
                "%6s %11s %11s %9s %9s %s\n%s\n",
                "% time", "seconds", "usecs/call", "calls", "errors", "syscall", rule);
        for (Row row : sorted) {
            line(out, row.nanos, nanos, row.calls, row.errors, row.name);
        }
        out.print(rule + '\n');
        line(out, nanos, nanos, calls, errors, "total");
    }

    private static void line(PrintStream out, long nanos, long total, long calls, long errors, String name) {
        out.printf(
                Locale.ROOT,
                "%6.2f %11.6f %11d %9d %9s %s\n",
                total == 0 ? 0 : nanos * 100.0 / total,
                nanos / 1e9,
                calls == 0 ? 0 : nanos / calls / 1000,
                calls,
                errors == 0 ? "" : String.valueOf(errors),
                name);
    }
}
