package isthmus.app.record;

import isthmus.app.record.FilterLexer.Token;
import isthmus.core.Errno;
import isthmus.linux.trace.CallText;
import isthmus.linux.trace.TraceEvent;
import isthmus.linux.trace.TraceRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One term of a filter: {@code call:openat}, {@code time>1ms}, or a word to look for. */
final class FilterTerm {
    private static final Pattern FIELD = Pattern.compile("([A-Za-z]+)(:|<=|>=|!=|<|>|=)(.*)", Pattern.DOTALL);
    private static final int CALLS = 512, ERRORS = 4096;

    /** What rows are called that are no calls. */
    private static final Map<String, TraceEvent.Kind> KINDS = Map.of(
            "signal", TraceEvent.Kind.SIGNAL,
            "start", TraceEvent.Kind.STARTED,
            "exec", TraceEvent.Kind.EXECUTED,
            "end", TraceEvent.Kind.ENDED,
            "lost", TraceEvent.Kind.LOST);

    private final Token token;
    private final String field;
    private final String operator;
    private final String value;
    private final boolean quoted;

    private FilterTerm(Token token, Matcher matcher) {
        this.token = token;
        this.field = matcher.group(1).toLowerCase(Locale.ROOT);
        this.operator = matcher.group(2);
        this.value = matcher.group(3);
        this.quoted = token.key() < token.text().length() || token.text().isEmpty();
    }

