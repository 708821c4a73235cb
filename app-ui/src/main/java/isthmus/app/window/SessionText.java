package isthmus.app.window;

import isthmus.app.engine.GuestText;
import isthmus.app.engine.RunEnd;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;

/** A session in words. */
public final class SessionText {
    private static final int COMMAND_LIMIT = 200;

    private SessionText() {}

    /** The program and its arguments on one line, shortened. */
    public static String command(Session session) {
        String line = session.options().command().stream().map(GuestText::show).collect(Collectors.joining(" "));
        return line.length() <= COMMAND_LIMIT ? line : line.substring(0, COMMAND_LIMIT) + "…";
    }

    /** What it is doing, or how it ended, in a few words. */
    public static String status(Session session) {
        return session.end()
                .map(SessionText::end)
                .orElseGet(() ->
                        Strings.of(session.status() == Session.Status.OPENING ? "session.opening" : "session.running"));
    }

    /** How a run ended, in a few words. */
    public static String end(RunEnd end) {
        String time = time(end.wallTime());
        return switch (end) {
            case RunEnd.Exited exited -> Strings.of("session.exited", exited.status(), time);
            case RunEnd.Signalled signalled -> Strings.of("session.signalled", signalled.name(), time);
            case RunEnd.NotStarted notStarted -> Strings.of("session.not-started");
            case RunEnd.Refused refused -> Strings.of("session.refused");
            case RunEnd.Broken broken -> Strings.of("session.broken");
        };
    }

    /** Such as {@code 320 ms}, {@code 4.2 s}, {@code 3 min 5 s}, {@code 2 h 10 min}. */
    public static String time(Duration time) {
        long millis = time.toMillis();
        if (millis < 1000) {
            return Strings.of("time.millis", String.valueOf(millis));
        }
        if (millis < 60_000) {
            return Strings.of("time.seconds", String.format(Locale.ROOT, "%.1f", millis / 1000.0));
        }
        return time.toHours() == 0
                ? Strings.of("time.minutes", time.toMinutes(), time.toSecondsPart())
                : Strings.of("time.hours", String.valueOf(time.toHours()), time.toMinutesPart());
    }
}
