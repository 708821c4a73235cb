package isthmus.app.window.console;

import isthmus.app.terminal.Search;
import isthmus.app.terminal.Terminal;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.PatternSyntaxException;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/**
 * What is looked for in a terminal, and what was found: searched on another thread, which tells of it as it goes, and is ended
 * by the next search; again while the terminal changes. Lives on one thread, the JavaFX one, which {@code fx} runs on.
 */
final class FindModel {
    static final int LIMIT = 5000;
    private static final long MILLIS = 2000;
    private static final long REFRESH_NANOS = 500_000_000;

    private final StringProperty text = new SimpleStringProperty("");
    private final BooleanProperty caseSensitive = new SimpleBooleanProperty();
    private final BooleanProperty regularExpression = new SimpleBooleanProperty();
    private final ReadOnlyBooleanWrapper wrong = new ReadOnlyBooleanWrapper();

    private final Terminal terminal;
    private final Executor background;
    private final Executor fx;
    private final Runnable changed;

    private List<Search.Match> matches = List.of();
    private boolean complete = true;
    private int epoch;
    private int current = -1;
    private boolean running;
    private long last;
    /** Of the newest search; one that finds another number here ends. */
    private final AtomicInteger newest = new AtomicInteger();

    /** @param changed called after what was found, or which one is the current, has changed */
    FindModel(Terminal terminal, Executor background, Executor fx, Runnable changed) {
        this.terminal = terminal;
        this.background = background;
        this.fx = fx;
        this.changed = changed;
        text.addListener((property, old, now) -> refresh());
        caseSensitive.addListener((property, old, now) -> refresh());
        regularExpression.addListener((property, old, now) -> refresh());
    }

    StringProperty textProperty() {
        return text;
    }

    BooleanProperty caseSensitiveProperty() {
        return caseSensitive;
    }

    BooleanProperty regularExpressionProperty() {
        return regularExpression;
    }

    /** The text is to be a regular expression and is none. */
    ReadOnlyBooleanProperty wrongProperty() {
        return wrong.getReadOnlyProperty();
    }

    List<Search.Match> matches() {
        return matches;
    }

    /** False if there are more than were counted. */
    boolean complete() {
        return complete;
    }

    int epoch() {
        return epoch;
    }

    /** Index of the one that was jumped to, or -1. */
    int current() {
        return current;
    }

    /** The terminal shows something else: searches anew, but not all the time. */
    void terminalChanged() {
        if (!running && !text.get().isEmpty() && System.nanoTime() - last > REFRESH_NANOS) {
            start(false); // what is marked already stays until all is found
        }
    }

    /** Searches anew, and ends a search that runs. */
    void refresh() {
        start(true);
    }

    private void start(boolean live) {
        int number = newest.incrementAndGet();
        Search search = search();
        running = search != null;
        if (search == null) {
            found(new Search.Result(List.of(), true, epoch));
            return;
        }
        last = System.nanoTime();
        Run run = new Run(number, live);
        if (live) {
            changed.run();
        }
        background.execute(() -> {
            Search.Result result = search.find(terminal, LIMIT, MILLIS, run);
            fx.execute(() -> run.take(result, false));
        });
    }

    /** One search; on its thread, but for {@link #take}. */
    private final class Run implements Search.Listener {
        private final int number;
        private final boolean live;

        Run(int number, boolean live) {
            this.number = number;
            this.live = live;
        }

        @Override
        public boolean isWanted() {
            return newest.get() == number;
        }

        @Override
        public void soFar(Search.Result result) {
            if (live) {
                fx.execute(() -> take(result, true));
            }
        }

        void take(Search.Result result, boolean goesOn) {
            if (isWanted()) {
                running = goesOn;
                found(result);
            }
        }
    }

    /** A search goes on. */
    boolean running() {
        return running;
    }

    private Search search() {
        wrong.set(false);
        if (text.get().isEmpty()) {
            return null;
        }
        try {
            return new Search(text.get(), caseSensitive.get(), regularExpression.get());
        } catch (PatternSyntaxException e) {
            wrong.set(true);
            return null;
        }
    }

    private void found(Search.Result result) {
        Search.Match before =
                current >= 0 && current < matches.size() && epoch == result.epoch() ? matches.get(current) : null;
        matches = result.matches();
        complete = result.complete();
        epoch = result.epoch();
        current = before == null ? -1 : matches.indexOf(before);
        changed.run();
    }

    /**
     * Goes on to the next match up or down, around the end.
     *
     * @param line where to begin if none is current
     * @return the match, or null if there is none
     */
    Search.Match step(boolean up, long line) {
        if (matches.isEmpty()) {
            return null;
        }
        if (current >= 0) {
            current = Math.floorMod(current + (up ? -1 : 1), matches.size());
        } else {
            current = up ? matches.size() - 1 : 0;
            for (int i = 0; i < matches.size(); i++) {
                boolean past = matches.get(i).line() >= line;
                if (past) {
                    current = up ? Math.floorMod(i - 1, matches.size()) : i;
                    break;
                }
            }
        }
        changed.run();
        return matches.get(current);
    }

    /** Forgets what was found, but not what was looked for. */
    void clear() {
        newest.incrementAndGet();
        running = false;
        found(new Search.Result(List.of(), true, epoch));
    }
}
