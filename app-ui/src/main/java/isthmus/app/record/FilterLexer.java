package isthmus.app.record;

import java.util.ArrayList;
import java.util.List;

/** Splits the expression of a filter into words, operators and parentheses. */
final class FilterLexer {
    /** What a token is. */
    enum Kind {
        WORD,
        OPEN,
        CLOSE,
        AND,
        OR,
        NOT,
        END
    }

    /**
     * A piece of the expression.
     *
     * @param text without quotes
     * @param key how many chars of {@code text} were before the first quote; the whole length if there was none
     */
    record Token(Kind kind, String text, int key, int position, int length) {}

    /** Terms lie within one another when rows are asked: this deep. */
    private static final int MOST = 1000;

    private final String expression;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private FilterLexer(String expression) {
        this.expression = expression;
    }

    /** The tokens, one of kind {@link Kind#END} last. */
    static List<Token> split(String expression) throws TraceFilterException {
        FilterLexer lexer = new FilterLexer(expression);
        lexer.run();
        return lexer.tokens;
    }

    private void run() throws TraceFilterException {
        while (at < expression.length()) {
            char c = expression.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (tokens.size() == MOST) {
                throw new TraceFilterException("This filter is too long.", at, expression.length() - at);
            } else if (c == '(') {
                operator(Kind.OPEN, 1);
            } else if (c == ')') {
                operator(Kind.CLOSE, 1);
            } else if (c == '!' && !expression.startsWith("!=", at)) {
                operator(Kind.NOT, 1);
            } else if (expression.startsWith("&&", at)) {
                operator(Kind.AND, 2);
            } else if (expression.startsWith("||", at)) {
                operator(Kind.OR, 2);
            } else {
                word();
            }
        }
        tokens.add(new Token(Kind.END, "", 0, at, 0));
    }

    private void operator(Kind kind, int length) {
        tokens.add(new Token(kind, expression.substring(at, at + length), length, at, length));
        at += length;
    }

    private void word() throws TraceFilterException {
        int start = at;
        int key = -1;
        StringBuilder text = new StringBuilder();
        while (at < expression.length()) {
            char c = expression.charAt(at);
            if (c == '"') {
                key = key < 0 ? text.length() : key;
                quoted(text);
            } else if (Character.isWhitespace(c) || c == '(' || c == ')') {
                break;
            } else {
                text.append(c);
                at++;
            }
        }
        String word = text.toString();
        Kind kind = key >= 0 ? Kind.WORD : kind(word);
        tokens.add(new Token(kind, word, key < 0 ? word.length() : key, start, at - start));
    }

    private static Kind kind(String word) {
        return switch (word) {
            case "and", "AND" -> Kind.AND;
            case "or", "OR" -> Kind.OR;
            case "not", "NOT" -> Kind.NOT;
            default -> Kind.WORD;
        };
    }

    /** Within quotes a backslash takes the next char as it is. */
    private void quoted(StringBuilder text) throws TraceFilterException {
        int start = at++;
        while (at < expression.length()) {
            char c = expression.charAt(at++);
            if (c == '"') {
                return;
            }
            if (c == '\\' && at < expression.length()) {
                c = expression.charAt(at++);
            }
            text.append(c);
        }
        throw new TraceFilterException("The quotation mark is not closed.", start, expression.length() - start);
    }
}
