package isthmus.app.record;

import isthmus.linux.trace.CallText;
import java.io.IOException;
import java.io.OutputStream;

/** A row as a JSON object on a line of its own. Times are in nanoseconds. What is not known is left out. */
final class JsonLines {
    private final OutputStream out;
    private final StringBuilder line = new StringBuilder();

    JsonLines(OutputStream out) {
        this.out = out;
    }

    void write(TraceRow row) throws IOException {
        line.append("{\"row\":").append(row.index());
        Json.name(line, "kind")
                .append('"')
                .append(RowDecoder.kindName(row.kind()))
                .append('"');
        Json.name(line, "time").append(row.nanos());
        if (row.kind() != TraceRow.Kind.LOST) {
            Json.name(line, "pid").append(row.pid());
            Json.name(line, "tid").append(row.tid());
        }
        if (!row.process().isEmpty()) {
            Json.guest(Json.name(line, "process"), row.process());
        }
        if (row.kind() == TraceRow.Kind.CALL) {
            call(row);
        } else {
            Json.guest(Json.name(line, "text"), row.arguments());
        }
        line.append("}\n");
        Json.write(line, out);
    }

    private void call(TraceRow row) {
        Json.string(Json.name(line, "call"), row.call());
        Json.string(Json.name(line, "arguments"), row.arguments());
        if (row.unfinished()) {
            Json.name(line, "unfinished").append(true);
        } else {
            Json.name(line, "result").append(row.value());
            Json.string(Json.name(line, "resultText"), row.result());
        }
        if (row.errno() != 0) {
            Json.string(Json.name(line, "errno"), CallText.errorName(row.errno()));
        }
        if (row.duration() >= 0) {
            Json.name(line, "duration").append(row.duration());
        }
        if (!row.paths().isEmpty()) {
            Json.name(line, "paths");
            String before = "[";
            for (String path : row.paths()) {
                line.append(before);
                Json.guest(line, path);
                before = ",";
            }
            line.append(']');
        }
    }

    void flush() throws IOException {
        out.flush();
    }
}
