package isthmus.app.window.start;

import java.util.ArrayList;
import java.util.List;

/**
 * One line as words, the way a POSIX shell splits it (XCU 2.2): blanks part words, quotes and backslashes keep them together.
 * Nothing else is special: no variable, no pattern, no comment.
 */
final class Words {
    /** A quote that is not closed, or a backslash at the end. */
    static final class UnfinishedException extends Exception {
        private static final long serialVersionUID = 1L;
        private final char what;

        UnfinishedException(char what) {
            super("unfinished " + what);
            this.what = what;
        }

        /** A quote or a backslash. */
        char what() {
            return what;
        }
    }

    private static final String BLANKS = " \t\n";
    /** What a backslash takes its meaning from within double quotes. */
    private static final String ESCAPED_IN_QUOTES = "\"\\$`";

    private final String line;
    private int at;

    private Words(String line) {
        this.line = line;
    }

    static List<String> split(String line) throws UnfinishedException {
        Words words = new Words(line);
        List<String> all = new ArrayList<>();
        while (words.skipBlanks()) {
            all.add(words.word());
        }
        return all;
    }

    /** A line that {@link #split} makes the same words of. */
    static String join(List<String> words) {
        StringBuilder line = new StringBuilder();
        for (String word : words) {
            line.append(line.isEmpty() ? "" : " ").append(quote(word));
        }
        return line.toString();
    }

    private static String quote(String word) {
        boolean plain =
                !word.isEmpty() && word.chars().noneMatch(c -> BLANKS.indexOf(c) >= 0 || "'\"\\".indexOf(c) >= 0);
        return plain ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** Whether there is a word. */
    private boolean skipBlanks() {
        while (at < line.length() && BLANKS.indexOf(line.charAt(at)) >= 0) {
            at++;
        }
        return at < line.length();
    }

    private String word() throws UnfinishedException {
        StringBuilder word = new StringBuilder();
        while (at < line.length() && BLANKS.indexOf(line.charAt(at)) < 0) {
            char c = line.charAt(at++);
            switch (c) {
                case '\'' -> {
                    int end = end();
                    word.append(line, at, end);
                    at = end + 1;
                }
                case '"' -> quoted(word);
                case '\\' -> word.append(escaped());
                default -> word.append(c);
            }
        }
        return word.toString();
    }

    /** Of single quotes. */
    private int end() throws UnfinishedException {
        int end = line.indexOf('\'', at);
        if (end < 0) {
            throw new UnfinishedException('\'');
        }
        return end;
    }

    private void quoted(StringBuilder word) throws UnfinishedException {
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c == '"') {
                return;
            }
            boolean escape = c == '\\' && at < line.length() && ESCAPED_IN_QUOTES.indexOf(line.charAt(at)) >= 0;
            word.append(escape ? line.charAt(at++) : c);
        }
        throw new UnfinishedException('"');
    }

    private char escaped() throws UnfinishedException {
        if (at == line.length()) {
            throw new UnfinishedException('\\');
        }
        return line.charAt(at++);
    }
}
