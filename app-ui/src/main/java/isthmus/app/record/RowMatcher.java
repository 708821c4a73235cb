package isthmus.app.record;

/** Asks single rows what a filter asks all. For one thread. */
public final class RowMatcher {
    private final RowView view;
    private final FilterTest test;

    public RowMatcher(TraceStore store, TraceFilter filter) {
        view = new RowView(store);
        test = filter.newTest();
    }

    /** Whether the filter lets the row through; false if it was dropped. */
    public boolean matches(long row) {
        return view.moveTo(row) && test.test(view);
    }
}
