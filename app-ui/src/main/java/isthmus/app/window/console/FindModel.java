package isthmus.app.window.console;

import isthmus.app.terminal.Search;
import isthmus.app.terminal.Terminal;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.regex.PatternSyntaxException;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/**
 * What is looked for in a terminal, and what was found: searched on another thread, again while the terminal changes. Lives on
 * one thread, the JavaFX one, which {@code fx} runs on.
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
    private boolean again;
    private long last;

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
        if (!text.get().isEmpty() && System.nanoTime() - last > REFRESH_NANOS) {
            refresh();
        }
    }

    /** Searches anew; while a search runs, once more after it. */
    void refresh() {
        if (running) {
            again = true;
            return;
        }
        Search search = search();
        if (search == null) {
            found(new Search.Result(List.of(), true, epoch));
            return;
        }
        running = true;
        last = System.nanoTime();
        background.execute(() -> {
            Search.Result result = search.find(terminal, LIMIT, MILLIS);
            fx.execute(() -> {
                running = false;
                found(result);
                if (again) {
                    again = false;
                    refresh();
                }
            });
        });
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
        found(new Search.Result(List.of(), true, epoch));
    }
}
