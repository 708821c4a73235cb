package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.memory.GuestMemory;
import isthmus.linux.signal.Signal;
import isthmus.linux.task.Task;
import isthmus.linux.task.TaskAttributes;
import isthmus.linux.task.ThreadGroup;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** prctl(2), but for what {@link SecurityPrctl} does. */
public final class PrctlCalls {
    public static final List<SystemCall> ROWS = List.of(SystemCall.partial(
            157,
            "prctl",
            "PR_SET_MM, PR_SET_SYSCALL_USER_DISPATCH, PR_SCHED_CORE and PR_SET_VMA: EINVAL",
            (t, a) -> prctl(t, a.i(0), a),
            ArgType.PRCTL_OPTION,
            ArgType.HEX,
            ArgType.HEX,
            ArgType.HEX,
            ArgType.HEX));

    private static final int PR_SET_PDEATHSIG = 1, PR_GET_PDEATHSIG = 2, PR_GET_DUMPABLE = 3, PR_SET_DUMPABLE = 4;
    private static final int PR_GET_TIMING = 13, PR_SET_TIMING = 14, PR_SET_NAME = 15, PR_GET_NAME = 16;
    private static final int PR_GET_TSC = 25, PR_SET_TSC = 26, PR_SET_TIMERSLACK = 29, PR_GET_TIMERSLACK = 30;
    private static final int PR_TASK_PERF_EVENTS_DISABLE = 31, PR_TASK_PERF_EVENTS_ENABLE = 32;
    private static final int PR_MCE_KILL = 33, PR_MCE_KILL_GET = 34, PR_MCE_KILL_DEFAULT = 2;
    private static final int PR_SET_CHILD_SUBREAPER = 36, PR_GET_CHILD_SUBREAPER = 37, PR_GET_TID_ADDRESS = 40;
    private static final int PR_SET_THP_DISABLE = 41, PR_GET_THP_DISABLE = 42;
    private static final int PR_GET_SPECULATION_CTRL = 52, PR_SET_PTRACER = 0x59616d61;
    private static final int PR_TSC_ENABLE = 1;
    private static final int NAME_BYTES = 16;

    private PrctlCalls() {}

    private static long prctl(Task task, int option, Args args) {
        GuestMemory memory = task.memory();
        TaskAttributes attributes = task.attributes();
        ThreadGroup process = task.group();
        long value = args.n(1);
        switch (option) {
            case PR_SET_PDEATHSIG -> {
                refuseIf(value < 0 || value > Signal.COUNT);
                attributes.parentDeathSignal = (int) value;
            }
            case PR_GET_PDEATHSIG -> memory.writeInt(value, attributes.parentDeathSignal);
            case PR_GET_DUMPABLE -> {
                return process.dumpable();
            }
            case PR_SET_DUMPABLE -> {
                refuseIf(value != 0 && value != 1);
                process.setDumpable((int) value);
            }
            case PR_GET_TIMING -> {
                return 0; // PR_TIMING_STATISTICAL
            }
            case PR_SET_TIMING -> refuseIf(value != 0);
            case PR_SET_NAME -> task.setName(readName(memory, value));
            case PR_GET_NAME -> {
                byte[] name = new byte[NAME_BYTES];
                byte[] text = task.name().getBytes(StandardCharsets.ISO_8859_1);
                System.arraycopy(text, 0, name, 0, text.length);
                memory.write(value, name);
            }
            case PR_GET_TSC -> memory.writeInt(value, PR_TSC_ENABLE);
            case PR_SET_TSC -> refuseIf(value != PR_TSC_ENABLE);
            case PR_SET_TIMERSLACK -> attributes.timerSlack = value <= 0 ? attributes.defaultTimerSlack : value;
            case PR_GET_TIMERSLACK -> {
                return attributes.timerSlack;
            }
            case PR_TASK_PERF_EVENTS_DISABLE, PR_TASK_PERF_EVENTS_ENABLE -> {
                return 0;
            }
            case PR_MCE_KILL -> refuseIf(value != 0 && value != 1 || args.n(3) != 0 || args.n(4) != 0);
            case PR_MCE_KILL_GET -> {
                refuseUnlessZero(args, 1);
                return PR_MCE_KILL_DEFAULT;
            }
            case PR_SET_CHILD_SUBREAPER -> process.setSubreaper(value != 0);
            case PR_GET_CHILD_SUBREAPER -> memory.writeInt(value, process.isSubreaper() ? 1 : 0);
            case PR_GET_TID_ADDRESS -> memory.writeLong(value, task.clearChildTid());
            case PR_SET_THP_DISABLE -> {
                refuseUnlessZero(args, 2);
                process.setHugePagesDisabled(value != 0);
            }
            case PR_GET_THP_DISABLE -> {
                refuseUnlessZero(args, 1);
                return process.areHugePagesDisabled() ? 1 : 0;
            }
            case PR_GET_SPECULATION_CTRL -> {
                refuseUnlessZero(args, 2);
                if (value < 0 || value > 2) {
                    throw Errno.ENODEV.exception();
                }
                return 0; // PR_SPEC_NOT_AFFECTED
            }
            case PR_SET_PTRACER -> {
                return 0; // nobody can trace, so anybody may be named
            }
            default -> {
                return SecurityPrctl.prctl(task, option, args);
            }
        }
        return 0;
    }

    static void refuseIf(boolean wrong) {
        if (wrong) {
            throw Errno.EINVAL.exception();
        }
    }

    /** EINVAL unless all arguments from this one on are zero. */
    static void refuseUnlessZero(Args args, int from) {
        for (int i = from; i < 5; i++) {
            refuseIf(args.n(i) != 0);
        }
    }

    /** Up to 15 bytes before a NUL; what is behind it may be unreadable. */
    private static String readName(GuestMemory memory, long address) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < NAME_BYTES - 1; i++) {
            byte b = memory.readByte(address + i);
            if (b == 0) {
                break;
            }
            name.append((char) (b & 0xff));
        }
        return name.toString();
    }
}
