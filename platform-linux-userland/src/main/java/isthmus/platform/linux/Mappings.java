package isthmus.platform.linux;

import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;

/** Gives mappings of this process back to the host when nobody can look at them any more. */
final class Mappings {
    private static final Cleaner CLEANER = Cleaner.create();

    private Mappings() {}

    /**
     * Unmaps a range once a buffer over all of it is garbage, with every slice and duplicate, since each of them holds it:
     * a thread that is late may look at memory that is no more used, and only finds zeroes there.
     */
    static void releaseWhenUnused(ByteBuffer buffer, long address, long bytes) {
        CLEANER.register(buffer, () -> Libc.munmap(address, bytes));
    }
}
