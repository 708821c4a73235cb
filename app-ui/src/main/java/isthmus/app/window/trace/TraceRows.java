package isthmus.app.window.trace;

import isthmus.app.record.TraceIndex;
import isthmus.app.record.TraceRow;
import isthmus.app.record.TraceStore;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import javafx.collections.ObservableListBase;

/**
 * The rows of an index that the table has, decoded when they are asked for. A table's work for each change grows with its
 * rows: while its end is followed it has the last ones only, and it has all as soon as somebody looks further up. Changes
 * only when that, or the index, is set.
 */
final class TraceRows extends ObservableListBase<TraceRow> {
    /** So many rows are there while the end is followed: some screens. */
    static final int FOLLOWED = 4096;

    /** Some screens. */
    private static final int CACHE = 512;

    private final TraceStore store;
    private TraceIndex index = TraceIndex.NONE;
    /** So many rows at the front of the index are left out. */
    private int leftOut;

    /** See {@link #setInPlace}. */
    private BooleanSupplier inPlace = () -> false;

    private boolean following = true;
    private boolean changing;

    /** By the number of the row. */
    private final Map<Long, TraceRow> cache = new LinkedHashMap<>(CACHE, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, TraceRow> eldest) {
            return size() > CACHE;
        }
    };

    TraceRows(TraceStore store) {
        this.store = store;
    }

    @Override
    public TraceRow get(int place) {
        return row(index.row(leftOut + place));
    }

    /** The row with this number, or null if the index has none. */
    TraceRow numbered(long number) {
        return index.place(number) < 0 ? null : row(number);
    }

    /** The place here of the row with this number, or -1. */
    int place(long number) {
        return Math.max(-1, index.place(number) - leftOut);
    }

    /** JavaFX looks for the chosen row again when rows were replaced. */
    @Override
    public int indexOf(Object row) {
        return row instanceof TraceRow traced ? place(traced.index()) : -1;
    }

    @Override
    public int lastIndexOf(Object row) {
        return indexOf(row);
    }

    @Override
    public boolean contains(Object row) {
        return indexOf(row) >= 0;
    }

    private TraceRow row(long number) {
        TraceRow row = cache.get(number);
        if (row == null) {
            row = store.row(number);
            if (row == null) {
                return gone(number);
            }
            cache.put(number, row);
        }
        return row;
    }

    /** It was dropped since the index was made; the next index is without it. */
    private static TraceRow gone(long number) {
        return new TraceRow(number, TraceRow.Kind.LOST, 0, 0, "", 0, "", null, "", "", 0, 0, -1, false, List.of());
    }

    /** Whether it stands for one that was dropped. */
    static boolean isGone(TraceRow row) {
        return row.call().isEmpty();
    }

    @Override
    public int size() {
        return index.size() - leftOut;
    }

    TraceIndex index() {
        return index;
    }

    /** Whether only the last rows are wanted. */
    void setFollowing(boolean follow) {
        following = follow;
        set(index);
    }

    /**
     * What shows other rows in the same places by itself, while the end is followed and there are no more and no fewer than
     * before: listeners are told of the change only if it says that it cannot.
     */
    void setInPlace(BooleanSupplier show) {
        inPlace = show;
    }

    void set(TraceIndex next) {
        TraceIndex old = index;
        int oldSize = size();
        int nextLeftOut = following ? Math.max(0, next.size() - FOLLOWED) : 0;
        int dropped = next.droppedSince(old);
        List<Long> finished = unfinished();
        finished.forEach(cache::remove);
        // Where what was the first row here is from now on; before the first if it is gone.
        int begin = dropped < 0 ? -oldSize : leftOut - dropped - nextLeftOut;
        index = next;
        leftOut = nextLeftOut;
        int kept = Math.max(0, oldSize + Math.min(0, begin));
        if (oldSize + size() == 0) {
            return;
        }
        if (following && oldSize == FOLLOWED && size() == FOLLOWED && inPlace.getAsBoolean()) {
            return;
        }
        changing = true;
        try {
            beginChange();
            change(begin, oldSize, kept, finished);
            endChange();
        } finally {
            changing = false;
        }
    }

    /** Says what has changed: {@code kept} of the rows that were here are at {@code begin} now, or at the front. */
    private void change(int begin, int oldSize, int kept, List<Long> finished) {
        if (kept == 0) {
            nextReplace(0, size(), removed(oldSize));
        } else {
            if (kept < oldSize) {
                nextRemove(0, removed(oldSize - kept));
            }
            int added = Math.max(0, begin);
            if (added > 0) {
                nextAdd(0, added);
            }
            if (size() > added + kept) {
                nextAdd(added + kept, size());
            }
            for (Long row : finished) {
                int place = place(row);
                if (place >= added && place < added + kept) {
                    nextUpdate(place);
                }
            }
        }
    }

    /** Whether listeners are being told of a change: what is chosen meanwhile is nobody's choice. */
    boolean isChanging() {
        return changing;
    }

    private List<Long> unfinished() {
        return cache.values().stream()
                .filter(TraceRow::unfinished)
                .map(TraceRow::index)
                .toList();
    }

    /** What stands for rows that were removed: nobody looks at them, and JavaFX copies the list. */
    private static List<TraceRow> removed(int count) {
        return Collections.nCopies(count, gone(-1));
    }
}
