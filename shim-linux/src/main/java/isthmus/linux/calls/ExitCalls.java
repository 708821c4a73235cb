package isthmus.linux.calls;

import isthmus.linux.task.Task;
import java.util.List;

/** The end: _exit(2), exit_group(2). */
public final class ExitCalls {
    public static final List<SystemCall> ROWS = List.of(
            SystemCall.full(60, "exit", (t, a) -> exit(t, a.i(0)), ArgType.INT),
            SystemCall.full(231, "exit_group", (t, a) -> exitGroup(t, a.i(0)), ArgType.INT));

    private ExitCalls() {}

    private static long exit(Task task, int code) {
        task.leave((code & 0xff) << 8);
        return 0;
    }

    private static long exitGroup(Task task, int code) {
        task.kernel().tree().exitProcess(task.group(), (code & 0xff) << 8);
        return 0;
    }
}
