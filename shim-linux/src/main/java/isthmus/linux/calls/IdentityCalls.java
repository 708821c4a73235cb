package isthmus.linux.calls;

import isthmus.linux.task.Task;
import java.util.List;

/** Numbers of tasks, processes, groups and sessions: getpid(2), gettid(2), setpgid(2), setsid(2). */
public final class IdentityCalls {
    public static final List<SystemCall> ROWS = List.of(
            SystemCall.full(39, "getpid", (t, a) -> t.pid()),
            SystemCall.full(186, "gettid", (t, a) -> t.tid()),
            SystemCall.full(110, "getppid", (t, a) -> t.group().parent().pid()),
            SystemCall.full(
                    109,
                    "setpgid",
                    (t, a) -> t.kernel().tree().setProcessGroup(t, a.i(0), a.i(1)),
                    ArgType.PID,
                    ArgType.PID),
            SystemCall.full(111, "getpgrp", (t, a) -> t.group().processGroup().id()),
            SystemCall.full(112, "setsid", (t, a) -> t.kernel().tree().setSession(t)),
            SystemCall.full(
                    121,
                    "getpgid",
                    (t, a) -> Processes.task(t, a.i(0)).group().processGroup().id(),
                    ArgType.PID),
            SystemCall.full(
                    124,
                    "getsid",
                    (t, a) -> Processes.task(t, a.i(0)).group().session().id(),
                    ArgType.PID),
            SystemCall.full(218, "set_tid_address", (t, a) -> setTidAddress(t, a.n(0)), ArgType.ADDRESS));

    private IdentityCalls() {}

    private static long setTidAddress(Task task, long address) {
        task.setClearChildTid(address);
        return task.tid();
    }
}
