package isthmus.app.record;

import isthmus.linux.trace.TraceEvent;
import isthmus.linux.trace.TraceRecord;
import java.util.List;

/** Whether a row is about a path. */
final class PathTest implements FilterTest {
    private static final int CALLS = 512;
    private static final int[][] ARGUMENTS = new int[CALLS][];

    static {
        for (int i = 0; i < CALLS; i++) {
            ARGUMENTS[i] = FilterTest.pathArguments(i);
        }
    }

    /** What a path is asked. */
    @FunctionalInterface
    interface Match {
        boolean matches(byte[] path, int length);
    }

    private final List<? extends Match> globs;
    private final boolean withDescriptor;
    private final byte[] bytes = new byte[16 << 10];
    /** The place of the opener that was asked last, and what it was: reads of one file come in a row. */
    private long lastOpener = RowTable.NONE;

    private boolean lastOpened;

    /** @param withDescriptor whether the path of the call's descriptor counts too */
    PathTest(List<? extends Match> globs, boolean withDescriptor) {
        this.globs = globs;
        this.withDescriptor = withDescriptor;
    }

    @Override
    public boolean test(RowView row) {
        if (matches(row.entry())) {
            return true;
        }
        TraceRecord opener = withDescriptor && row.kind() == TraceEvent.Kind.ENTRY ? row.opener() : null;
        if (opener == null) {
            return false;
        }
        if (opener.position() != lastOpener) {
            lastOpener = opener.position();
            lastOpened = matches(opener);
        }
        return lastOpened;
    }

    private boolean matches(TraceRecord record) {
        if (record.kind() == TraceEvent.Kind.EXECUTED) {
            return matches(record, 0);
        }
        int number = record.number();
        if (record.kind() != TraceEvent.Kind.ENTRY || number < 0 || number >= CALLS) {
            return false;
        }
        for (int index : ARGUMENTS[number]) {
            if (matches(record, index)) {
                return true;
            }
        }
        return false;
    }

    private boolean matches(TraceRecord record, int index) {
        int length = record.memory(index, bytes);
        if (length < 0) {
            return false;
        }
        for (Match match : globs) {
            if (match.matches(bytes, length)) {
                return true;
            }
        }
        return false;
    }
}
