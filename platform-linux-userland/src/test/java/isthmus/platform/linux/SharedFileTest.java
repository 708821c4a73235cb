package isthmus.platform.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class SharedFileTest {
    private static final int PAGE = 4096;

    @Test
    void itIsKnownWhichPagesHoldAnything() {
        try (SharedFile file = new SharedFile("test", 2L << 30)) {
            LinuxSegment segment = new LinuxSegment(file, 1L << 30);
            for (int page : new int[] {1, 2, 7, 40}) {
                segment.buffer().put(page * PAGE, (byte) 1);
            }
            segment.discard(2 * PAGE, PAGE);
            BitSet resident = new BitSet();
            segment.residentPages(PAGE, 16 * PAGE, resident);
            assertEquals("{0, 6}", resident.toString());
            assertEquals((1L << 30) + 7 * PAGE, file.nextData((1L << 30) + 2 * PAGE));
            assertEquals(Long.MAX_VALUE, file.nextData((1L << 30) + 41 * PAGE));
            segment.release();
        }
    }
}
