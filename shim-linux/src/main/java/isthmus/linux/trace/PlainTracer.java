package isthmus.linux.trace;

import isthmus.linux.calls.Args;
import isthmus.linux.calls.SystemCall;
import isthmus.linux.task.Task;
import java.io.PrintStream;

/** One line a call in numbers, at once: for the engine's own developers. */
public final class PlainTracer implements Tracer {
    private final PrintStream out;

    public PlainTracer(PrintStream out) {
        this.out = out;
    }

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public void entry(Task task, long number, SystemCall call, Args args) {
        out.println("[" + task.tid() + "] " + text(number, call, args) + " ...");
    }

    @Override
    public void exit(Task task, long number, SystemCall call, Args args, long result) {
        out.println("[" + task.tid() + "] " + text(number, call, args) + " = " + (result < 0 && result > -4096 ? String.valueOf(result) : Long.toHexString(result)));
    }

    private static String text(long number, SystemCall call, Args args) {
        StringBuilder text = new StringBuilder(call == null ? "syscall_" + number : call.name()).append('(');
        int count = call == null ? 6 : call.arguments().size();
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : ", ").append(Long.toHexString(args.n(i)));
        }
        return text.append(')').toString();
    }

    @Override
    public void signal(Task task, int signal, int code) {
        out.println("[" + task.tid() + "] signal " + signal + " code " + code);
    }
}
