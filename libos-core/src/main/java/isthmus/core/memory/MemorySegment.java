package isthmus.core.memory;

import isthmus.core.Errno;
import isthmus.core.south.HostException;
import isthmus.core.south.SharedSegment;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** The blocks of one shared segment. All but the counts of holders is guarded by the {@link BlockAllocator}'s monitor. */
final class MemorySegment {
    /** Blocks in a segment. */
    static final int BLOCKS = 1 << 14;

    final SharedSegment shared;
    final ByteBuffer buffer;
    final AtomicIntegerArray holders = new AtomicIntegerArray(BLOCKS);
    /** Blocks with old contents in pages that no table lists; see {@link Pages}. */
    final BitSet stale = new BitSet(0);
    /** Free blocks that have not been emptied yet. */
    final BitSet dirty = new BitSet(0);

    private final BitSet used = new BitSet(BLOCKS);
    private int free = BLOCKS;
    private int cursor;

    MemorySegment(SharedSegment shared) {
        this.shared = shared;
        this.buffer = shared.buffer();
    }

    int used() {
        return BLOCKS - free;
    }

    /** The index of a run of free blocks, behind the last one found if possible; -1 if there is none. */
    int findRun(int count) {
        int found = free < count ? -1 : findRun(cursor, count);
        return found >= 0 || free < count ? found : findRun(0, count);
    }

    private int findRun(int from, int count) {
        int start = used.nextClearBit(from);
        while (start + count <= BLOCKS) {
            int end = used.nextSetBit(start);
            if (end < 0 || end - start >= count) {
                return start;
            }
            start = used.nextClearBit(end);
        }
        return -1;
    }

    boolean isFree(int index, int count) {
        if (index + count > BLOCKS) {
            return false;
        }
        int next = used.nextSetBit(index);
        return next < 0 || next >= index + count;
    }

    /** ENOMEM if the host has no more memory. */
    void take(int index, int count) {
        try {
            shared.commit(index << PhysicalMemory.BLOCK_SHIFT, count << PhysicalMemory.BLOCK_SHIFT);
        } catch (HostException e) {
            throw Errno.ENOMEM.exception();
        }
        used.set(index, index + count);
        free -= count;
        for (int i = index; i < index + count; i++) {
            holders.set(i, 1);
        }
    }

    /** Makes blocks read as zero and gives their memory to the host. */
    void discard(int index, int count) {
        shared.discard(index << PhysicalMemory.BLOCK_SHIFT, count << PhysicalMemory.BLOCK_SHIFT);
    }

    /** One bit for each page of a run of blocks that holds memory. */
    BitSet residentPages(int index, int count) {
        BitSet resident = new BitSet(count << 4);
        shared.residentPages(index << PhysicalMemory.BLOCK_SHIFT, count << PhysicalMemory.BLOCK_SHIFT, resident);
        return resident;
    }

    /** Searches begin here from now on. */
    void moveCursor(int index) {
        cursor = index == BLOCKS ? 0 : index;
    }

    void giveBack(int index, int count) {
        used.clear(index, index + count);
        free += count;
        stale.clear(index, index + count);
    }
}
