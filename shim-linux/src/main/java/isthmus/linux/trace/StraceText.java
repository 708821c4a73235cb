package isthmus.linux.trace;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;

/** Writes events as strace(1) does: a line a call, in two parts where another task comes between. */
public final class StraceText {
    private static final int RESULT_COLUMN = 39;
    private final PrintStream out;
    private final Map<Integer, TraceEvent> entered = new HashMap<>();
    /** The task whose call stands on the unfinished line, or 0, and what stands there. */
    private int open;

    private final StringBuilder line = new StringBuilder();

    public StraceText(PrintStream out) {
        this.out = out;
    }

    /** The next event. */
    public void show(TraceEvent event) {
        switch (event.kind()) {
            case ENTRY -> entry(event);
            case EXIT -> exit(event);
            case SIGNAL -> whole(event.tid(), "--- " + CallText.signal(event) + " ---");
            case ENDED -> ended(event);
            case LOST -> lost(event.result());
            case STARTED, EXECUTED, NAMED -> {}
        }
    }

    void lost(long count) {
        whole(0, "+++ " + count + " events were lost: the trace could not be written fast enough +++");
    }

    private static String prefix(int tid) {
        if (tid == 0) {
            return "";
        }
        String number = String.valueOf(tid);
        return "[pid " + " ".repeat(Math.max(0, 5 - number.length())) + number + "] ";
    }

    private void whole(int tid, String text) {
        interrupt();
        out.print(prefix(tid) + text + '\n');
    }

    /** Another task's line begins: what stands there is unfinished. */
    private void interrupt() {
        if (open != 0) {
            out.print(line + " <unfinished ...>\n");
            open = 0;
        }
    }

    private void entry(TraceEvent event) {
        interrupt();
        entered.put(event.tid(), event);
        line.setLength(0);
        line.append(prefix(event.tid())).append(CallText.name(event)).append('(');
        line.append(CallText.arguments(event, null));
        open = event.tid();
    }

    private void exit(TraceEvent event) {
        TraceEvent entry = entered.remove(event.tid());
        if (open != event.tid()) {
            interrupt();
            line.setLength(0);
            line.append(prefix(event.tid()))
                    .append("<... ")
                    .append(CallText.name(event))
                    .append(" resumed>");
        }
        if (entry != null) {
            String rest = CallText.arguments(entry, event);
            String shown = CallText.arguments(entry, null);
            line.append(rest.startsWith(shown) ? rest.substring(shown.length()) : ", " + rest);
        }
        line.append(')');
        int column = RESULT_COLUMN + prefix(event.tid()).length();
        line.append(" ".repeat(Math.max(1, column - line.length())))
                .append("= ")
                .append(CallText.result(event));
        out.print(line.append('\n'));
        open = 0;
    }

    private void ended(TraceEvent event) {
        if (entered.remove(event.tid()) != null && open == event.tid()) {
            line.append(')');
            while (line.length() < RESULT_COLUMN + prefix(event.tid()).length()) {
                line.append(' ');
            }
            out.print(line.append("= ?\n"));
            open = 0;
        }
        whole(event.tid(), "+++ " + CallText.end(event) + " +++");
    }

    /** The end of the trace. */
    public void finish() {
        interrupt();
    }
}
