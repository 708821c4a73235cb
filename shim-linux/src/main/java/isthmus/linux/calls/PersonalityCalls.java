package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.linux.task.Task;
import java.util.List;

/** personality(2), and calls about tracing that have one answer. */
public final class PersonalityCalls {
    public static final List<SystemCall> ROWS = List.of(
            SystemCall.partial(
                    135,
                    "personality",
                    "kept and shown; ADDR_NO_RANDOMIZE has an effect",
                    (t, a) -> personality(t, a.i(0)),
                    ArgType.HEX),
            SystemCall.refused(
                    101,
                    "ptrace",
                    Errno.EPERM,
                    "no tracing inside Isthmus; isthmus run --trace traces from outside",
                    ArgType.INT,
                    ArgType.PID,
                    ArgType.ADDRESS,
                    ArgType.ADDRESS));

    /** "Only tell me." */
    private static final int QUERY = 0xffffffff;

    private PersonalityCalls() {}

    private static long personality(Task task, int persona) {
        int old = task.attributes().personality;
        if (persona != QUERY) {
            task.attributes().personality = persona;
        }
        return Integer.toUnsignedLong(old);
    }
}
