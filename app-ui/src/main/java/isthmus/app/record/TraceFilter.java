package isthmus.app.record;

import java.util.function.Supplier;

/**
 * Which rows of a trace are shown. The language, for users:
 *
 * <ul>
 *   <li>{@code word} or {@code "some words"}: anything that is shown of the row contains it, in whatever case;
 *   <li>{@code call:openat}, {@code call:open*,close}: also {@code signal}, {@code start}, {@code exec}, {@code end};
 *   <li>{@code errno:*}, {@code errno:ENOENT,EACCES};
 *   <li>{@code path:/etc/*}: a path of the call or of its descriptor; without a slash, the last part of the path;
 *   <li>{@code pid:12}, {@code tid:12,13}, {@code process:bash};
 *   <li>{@code time>1ms}: how long the call took; {@code at>2s}: when it began; {@code result<0};
 *   <li>{@code is:missing}, {@code is:failed}, {@code is:unfinished}, {@code is:call};
 *   <li>{@code and} (or nothing), {@code or}, {@code not}, parentheses.
 * </ul>
 */
public final class TraceFilter {
    /** Shows every row. */
    public static final TraceFilter ALL = new TraceFilter("", () -> row -> true);

    private final String expression;
    private final Supplier<FilterTest> test;

    private TraceFilter(String expression, Supplier<FilterTest> test) {
        this.expression = expression;
        this.test = test;
    }

    /** @param expression as a user types it; blank for {@link #ALL} */
    public static TraceFilter parse(String expression) throws TraceFilterException {
        return expression.isBlank() ? ALL : new TraceFilter(expression, FilterParser.parse(expression));
    }

    public String expression() {
        return expression;
    }

    public boolean isAll() {
        return this == ALL;
    }

    /** What rows are asked; an object for one thread. */
    FilterTest newTest() {
        return test.get();
    }

    @Override
    public String toString() {
        return expression;
    }
}
