package isthmus.app.record;

import isthmus.linux.calls.ArgType;
import isthmus.linux.calls.SystemCall;
import isthmus.linux.trace.CallText;
import isthmus.linux.trace.TraceEvent;
import isthmus.linux.trace.TraceLog;
import isthmus.linux.trace.TraceRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Makes {@link TraceRow}s of records. Safe for several threads. */
final class RowDecoder {
    private final TraceLog log;
    private final RowTable rows;
    private final NameList names;
    private final long origin;

    /** @param origin the time that counts as 0, of {@link System#nanoTime()} */
    RowDecoder(TraceLog log, RowTable rows, NameList names, long origin) {
        this.log = log;
        this.rows = rows;
        this.names = names;
        this.origin = origin;
    }

    /** Null if the row was dropped. */
    TraceRow row(long index) {
        long entryAt = rows.entry(index);
        long exitAt = rows.exit(index);
        String process = names.name(rows.name(index));
        TraceRecord record = new TraceRecord();
        if (entryAt == RowTable.NONE || !log.read(entryAt, record)) {
            return null;
        }
        TraceEvent first = record.event();
        int pid = record.pid();
        if (first.kind() != TraceEvent.Kind.ENTRY && first.kind() != TraceEvent.Kind.EXIT) {
            return other(index, first, pid, process);
        }
        TraceEvent exit = null;
        if (exitAt != RowTable.NONE && log.read(exitAt, record)) {
            exit = record.event();
        }
        boolean entered = first.kind() == TraceEvent.Kind.ENTRY;
        boolean returned = exit != null && exit.kind() == TraceEvent.Kind.EXIT;
        long value = returned ? exit.result() : 0;
        return new TraceRow(
                index,
                TraceRow.Kind.CALL,
                first.nanos() - origin,
                pid,
                process,
                first.tid(),
                CallText.name(first),
                first.call(),
                entered ? CallText.arguments(first, returned ? exit : null) : "",
                exit == null ? "" : returned ? CallText.result(exit) : "?",
                value,
                CallText.isFailure(value) ? (int) -value : 0,
                exit == null || !entered || exit.kind() == TraceEvent.Kind.ENTRY ? -1 : exit.nanos() - first.nanos(),
                exit == null,
                entered ? paths(first, index) : List.of());
    }

    long[] arguments(long index) {
        TraceRecord record = new TraceRecord();
        long entryAt = rows.entry(index);
        if (entryAt == RowTable.NONE || !log.read(entryAt, record) || record.kind() != TraceEvent.Kind.ENTRY) {
            return new long[0];
        }
        long[] arguments = new long[record.argumentCount()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = record.argument(i);
        }
        return arguments;
    }

    private TraceRow other(long index, TraceEvent event, int pid, String process) {
        TraceRow.Kind kind = kind(event.kind());
        String text = text(event);
        String name = name(event.kind());
        List<String> paths = kind == TraceRow.Kind.EXEC ? List.of(event.text()) : List.of();
        long nanos = event.nanos() - origin;
        return new TraceRow(
                index, kind, nanos, pid, process, event.tid(), name, null, text, "", 0, 0, -1, false, paths);
    }

    private static TraceRow.Kind kind(TraceEvent.Kind kind) {
        return switch (kind) {
            case SIGNAL -> TraceRow.Kind.SIGNAL;
            case STARTED -> TraceRow.Kind.START;
            case EXECUTED -> TraceRow.Kind.EXEC;
            case ENDED -> TraceRow.Kind.END;
            case LOST -> TraceRow.Kind.LOST;
            case ENTRY, EXIT, NAMED -> TraceRow.Kind.CALL;
        };
    }

    /** What stands in the column of calls for something that is none. */
    static String name(TraceEvent.Kind kind) {
        return kindName(kind(kind));
    }

    static String kindName(TraceRow.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** What stands in the column of arguments for something that is no call. */
    static String text(TraceEvent event) {
        return switch (event.kind()) {
            case SIGNAL -> CallText.signal(event);
            case STARTED -> event.number() == 0 ? "" : "parent " + event.number();
            case EXECUTED -> event.text();
            case ENDED -> CallText.end(event);
            case LOST -> event.result() + " events";
            case ENTRY, EXIT, NAMED -> "";
        };
    }

    private List<String> paths(TraceEvent entry, long index) {
        SystemCall call = entry.call();
        if (call == null) {
            return List.of();
        }
        List<String> paths = new ArrayList<>(2);
        int distance = rows.descriptor(index);
        if (distance > 0) {
            addPaths(paths, openedBy(index - distance));
        }
        addPaths(paths, entry);
        return List.copyOf(paths);
    }

    private TraceEvent openedBy(long index) {
        TraceRecord record = new TraceRecord();
        long position = rows.entry(index);
        return position != RowTable.NONE && log.read(position, record) ? record.event() : null;
    }

    private static void addPaths(List<String> paths, TraceEvent entry) {
        if (entry == null || entry.call() == null) {
            return;
        }
        List<ArgType> types = entry.call().arguments();
        for (int i = 0; i < types.size(); i++) {
            if (types.get(i) == ArgType.PATH && entry.memory()[i] != null) {
                paths.add(new String(entry.memory()[i], StandardCharsets.ISO_8859_1));
            }
        }
    }
}
