package isthmus.platform.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class WindowsSegmentOnWindows {
    private static final int MEGABYTE = 1 << 20;

    @Test
    void whatIsDiscardedReadsAsZeroesAndCanBeUsedAgain() {
        WindowsSegment segment = new WindowsSegment();
        segment.commit(0, 4 * MEGABYTE);
        for (int round = 1; round < 4; round++) {
            for (int at = 0; at < 4 * MEGABYTE; at += 4096) {
                segment.buffer().putLong(at, round);
            }
            segment.discard(MEGABYTE, 2 * MEGABYTE);
            for (int at = 0; at < 4 * MEGABYTE; at += 4096) {
                boolean discarded = at >= MEGABYTE && at < 3 * MEGABYTE;
                assertEquals(discarded ? 0 : round, segment.buffer().getLong(at));
            }
            BitSet resident = new BitSet();
            segment.residentPages(0, 4 * MEGABYTE, resident);
            assertEquals(2 * MEGABYTE / 4096, resident.cardinality());
            assertEquals(2 * MEGABYTE, segment.residentBytes());
        }
        segment.discard(0, 8 * MEGABYTE); // also what was never asked for
        assertEquals(0, segment.buffer().getLong(0));
        segment.release();
    }
}
