package isthmus.app.window.trace;

import isthmus.app.record.TraceIndex;
import isthmus.app.record.TraceRow;
import isthmus.app.record.TraceStore;
import java.util.AbstractList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.collections.ObservableListBase;

/** The rows that are shown, decoded when they are asked for. Changes only when a new index is set. */
final class TraceRows extends ObservableListBase<TraceRow> {
    /** Some screens. */
    private static final int CACHE = 512;

    private final TraceStore store;
    private TraceIndex index = TraceIndex.NONE;

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
        return row(index.row(place));
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

    @Override
    public int size() {
        return index.size();
    }

    TraceIndex index() {
        return index;
    }

    void set(TraceIndex next) {
        TraceIndex old = index;
        int dropped = next.droppedSince(old);
        List<Long> finished = unfinished();
        finished.forEach(cache::remove);
        beginChange();
        index = next;
        if (dropped < 0) {
            nextReplace(0, next.size(), removed(old, old.size()));
        } else {
            if (dropped > 0) {
                nextRemove(0, removed(old, dropped));
            }
            int kept = old.size() - dropped;
            if (next.size() > kept) {
                nextAdd(kept, next.size());
            }
            for (Long row : finished) {
                int place = next.place(row);
                if (place >= 0 && place < kept) {
                    nextUpdate(place);
                }
            }
        }
        endChange();
    }

    private List<Long> unfinished() {
        return cache.values().stream()
                .filter(TraceRow::unfinished)
                .map(TraceRow::index)
                .toList();
    }

    private List<TraceRow> removed(TraceIndex old, int count) {
        return new AbstractList<>() {
            @Override
            public TraceRow get(int place) {
                return row(old.row(place));
            }

            @Override
            public int size() {
                return count;
            }
        };
    }
}
