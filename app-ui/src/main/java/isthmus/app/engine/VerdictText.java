package isthmus.app.engine;

import isthmus.app.engine.Verdict.NotExecutable;
import isthmus.app.engine.Verdict.WrongFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A verdict in words: keys of the window's strings, and what to fill in there.
 *
 * @param what what is the matter, one sentence without a full stop
 * @param remedy what to do about it; null if there is nothing to be done
 */
public record VerdictText(Message what, Message remedy) {
    private static final int NAMED_LIBRARIES = 8;

    /**
     * A text with places to fill in.
     *
     * @param key in the strings
     * @param arguments text for people, and numbers
     */
    public record Message(String key, List<Object> arguments) {
        public Message {
            arguments = List.copyOf(arguments);
        }

        static Message of(String key, Object... arguments) {
            return new Message("preflight." + key, List.of(arguments));
        }
    }

    public static VerdictText of(Verdict verdict) {
        String path = GuestText.show(verdict.path());
        return switch (verdict) {
            case Verdict.Ready ready -> ready(path, ready);
            case Verdict.NotFound none -> notFound(path, none);
            case NotExecutable refused -> both(kebab(refused.reason()), path);
            case WrongFormat wrong -> wrongFormat(path, wrong);
            case Verdict.WrongMachine other -> both("wrong-machine", path, other.machine());
            case Verdict.ThirtyTwoBit narrow -> both("thirty-two-bit", path);
            case Verdict.InterpreterMissing missing ->
                both(missing.musl() ? "interpreter-musl" : "interpreter", path, GuestText.show(missing.interpreter()));
            case Verdict.LibrariesMissing missing -> libraries(path, missing);
            case Verdict.ScriptInterpreterMissing missing -> script(path, missing);
            case Verdict.LoopOfInterpreters loop -> both("loop", path);
            case Verdict.Unreadable unreadable -> both("unreadable", path, GuestText.show(unreadable.why()));
        };
    }

    private static VerdictText both(String key, Object... arguments) {
        return new VerdictText(Message.of(key, arguments), Message.of(key + ".remedy", arguments));
    }

    private static VerdictText ready(String path, Verdict.Ready ready) {
        if (ready.interpreter() == null) {
            return new VerdictText(Message.of("ready-static", path), null);
        }
        return new VerdictText(
                Message.of(
                        "ready",
                        path,
                        GuestText.show(ready.interpreter()),
                        ready.libraries().size()),
                null);
    }

    private static VerdictText notFound(String path, Verdict.NotFound none) {
        Message what = none.searched().isEmpty()
                ? Message.of("not-found", path)
                : Message.of("not-found-in-path", path, list(none.searched()));
        return new VerdictText(
                what,
                none.similar().isEmpty()
                        ? Message.of("not-found.remedy")
                        : Message.of("not-found.similar", list(none.similar())));
    }

    private static VerdictText wrongFormat(String path, WrongFormat wrong) {
        return both(
                wrong.form() == WrongFormat.Form.OTHER ? "format-" + kebab(wrong.format()) : kebab(wrong.form()), path);
    }

    private static VerdictText libraries(String path, Verdict.LibrariesMissing missing) {
        List<String> names =
                missing.libraries().stream().map(Verdict.Missing::library).toList();
        String shown = list(names.subList(0, Math.min(names.size(), NAMED_LIBRARIES)));
        int more = Math.max(0, names.size() - NAMED_LIBRARIES);
        return both("libraries", path, shown, names.size(), more);
    }

    private static VerdictText script(String path, Verdict.ScriptInterpreterMissing missing) {
        String interpreter = GuestText.show(missing.interpreter());
        if (missing.carriageReturn()) {
            return both("script-line-ends", path, interpreter);
        }
        Message what = Message.of("script-interpreter", path, interpreter);
        return new VerdictText(
                what,
                missing.similar().isEmpty()
                        ? Message.of("script-interpreter.remedy", interpreter)
                        : Message.of("script-interpreter.similar", list(missing.similar())));
    }

    private static String list(List<String> names) {
        return names.stream().map(GuestText::show).collect(Collectors.joining(", "));
    }

    private static String kebab(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
