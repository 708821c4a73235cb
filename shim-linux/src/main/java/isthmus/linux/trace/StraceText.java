package isthmus.linux.trace;

import isthmus.core.Errno;
import isthmus.linux.calls.Support;
import isthmus.linux.calls.SystemCall;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;

/** Writes events as strace(1) does: a line a call, in two parts where another task comes between. */
final class StraceText {
    private static final int RESULT_COLUMN = 39;
    private final PrintStream out;
    private final Map<Integer, TraceEvent> entered = new HashMap<>();
    /** The task whose call stands on the unfinished line, or 0, and what stands there. */
    private int open;

    private final StringBuilder line = new StringBuilder();

    StraceText(PrintStream out) {
        this.out = out;
    }

    static boolean isError(long result) {
        return result < 0 && result >= -4095;
    }

    void show(TraceEvent event) {
        switch (event.kind()) {
            case ENTRY -> entry(event);
            case EXIT -> exit(event);
            case SIGNAL ->
                whole(
                        event.tid(),
                        "--- " + Names.signal(event.number()) + " {si_signo=" + Names.signal(event.number())
                                + ", si_code=" + Names.signalCode(event.result()) + "} ---");
            case ENDED -> ended(event);
            case STARTED, EXECUTED -> {}
        }
    }

    void lost(long count) {
        whole(0, "+++ " + count + " events were lost: the trace could not be written fast enough +++");
    }

    private static String prefix(int tid) {
        return tid == 0 ? "" : "[pid " + String.format("%5d", tid) + "] ";
    }

    private void whole(int tid, String text) {
        interrupt();
        out.println(prefix(tid) + text);
    }

    /** Another task's line begins: what stands there is unfinished. */
    private void interrupt() {
        if (open != 0) {
            out.println(line + " <unfinished ...>");
            open = 0;
        }
    }

    private void entry(TraceEvent event) {
        interrupt();
        entered.put(event.tid(), event);
        line.setLength(0);
        line.append(prefix(event.tid())).append(name(event)).append('(').append(arguments(event, null));
        open = event.tid();
    }

    private static String name(TraceEvent event) {
        return event.call() == null
                ? String.format("syscall_0x%x", event.number())
                : event.call().name();
    }

    private void exit(TraceEvent event) {
        TraceEvent entry = entered.remove(event.tid());
        if (open != event.tid()) {
            interrupt();
            line.setLength(0);
            line.append(prefix(event.tid())).append("<... ").append(name(event)).append(" resumed>");
        }
        if (entry != null) {
            String rest = arguments(entry, event);
            String shown = arguments(entry, null);
            line.append(rest.startsWith(shown) ? rest.substring(shown.length()) : ", " + rest);
        }
        line.append(')');
        int column = RESULT_COLUMN + prefix(event.tid()).length();
        do {
            line.append(' ');
        } while (line.length() < column);
        line.append("= ").append(result(event));
        out.println(line);
        open = 0;
    }

    /** All arguments that can be shown: at the entry up to the first that the kernel has yet to write. */
    private static String arguments(TraceEvent entry, TraceEvent exit) {
        StringBuilder text = new StringBuilder();
        SystemCall call = entry.call();
        int count = call == null ? 6 : call.arguments().size();
        for (int i = 0; i < count; i++) {
            if (exit == null
                    && call != null
                    && Capture.isOutput(call.arguments().get(i))) {
                return text.append(i == 0 ? "" : ", ").toString();
            }
            text.append(i == 0 ? "" : ", ");
            text.append(call == null ? Names.hex(entry.arguments()[i]) : ArgumentText.of(call, i, entry, exit));
        }
        return text.toString();
    }

    private static String result(TraceEvent event) {
        long result = event.result();
        if (result <= -512 && result >= -516) {
            return "? " + Names.error(-result);
        }
        if (isError(result)) {
            String text = "-1 " + Names.error(-result) + " (" + ErrorText.of((int) -result) + ")";
            boolean missing = -result == Errno.ENOSYS.number()
                    && (event.call() == null || event.call().support() == Support.NONE);
            return missing ? text + " [not implemented by Isthmus]" : text;
        }
        String name = event.call() == null ? "" : event.call().name();
        return switch (name) {
            case "mmap", "brk", "mremap", "shmat" -> Names.hex(result);
            case "exit", "exit_group" -> "?";
            default -> String.valueOf(result);
        };
    }

    private void ended(TraceEvent event) {
        if (entered.remove(event.tid()) != null && open == event.tid()) {
            line.append(')');
            while (line.length() < RESULT_COLUMN + prefix(event.tid()).length()) {
                line.append(' ');
            }
            out.println(line.append("= ?"));
            open = 0;
        }
        long status = event.number();
        long signal = status & 0x7f;
        whole(
                event.tid(),
                signal == 0
                        ? "+++ exited with " + (status >> 8 & 0xff) + " +++"
                        : "+++ killed by " + Names.signal(signal) + " +++");
    }

    /** The end of the trace. */
    void finish() {
        interrupt();
    }
}
