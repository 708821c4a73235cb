package isthmus.app.engine;

import isthmus.linux.calls.Args;
import isthmus.linux.calls.SystemCall;
import isthmus.linux.task.Task;
import isthmus.linux.trace.Tracer;

/**
 * A tracer that is switched on and off while the programs run. What it passes on to may hear of the end of a call whose
 * beginning it did not hear of, and the other way round.
 */
public final class TraceSwitch implements Tracer {
    private final Tracer target;
    private volatile boolean on = true;

    TraceSwitch(Tracer target) {
        this.target = target;
    }

    /** From the next system call of each task on. */
    public void set(boolean on) {
        this.on = on;
    }

    @Override
    public boolean isOn() {
        return on && target.isOn();
    }

    @Override
    public void entry(Task task, long number, SystemCall call, Args args) {
        target.entry(task, number, call, args);
    }

    @Override
    public void exit(Task task, long number, SystemCall call, Args args, long result) {
        target.exit(task, number, call, args, result);
    }

    @Override
    public void signal(Task task, int signal, int code) {
        target.signal(task, signal, code);
    }

    @Override
    public void started(Task task) {
        target.started(task);
    }

    @Override
    public void ended(Task task, int waitStatus) {
        target.ended(task, waitStatus);
    }

    @Override
    public void executed(Task task, String path) {
        target.executed(task, path);
    }
}
