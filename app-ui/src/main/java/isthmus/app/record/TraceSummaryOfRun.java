package isthmus.app.record;

import isthmus.linux.trace.CallText;
import isthmus.linux.trace.TraceRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the trace says about how a run ended.
 *
 * @param calls how many there are in the store
 * @param failed how many of them failed
 * @param lastFailures the last ones that failed, oldest first; without those that no program needs
 * @param missing calls that Isthmus does not have, most frequent first
 * @param complete false if events were lost or rows dropped
 */
public record TraceSummaryOfRun(
        long calls, long failed, List<TraceRow> lastFailures, List<Missing> missing, boolean complete) {
    /**
     * A call that was made though Isthmus does not have it.
     *
     * @param name as the trace shows it
     */
    public record Missing(String name, long count) {}

    /**
     * Looks at all rows: some hundredths of a second for a million.
     *
     * @param most how many failures are kept
     */
    public static TraceSummaryOfRun of(TraceStore store, int most) {
        RowView view = new RowView(store);
        Deque<Long> failures = new ArrayDeque<>();
        Map<Integer, Long> missing = new HashMap<>();
        long calls = 0;
        long failed = 0;
        long end = store.endRow();
        for (long row = store.firstRow(); row < end; row++) {
            if (!view.moveTo(row) || !view.isCall()) {
                continue;
            }
            calls++;
            TraceRecord exit = view.exit();
            if (exit != null && CallText.isFailure(exit.result())) {
                failed++;
                if (!CallText.isUnneeded(TraceRecord.call(exit.number()))) {
                    failures.addLast(row);
                }
                if (failures.size() > most) {
                    failures.removeFirst();
                }
                if (CallText.isMissing(TraceRecord.call(exit.number()), exit.result())) {
                    missing.merge(exit.number(), 1L, Long::sum);
                }
            }
        }
        return new TraceSummaryOfRun(
                calls, failed, rows(store, failures), sorted(missing), store.lost() == 0 && store.dropped() == 0);
    }

    private static List<TraceRow> rows(TraceStore store, Deque<Long> numbers) {
        List<TraceRow> rows = new ArrayList<>();
        for (long number : numbers) {
            TraceRow row = store.row(number);
            if (row != null) {
                rows.add(row);
            }
        }
        return List.copyOf(rows);
    }

    private static List<Missing> sorted(Map<Integer, Long> counts) {
        return counts.entrySet().stream()
                .map(e -> new Missing(CallText.name(e.getKey()), e.getValue()))
                .sorted(Comparator.comparingLong(Missing::count).reversed().thenComparing(Missing::name))
                .toList();
    }
}
