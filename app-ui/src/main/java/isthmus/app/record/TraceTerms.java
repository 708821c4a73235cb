package isthmus.app.record;

import java.util.regex.Pattern;

/** Writes expressions of {@link TraceFilter}: terms for what a row shows, put into or left out of an expression. */
public final class TraceTerms {
    private static final Pattern SIMPLE = Pattern.compile("[^\\s()\"!,\\\\]+");

    private TraceTerms() {}

    public static String call(TraceRow row) {
        return "call:" + row.call();
    }

    /** Of a row that failed. */
    public static String errno(TraceRow row) {
        return "errno:" + isthmus.linux.trace.CallText.errorName(row.errno());
    }

    public static String pid(TraceRow row) {
        return "pid:" + row.pid();
    }

    public static String tid(TraceRow row) {
        return "tid:" + row.tid();
    }

    public static String process(TraceRow row) {
        return "process:" + quoted(typed(row.process()));
    }

    /** @param path as in {@link TraceRow#paths()} */
    public static String path(String path) {
        return "path:" + quoted(typed(path));
    }

    /** What begins with a folder. */
    public static String folder(String folder) {
        return "path:" + quoted(typed(folder.endsWith("/") ? folder : folder + "/") + "*");
    }

    /** A word or more to look for. */
    public static String text(String text) {
        String typed = typed(text);
        boolean special = typed.isEmpty() || typed.matches("(?i)and|or|not|&&.*|\\|\\|.*|[a-z]+[:<>=].*");
        return special ? inQuotes(typed) : quoted(typed);
    }

    private static String quoted(String text) {
        return SIMPLE.matcher(text).matches() ? text : inQuotes(text);
    }

    private static String inQuotes(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Guest bytes as a user would type them; a {@code ?} for each byte that is not part of UTF-8 or cannot be typed. */
    static String typed(String bytes) {
        return Utf8.decode(bytes)
                .orElseGet(() -> bytes.replaceAll("[^ -~]", "?"))
                .replaceAll("[\\x00-\\x1f\\x7f]", "?");
    }

    /** The expression, and the term too. */
    public static String include(String expression, String term) {
        return joined(expression, term);
    }

    /** The expression, without what the term is about. */
    public static String exclude(String expression, String term) {
        return joined(expression, "not " + term);
    }

    private static String joined(String expression, String term) {
        String old = expression.strip();
        if (old.isEmpty() || old.equals(term)) {
            return term;
        }
        if (old.endsWith(" and " + term) || old.startsWith(term + " and ")) {
            return old;
        }
        return (hasAlternatives(old) ? "(" + old + ")" : old) + " and " + term;
    }

    private static boolean hasAlternatives(String expression) {
        try {
            return FilterLexer.split(expression).stream().anyMatch(t -> t.kind() == FilterLexer.Kind.OR);
        } catch (TraceFilterException e) {
            return false; // it is wrong, and stays so, with the same message
        }
    }
}