    /** Whether it is the name of a field that is compared. */
    static boolean isCompared(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "time", "at", "result", "pid", "tid", "errno" -> true;
            default -> false;
        };
    }

    static Supplier<FilterTest> of(Token token) throws TraceFilterException {
        Matcher matcher = FIELD.matcher(token.text());
        if (!matcher.matches() || matcher.end(2) > token.key()) {
            return text(token.text());
        }
        FilterTerm term = new FilterTerm(token, matcher);
        return switch (term.field) {
            case "call" -> term.call();
            case "errno" -> term.errno();
            case "path" -> term.path();
            case "process" -> term.process();
            case "is" -> term.is();
            case "pid" -> term.number(row -> row.entry().pid());
            case "tid" -> term.number(row -> row.entry().tid());
            case "result" -> term.result();
            case "time" -> term.duration(RowView::duration);
            case "at" -> term.duration(RowView::nanos);
            default -> term.unknown();
        };
    }

    /** A word that is looked for: in UTF-8, as Linux programs mean it. */
    private static Supplier<FilterTest> text(String word) {
        String bytes = bytes(word);
        return () -> FilterTest.text(bytes);
    }

    static String bytes(String typed) {
        return new String(typed.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private Supplier<FilterTest> unknown() throws TraceFilterException {
        if (operator.equals("=")) {
            return text(token.text()); // as in st_size=1, which arguments have
        }
        throw wrong(
                "There is no field \"" + field + "\". There are call, errno, path, pid, tid, process, time, at, result"
                        + " and is; to look for this as text, put it in quotes.");
    }

    private TraceFilterException wrong(String message) {
        return new TraceFilterException(message, token.position(), token.length());
    }

    /** The words between commas. */
    private List<String> words() throws TraceFilterException {
        if (!operator.equals(":") && !operator.equals("=")) {
            throw wrong("\"" + field + "\" is not compared; write " + field + ":" + value + ".");
        }
        if (value.isEmpty()) {
            throw wrong("What " + field + " should be is missing behind \"" + field + operator + "\".");
        }
        if (quoted) {
            return List.of(value);
        }
        List<String> words = new ArrayList<>();
        for (String word : value.split(",", -1)) {
            if (word.isEmpty()) {
                throw wrong("There is a comma too many.");
            }
            words.add(word);
        }
        return words;
    }

    private Supplier<FilterTest> call() throws TraceFilterException {
        boolean[] numbers = new boolean[CALLS];
        List<TraceEvent.Kind> kinds = new ArrayList<>();
        List<Glob> globs = new ArrayList<>();
        for (String word : words()) {
            Glob glob = new Glob(word.toLowerCase(Locale.ROOT));
            globs.add(glob);
            boolean found = word.startsWith("syscall_");
            for (int i = 0; i < CALLS; i++) {
                if (TraceRecord.call(i) != null && glob.matches(CallText.name(i))) {
                    numbers[i] = true;
                    found = true;
                }
            }
            for (Map.Entry<String, TraceEvent.Kind> kind : KINDS.entrySet()) {
                if (glob.matches(kind.getKey())) {
                    kinds.add(kind.getValue());
                    found = true;
                }
            }
            if (!found) {
                throw wrong("There is no system call \"" + word + "\".");
            }
        }
        Predicate<String> others = name -> globs.stream().anyMatch(g -> g.matches(name));
        for (int i = 0; i < CALLS; i++) {
            numbers[i] |= TraceRecord.call(i) == null && others.test(CallText.name(i));
        }
        return () -> {
            FilterTest test = FilterTest.call(numbers, others);
            for (TraceEvent.Kind kind : kinds) {
                test = test.or(FilterTest.kind(kind));
            }
            return test;
        };
    }

    private Supplier<FilterTest> errno() throws TraceFilterException {
        if (!operator.equals(":") && value.matches("[0-9]+")) {
            Comparison comparison = Comparison.of(operator, Long.parseLong(value.length() > 9 ? "999999999" : value));
            return () -> FilterTest.errno(comparison);
        }
        boolean[] numbers = new boolean[ERRORS];
        for (String word : words()) {
            Glob glob = new Glob(word.toUpperCase(Locale.ROOT));
            boolean found = word.matches("[0-9]{1,4}") && Integer.parseInt(word) < ERRORS;
            if (found) {
                numbers[Integer.parseInt(word)] = true;
            }
            for (int i = 1; i < ERRORS; i++) {
                if (glob.matches(CallText.errorName(i))) {
                    numbers[i] = true;
                    found |= isErrno(i);
                }
            }
            if (!found) {
                throw wrong("There is no error \"" + word + "\"; errors are called ENOENT, EACCES and so on.");
            }
        }
        return () -> FilterTest.errno(errno -> numbers[(int) errno]);
    }

    private static boolean isErrno(int number) {
        for (Errno errno : Errno.values()) {
            if (errno.number() == number) {
                return true;
            }
        }
        return false;
    }

    private Supplier<FilterTest> path() throws TraceFilterException {
        List<PathGlob> globs = new ArrayList<>();
        for (String word : words()) {
            globs.add(PathGlob.of(bytes(word)));
        }
        return () -> FilterTest.path(globs);
    }

    private Supplier<FilterTest> process() throws TraceFilterException {
        List<Glob> globs = new ArrayList<>();
        for (String word : words()) {
            globs.add(new Glob(bytes(word)));
        }
        return () -> FilterTest.process(name -> globs.stream().anyMatch(g -> g.matches(name)));
    }

    private Supplier<FilterTest> is() throws TraceFilterException {
        return switch (value) {
            case "failed" -> () -> FilterTest.errno(errno -> true);
            case "missing" -> FilterTest::missing;
            case "unfinished" -> () -> row -> !row.isFinished();
            case "call" -> () -> RowView::isCall;
            default ->
                throw wrong("There is no \"is:" + value + "\"; there are is:failed, is:missing (not implemented by"
                        + " Isthmus), is:unfinished and is:call.");
        };
    }

    private Supplier<FilterTest> number(java.util.function.ToLongFunction<RowView> what) throws TraceFilterException {
        Comparison comparison = comparison();
        return () -> FilterTest.number(what, comparison);
    }

    private Supplier<FilterTest> result() throws TraceFilterException {
        Comparison comparison = comparison();
        return () -> FilterTest.result(comparison);
    }

    private Comparison comparison() throws TraceFilterException {
        if (!operator.equals(":")) {
            return Comparison.of(operator, integer(value));
        }
        List<Long> numbers = new ArrayList<>();
        for (String word : words()) {
            numbers.add(integer(word));
        }
        return numbers::contains;
    }

    private long integer(String word) throws TraceFilterException {
        try {
            boolean hex = word.startsWith("0x");
            return hex ? Long.parseUnsignedLong(word.substring(2), 16) : Long.parseLong(word);
        } catch (NumberFormatException e) {
            throw wrong(
                    word.isEmpty()
                            ? "A number is missing behind \"" + field + operator + "\"."
                            : "\"" + word + "\" is not a whole number.");
        }
    }

    private Supplier<FilterTest> duration(java.util.function.ToLongFunction<RowView> what) throws TraceFilterException {
        if (operator.equals(":")) {
            throw wrong("\"" + field + "\" is compared: write " + field + ">1ms or " + field + "<2s.");
        }
        long nanos = Units.nanos(value);
        if (nanos < 0) {
            throw wrong("\"" + value + "\" is not a time; write a number and ns, us, ms, s or min, as in 1.5ms.");
        }
        Comparison comparison = Comparison.of(operator, nanos);
        return () -> FilterTest.number(what, value -> value >= 0 && comparison.test(value));
    }
}
