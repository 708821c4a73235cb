package isthmus.app.window.trace;

import isthmus.app.record.RowMatcher;
import isthmus.app.record.TraceFilter;
import isthmus.app.record.TraceFilterException;
import isthmus.app.record.TraceFollower;
import isthmus.app.record.TraceIndex;
import isthmus.app.record.TraceRow;
import isthmus.app.record.TraceSelection;
import isthmus.app.record.TraceStore;
import isthmus.app.record.TraceTerms;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;

/** What a view of a trace shows: which rows, how many are hidden or missing, what is wrong with the filter. One thread. */
final class TraceModel implements AutoCloseable {
    private final TraceStore store;
    private final Executor fx;
    private final TraceRows rows;
    private final TraceFollower follower;
    /** What came from the follower and is not shown yet. */
    private final AtomicReference<TraceSelection> news = new AtomicReference<>();

    private final StringProperty expression = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<TraceFilterException> mistake = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<RowMatcher> highlighter = new ReadOnlyObjectWrapper<>();
    private final BooleanProperty paused = new SimpleBooleanProperty();
    private final BooleanProperty tail = new SimpleBooleanProperty(true);
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private final ReadOnlyLongWrapper hidden = new ReadOnlyLongWrapper();
    private final ReadOnlyLongWrapper lost = new ReadOnlyLongWrapper();
    private final ReadOnlyLongWrapper dropped = new ReadOnlyLongWrapper();
    private final ReadOnlyLongWrapper shown = new ReadOnlyLongWrapper();

    private TraceFilter filter = TraceFilter.ALL;
    private boolean inFront = true;
    private boolean closed;

    /** @param fx runs on the thread that uses the model */
    TraceModel(TraceStore store, Executor fx) {
        this.store = store;
        this.fx = fx;
        this.rows = new TraceRows(store);
        this.follower = new TraceFollower(store, this::arrived);
        expression.addListener((property, old, text) -> parse(text));
        paused.addListener((property, old, pause) -> follower.setPaused(pause));
    }

    /** Begins to follow the store. */
    void start() {
        follower.start();
    }

    private void arrived(TraceSelection selection) {
        // The index is taken when it is shown: what comes in between is shown with it.
        if (news.getAndSet(selection) == null) {
            fx.execute(this::show);
        }
    }

    private void show() {
        if (!inFront) {
            return; // the news are shown when it is
        }
        TraceSelection selection = news.getAndSet(null);
        if (closed || selection == null || selection.filter() != filter) {
            return;
        }
        TraceIndex index = selection.index();
        busy.set(false);
        rows.set(index);
        shown.set(index.size());
        hidden.set(index.hidden());
        lost.set(store.lost());
        dropped.set(store.dropped());
    }

    /** Whether anybody can see it, as at first: nothing changes while nobody can. */
    void setInFront(boolean front) {
        inFront = front;
        show();
    }

    private void parse(String text) {
        try {
            TraceFilter next = TraceFilter.parse(text);
            mistake.set(null);
            if (!next.expression().strip().equals(filter.expression().strip())) {
                filter = next;
                busy.set(true);
                follower.setFilter(next);
            }
        } catch (TraceFilterException e) {
            mistake.set(e); // what was shown stays
        }
    }

    TraceStore store() {
        return store;
    }

    /** For a table: all rows, or the last ones only. */
    ObservableList<TraceRow> rows() {
        return rows;
    }

    /** Whether listeners of {@link #rows} are being told of a change. */
    boolean rowsAreChanging() {
        return rows.isChanging();
    }

    /** What shows new rows that have come where others were, if it can; see {@link TraceRows#setInPlace}. */
    void setInPlace(BooleanSupplier show) {
        rows.setInPlace(show);
    }

    /** Whether {@link #rows} are the last ones only, as they are at first. */
    void setFollowing(boolean follow) {
        rows.setFollowing(follow);
    }

    /** The rows that are shown, for an export. */
    TraceIndex index() {
        return rows.index();
    }

    /** The place of a row in {@link #rows}, or -1. */
    int place(long row) {
        return rows.place(row);
    }

    /** The row as it is now; null while the filter keeps it back, or if it was dropped. */
    TraceRow row(long number) {
        return rows.numbered(number);
    }

    /** As it is typed, right or wrong. */
    StringProperty expressionProperty() {
        return expression;
    }

    /** What is wrong with the expression; null if nothing is. */
    ReadOnlyObjectProperty<TraceFilterException> mistakeProperty() {
        return mistake.getReadOnlyProperty();
    }

    /**
     * Rows that match are marked from now on.
     *
     * @param term one of {@link TraceTerms}; empty for none
     */
    void highlight(String term) {
        try {
            highlighter.set(term.isEmpty() ? null : new RowMatcher(store, TraceFilter.parse(term)));
        } catch (TraceFilterException e) {
            throw new IllegalArgumentException("only terms of rows are highlighted: " + term, e);
        }
    }

    /** Changes when other rows are to be marked. */
    ReadOnlyObjectProperty<RowMatcher> highlighterProperty() {
        return highlighter.getReadOnlyProperty();
    }

    boolean isHighlighted(TraceRow row) {
        return highlighter.get() != null && highlighter.get().matches(row.index());
    }

    /** While it is set nothing comes in; the recording goes on. */
    BooleanProperty pausedProperty() {
        return paused;
    }

    /** Whether the last row is kept in view. */
    BooleanProperty tailProperty() {
        return tail;
    }

    /** Whether a new filter is being applied. */
    ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    ReadOnlyLongProperty shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /** How many rows the filter keeps back. */
    ReadOnlyLongProperty hiddenProperty() {
        return hidden.getReadOnlyProperty();
    }

    /** Events that were not recorded. */
    ReadOnlyLongProperty lostProperty() {
        return lost.getReadOnlyProperty();
    }

    /** Rows that were dropped because there were too many. */
    ReadOnlyLongProperty droppedProperty() {
        return dropped.getReadOnlyProperty();
    }

    void include(String term) {
        expression.set(TraceTerms.include(expression.get(), term));
    }

    void exclude(String term) {
        expression.set(TraceTerms.exclude(expression.get(), term));
    }

    @Override
    public void close() {
        closed = true;
        follower.close();
    }
}
