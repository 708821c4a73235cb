package isthmus.app.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for text in the screen and the scrollback of a terminal. A line that was too long is one line to it. To be used off the
 * user interface's thread: it lets go of the terminal's lock between lines, but a hundred thousand of them take a while.
 */
public final class Search {
    /** Lines looked at under one hold of the lock. */
    private static final int BATCH = 200;

    private static final int LONGEST = 1 << 20;
    /** Between two times that is told what was found so far. */
    private static final long TELL_NANOS = 50_000_000;

    private final Pattern pattern;

    /**
     * A place where it was found.
     *
     * @param column first column in {@code line}
     * @param endColumn one past the last column, in {@code endLine}
     */
    public record Match(long line, int column, long endLine, int endColumn) {}

    /**
     * What was found, from top to bottom.
     *
     * @param complete false if there were more than wanted, or time ran out
     * @param epoch the numbers of lines are good while {@link TerminalSnapshot#epoch} is this
     */
    public record Result(List<Match> matches, boolean complete, int epoch) {}

    /** Who wants to know; asked and told on the searching thread. */
    public interface Listener {
        /** Whether anybody still wants to know. */
        boolean isWanted();

        /** What was found until now: at once, then some 20 times a second. Not complete. */
        void soFar(Result result);
    }

    /** Waits for the end. */
    private static final Listener PATIENT = new Listener() {
        @Override
        public boolean isWanted() {
            return true;
        }

        @Override
        public void soFar(Result result) {}
    };

    /** @throws java.util.regex.PatternSyntaxException if it is to be a regular expression and is none */
    public Search(String text, boolean caseSensitive, boolean regularExpression) {
        int flags = caseSensitive ? 0 : Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
        pattern = Pattern.compile(text, flags | (regularExpression ? 0 : Pattern.LITERAL));
    }

    /** Finds at most {@code limit} places, in at most {@code milliseconds}. */
    public Result find(Terminal terminal, int limit, long milliseconds) {
        return find(terminal, limit, milliseconds, PATIENT);
    }

    /** The same, telling of it meanwhile; ends soon, incomplete, once nobody wants the answer. */
    public Result find(Terminal terminal, int limit, long milliseconds, Listener listener) {
        long deadline = System.nanoTime() + milliseconds * 1_000_000;
        BooleanSupplier over = () -> System.nanoTime() - deadline > 0 || !listener.isWanted();
        long told = System.nanoTime() - TELL_NANOS;
        int toldOf = 0;
        List<Match> matches = new ArrayList<>();
        Emulator e = terminal.emulator();
        long line = Long.MIN_VALUE;
        int epoch = 0;
        while (true) {
            List<SearchLine> batch = new ArrayList<>();
            terminal.lock().lock();
            try {
                if (line != Long.MIN_VALUE && epoch != e.epoch) {
                    return new Result(List.of(), false, epoch);
                }
                epoch = e.epoch;
                line = read(e, Math.max(line, e.screen.firstLine), batch);
            } finally {
                terminal.lock().unlock();
            }
            if (batch.isEmpty()) {
                return new Result(matches, true, epoch);
            }
            for (SearchLine each : batch) {
                if (!findIn(each, matches, limit, over)) {
                    return new Result(matches, false, epoch);
                }
            }
            if (over.getAsBoolean()) {
                return new Result(matches, false, epoch);
            }
            if (matches.size() > toldOf && System.nanoTime() - told >= TELL_NANOS) {
                listener.soFar(new Result(List.copyOf(matches), false, epoch));
                told = System.nanoTime();
                toldOf = matches.size();
            }
        }
    }

    /** Returns the line to go on with. */
    private static long read(Emulator e, long from, List<SearchLine> batch) {
        long number = from;
        long end = e.screen.topLine() + e.screen.rows();
        while (number < end && number - from < BATCH) {
            SearchLine line = new SearchLine(number);
            while (true) {
                Row row = e.screen.line(number++);
                line.add(row, e.graphemes);
                if (!row.wrapped || number >= end || line.length() > LONGEST) {
                    break;
                }
            }
            batch.add(line);
        }
        return number;
    }

    private boolean findIn(SearchLine line, List<Match> matches, int limit, BooleanSupplier over) {
        Matcher matcher = pattern.matcher(new TimedText(line.text(), over));
        try {
            while (matcher.find()) {
                if (matcher.end() == matcher.start()) {
                    continue;
                }
                if (matches.size() == limit) {
                    return false;
                }
                matches.add(line.match(matcher.start(), matcher.end()));
            }
            return true;
        } catch (TimedText.TimeOver timeOver) {
            return false;
        } catch (StackOverflowError tooDeep) {
            return false; // an expression that the library cannot match against so long a line
        }
    }
}
