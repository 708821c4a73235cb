package isthmus.app.record;

import isthmus.app.record.FilterLexer.Kind;
import isthmus.app.record.FilterLexer.Token;
import java.util.List;
import java.util.function.Supplier;

/**
 * Understands the expression of a filter: terms, joined by {@code and} (or nothing), {@code or}, {@code not} and
 * parentheses; {@code not} binds most, {@code or} least.
 */
final class FilterParser {
    private static final int DEEPEST = 100;
    private final List<Token> tokens;
    private int at;
    private int depth;

    private FilterParser(List<Token> tokens) {
        this.tokens = tokens;
    }

    /** @param expression has at least one term */
    static Supplier<FilterTest> parse(String expression) throws TraceFilterException {
        FilterParser parser = new FilterParser(FilterLexer.split(expression));
        Supplier<FilterTest> all = parser.alternatives();
        Token left = parser.peek();
        if (left.kind() != Kind.END) {
            throw new TraceFilterException(
                    "This parenthesis closes nothing; remove it, or open one before.", left.position(), left.length());
        }
        return all;
    }

    private Token peek() {
        return tokens.get(at);
    }

    private boolean take(Kind kind) {
        boolean there = peek().kind() == kind;
        at += there ? 1 : 0;
        return there;
    }

    private Supplier<FilterTest> alternatives() throws TraceFilterException {
        Supplier<FilterTest> all = terms();
        while (take(Kind.OR)) {
            Supplier<FilterTest> one = all;
            Supplier<FilterTest> other = terms();
            all = () -> one.get().or(other.get());
        }
        return all;
    }

    private Supplier<FilterTest> terms() throws TraceFilterException {
        Supplier<FilterTest> all = term();
        while (true) {
            boolean said = take(Kind.AND);
            Kind next = peek().kind();
            if (!said && (next == Kind.OR || next == Kind.CLOSE || next == Kind.END)) {
                return all;
            }
            Supplier<FilterTest> one = all;
            Supplier<FilterTest> other = term();
            all = () -> one.get().and(other.get());
        }
    }

    private Supplier<FilterTest> term() throws TraceFilterException {
        Token token = peek();
        if (++depth > DEEPEST) {
            throw new TraceFilterException("This is nested too deeply.", token.position(), token.length());
        }
        try {
            return switch (token.kind()) {
                case NOT -> {
                    at++;
                    Supplier<FilterTest> one = term();
                    yield () -> one.get().not();
                }
                case OPEN -> inParentheses(token);
                case WORD -> {
                    at++;
                    yield FilterTerm.of(withOperator(token));
                }
                case END -> throw missing(token, "Something is missing at the end");
                default -> throw missing(token, "Something is missing before \"" + token.text() + "\"");
            };
        } finally {
            depth--;
        }
    }

    private static TraceFilterException missing(Token token, String what) {
        return new TraceFilterException(
                what + ": a word to look for, or a term such as call:openat.", token.position(), token.length());
    }

    private Supplier<FilterTest> inParentheses(Token open) throws TraceFilterException {
        at++;
        Supplier<FilterTest> all = alternatives();
        if (!take(Kind.CLOSE)) {
            throw new TraceFilterException(
                    "This parenthesis is not closed; add one at the end.", open.position(), open.length());
        }
        return all;
    }

    /** {@code time > 1ms} may be written with spaces. */
    private Token withOperator(Token word) {
        Token all = word;
        if (FilterTerm.isCompared(word.text()) && isOperator(peek(), false)) {
            boolean alone = isOperator(peek(), true);
            all = join(all, tokens.get(at++));
            if (alone && peek().kind() == Kind.WORD) {
                all = join(all, tokens.get(at++));
            }
        }
        return all;
    }

    private static boolean isOperator(Token token, boolean alone) {
        return token.kind() == Kind.WORD && token.text().matches(alone ? "[<>]=?|!?=" : "([<>]=?|!?=).*");
    }

    private static Token join(Token first, Token second) {
        String text = first.text() + second.text();
        int length = second.position() + second.length() - first.position();
        return new Token(Kind.WORD, text, text.length(), first.position(), length);
    }
}
