package isthmus.linux.trace;

import isthmus.core.Errno;
import isthmus.linux.calls.Support;
import isthmus.linux.calls.SystemCall;

/** The parts of what strace(1) shows of an event. */
public final class CallText {
    private static final int FIRST_RESTART = -516, LAST_RESTART = -512;
    private static final int FCNTL = 72, F_GETFD = 1, F_GETFL = 3, F_GETOWN = 9, F_GETSIG = 11, F_GETLEASE = 1025;
    private static final int F_GETPIPE_SZ = 1032, F_GET_SEALS = 1034;

    private CallText() {}

    /** Whether a result is an errno, negative. */
    public static boolean isError(long result) {
        return result < 0 && result >= -4095;
    }

    /** Whether a call failed: it returned an errno, and none that only says that it begins anew after a signal. */
    public static boolean isFailure(long result) {
        return isError(result) && !isRestart(result);
    }

    private static boolean isRestart(long result) {
        return result <= LAST_RESTART && result >= FIRST_RESTART;
    }

    /** An errno by its name: {@code ENOENT}. */
    public static String errorName(int errno) {
        return Names.error(errno);
    }

    public static String name(TraceEvent event) {
        return name(event.number());
    }

    /** Of a call's number. */
    public static String name(long number) {
        SystemCall call = TraceRecord.call((int) number);
        return call == null ? "syscall_0x" + Integer.toHexString((int) number) : call.name();
    }

    /**
     * All arguments that can be shown: at the entry up to the first that the kernel has yet to write.
     *
     * @param exit the end of the call; null if it is not there yet
     */
    public static String arguments(TraceEvent entry, TraceEvent exit) {
        StringBuilder text = new StringBuilder();
        SystemCall call = entry.call();
        int count = call == null ? 6 : shown(call.number(), call.arguments().size(), entry.arguments()[1]);
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : ", ");
            if (exit == null
                    && call != null
                    && Capture.isOutput(call.arguments().get(i))) {
                return text.toString();
            }
            text.append(call == null ? Names.hex(entry.arguments()[i]) : ArgumentText.of(call, i, entry, exit));
        }
        return text.toString();
    }

    /** How many of a call's arguments are shown: fcntl(2) has two if its command takes none. */
    static int shown(int number, int count, long second) {
        if (number != FCNTL) {
            return count;
        }
        return switch ((int) second) {
            case F_GETFD, F_GETFL, F_GETOWN, F_GETSIG, F_GETLEASE, F_GETPIPE_SZ, F_GET_SEALS -> 2;
            default -> count;
        };
    }

    /** What stands behind the equals sign, of the exit of a call. */
    public static String result(TraceEvent exit) {
        long result = exit.result();
        if (isRestart(result)) {
            return "? " + Names.error(-result);
        }
        if (isError(result)) {
            String text = "-1 " + Names.error(-result) + " (" + ErrorText.of((int) -result) + ")";
            return isMissing(exit.call(), result) ? text + " [not implemented by Isthmus]" : text;
        }
        String name = exit.call() == null ? "" : exit.call().name();
        return switch (name) {
            case "mmap", "brk", "mremap", "shmat" -> Names.hex(result);
            case "exit", "exit_group" -> "?";
            default -> String.valueOf(result);
        };
    }

    /**
     * Whether a call failed because Isthmus does not have it.
     *
     * @param call its row; null if there is none
     */
    public static boolean isMissing(SystemCall call, long result) {
        return -result == Errno.ENOSYS.number() && (call == null || call.support() == Support.NONE);
    }

    /**
     * Whether no program misses the call, so that its ENOSYS explains nothing.
     *
     * @param call its row; null if there is none
     */
    public static boolean isUnneeded(SystemCall call) {
        return call != null && call.support() == Support.UNNEEDED;
    }

    /** The signal that a task gets. */
    public static String signal(TraceEvent event) {
        String name = Names.signal(event.number());
        return name + " {si_signo=" + name + ", si_code=" + Names.signalCode(event.number(), event.result()) + "}";
    }

    /** How a task ended. */
    public static String end(TraceEvent event) {
        long signal = event.number() & 0x7f;
        return signal == 0 ? "exited with " + (event.number() >> 8 & 0xff) : "killed by " + Names.signal(signal);
    }
}
