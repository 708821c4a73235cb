package isthmus.app.window.console;

import isthmus.app.engine.RunEnd;
import isthmus.app.window.SessionText;
import isthmus.app.window.Strings;
import isthmus.linux.signal.Signal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Set;

/** How a run ended, in words. */
final class EndWords {
    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;
    private static final int SHELL_SIGNAL = 128;
    private static final Set<String> KNOWN = Set.of(
            "SIGSEGV", "SIGBUS", "SIGILL", "SIGFPE", "SIGABRT", "SIGKILL", "SIGTERM", "SIGINT", "SIGQUIT", "SIGHUP",
            "SIGPIPE", "SIGSYS", "SIGTRAP", "SIGXCPU", "SIGXFSZ", "SIGALRM");

    private EndWords() {}

    /** Whether there is nothing to explain. */
    static boolean isGood(RunEnd end) {
        return end instanceof RunEnd.Exited exited && exited.status() == 0;
    }

    /** One line, such as {@code exit 3 after 4.2 s}. */
    static String headline(RunEnd end) {
        String time = SessionText.time(end.wallTime());
        return switch (end) {
            case RunEnd.Exited exited -> Strings.of("end.exited", String.valueOf(exited.status()), time);
            case RunEnd.Signalled signalled -> Strings.of("end.signalled", signalled.name(), time);
            case RunEnd.NotStarted notStarted -> Strings.of("end.not-started");
            case RunEnd.Refused refused -> Strings.of("end.refused");
            case RunEnd.Broken broken -> Strings.of("end.broken");
        };
    }

    /** What that means; empty if the headline says all. */
    static String explanation(RunEnd end) {
        return switch (end) {
            case RunEnd.Exited exited -> status(exited.status());
            case RunEnd.Signalled signalled -> signal(signalled.name());
            case RunEnd.NotStarted notStarted -> sentence(notStarted.message());
            case RunEnd.Refused refused -> sentence(refused.message());
            case RunEnd.Broken broken ->
                Strings.of("end.broken.text", broken.cause().toString());
        };
    }

    private static String status(int status) {
        if (status == NOT_EXECUTABLE) {
            return Strings.of("end.status.126");
        }
        if (status == NOT_FOUND) {
            return Strings.of("end.status.127");
        }
        if (status > SHELL_SIGNAL && status <= SHELL_SIGNAL + 64) {
            return Strings.of("end.status.signal", Signal.name(status - SHELL_SIGNAL));
        }
        return status == 0 ? "" : Strings.of("end.status.other");
    }

    private static String signal(String name) {
        return Strings.of(KNOWN.contains(name) ? "end." + name : "end.signal.other");
    }

    private static String sentence(String message) {
        return message.isEmpty()
                ? ""
                : Character.toUpperCase(message.charAt(0)) + message.substring(1) + (message.endsWith(".") ? "" : ".");
    }

    /** All that a person who helps would ask for. */
    static String report(String version, String command, RunEnd end, EndFacts facts) {
        StringBuilder text = new StringBuilder();
        text.append("Isthmus ").append(version).append('\n');
        text.append(command).append('\n').append('\n');
        text.append(headline(end)).append('\n');
        if (!explanation(end).isEmpty()) {
            text.append(explanation(end)).append('\n');
        }
        section(text, "end.missing", facts.missing());
        section(text, "end.failures", facts.failures());
        if (end instanceof RunEnd.Broken broken) {
            text.append('\n').append(stack(broken.cause()));
        }
        return text.toString();
    }

    private static void section(StringBuilder text, String key, Iterable<String> lines) {
        boolean first = true;
        for (String line : lines) {
            text.append(first ? "\n" + Strings.of(key) + "\n" : "")
                    .append("  ")
                    .append(line)
                    .append('\n');
            first = false;
        }
    }

    private static String stack(Throwable cause) {
        StringWriter out = new StringWriter();
        cause.printStackTrace(new PrintWriter(out));
        return out.toString();
    }
}
