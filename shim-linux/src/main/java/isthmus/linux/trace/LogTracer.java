package isthmus.linux.trace;

import isthmus.linux.calls.Args;
import isthmus.linux.calls.SystemCall;
import isthmus.linux.task.Task;
import isthmus.linux.task.ThreadGroup;
import java.nio.charset.StandardCharsets;

/**
 * Puts what tasks do into a {@link TraceLog}. Can be switched on and off at any time; a call that is in progress then is
 * recorded to its end.
 */
public final class LogTracer implements Tracer {
    private final TraceLog log;
    private final boolean withMemory;
    private final ThreadLocal<RecordBuilder> builders = ThreadLocal.withInitial(RecordBuilder::new);
    private volatile boolean on;

    /** @param withMemory whether what arguments point to is recorded too */
    public LogTracer(TraceLog log, boolean withMemory) {
        this.log = log;
        this.withMemory = withMemory;
    }

    /** From now on. */
    public void setOn(boolean on) {
        this.on = on;
    }

    @Override
    public boolean isOn() {
        return on;
    }

    private RecordBuilder builder(Task task) {
        RecordBuilder builder = builders.get();
        String name = task.name();
        if (builder.name != name) { // the very string: it is replaced when the name changes
            builder.name = name;
            text(builder, task, TraceEvent.Kind.NAMED, name);
        }
        return builder;
    }

    private void text(RecordBuilder builder, Task task, TraceEvent.Kind kind, String text) {
        builder.begin(task);
        builder.add(0);
        builder.addText(text.getBytes(StandardCharsets.ISO_8859_1));
        builder.appendTo(log, kind, 0, 0);
    }

    @Override
    public void entry(Task task, long number, SystemCall call, Args args) {
        RecordBuilder builder = builder(task);
        builder.inCall = true;
        builder.begin(task);
        CapturePlan plan = CapturePlan.of(call);
        int count = plan.count();
        for (int i = 0; i < count; i++) {
            builder.add(args.n(i));
        }
        if (withMemory) {
            Capture.atEntry(task, plan, args, builder);
        }
        builder.appendTo(log, TraceEvent.Kind.ENTRY, (int) number, count);
    }

    @Override
    public void exit(Task task, long number, SystemCall call, Args args, long result) {
        RecordBuilder builder = builders.get();
        if (!builder.inCall) {
            return;
        }
        builder.inCall = false;
        builder.begin(task);
        builder.add(result);
        if (withMemory && result >= 0) {
            Capture.atExit(task, CapturePlan.of(call), args, result, builder);
        }
        builder.appendTo(log, TraceEvent.Kind.EXIT, (int) number, 0);
    }

    private void plain(Task task, TraceEvent.Kind kind, int number, long value) {
        RecordBuilder builder = builder(task);
        builder.begin(task);
        builder.add(value);
        builder.appendTo(log, kind, number, 0);
    }

    @Override
    public void signal(Task task, int signal, int code) {
        plain(task, TraceEvent.Kind.SIGNAL, signal, code);
    }

    @Override
    public void started(Task task) {
        ThreadGroup parent = task.group().parent();
        plain(task, TraceEvent.Kind.STARTED, parent == null ? 0 : parent.pid(), 0);
    }

    @Override
    public void ended(Task task, int waitStatus) {
        plain(task, TraceEvent.Kind.ENDED, waitStatus, 0);
    }

    @Override
    public void executed(Task task, String path) {
        text(builder(task), task, TraceEvent.Kind.EXECUTED, path);
    }
}
