package isthmus.platform.windows;

import isthmus.core.south.HostException;
import isthmus.core.south.Platform;
import isthmus.core.south.SharedSegment;
import java.nio.ByteBuffer;
import java.util.BitSet;

/**
 * A gigabyte of shared memory. Windows takes nothing back of a section before its end: what is discarded is cleared, and
 * stays charged to the paging file. Larger ranges leave memory: nobody has them in a working set any more.
 */
final class WindowsSegment implements SharedSegment {
    private static final int PAGE = 4096, BLOCK_SHIFT = 16;
    /** So much is committed at once, in blocks: to ask takes longer than to have. */
    private static final int STEP = 16;

    /** From so much on it is worth a call, and faults when it is used again. */
    private static final int LARGE = 1 << 18;

    private static final byte[] ZEROES = new byte[1 << BLOCK_SHIFT];

    final Section section = new Section(Platform.SEGMENT_BYTES);
    /** Guarded by this: blocks that may be touched. */
    private final BitSet committed = new BitSet();
    /** Guarded by this: blocks that were asked for and not discarded since. What a guest does to one after that is not seen. */
    private final BitSet inUse = new BitSet();

    @Override
    public ByteBuffer buffer() {
        return section.buffer;
    }

    @Override
    public synchronized void commit(int offset, int bytes) {
        int first = offset >>> BLOCK_SHIFT;
        int last = offset + bytes - 1 >>> BLOCK_SHIFT;
        int from = first / STEP * STEP;
        int to = (last / STEP + 1) * STEP;
        for (int start = committed.nextClearBit(from); start < to; start = committed.nextClearBit(start)) {
            int set = committed.nextSetBit(start);
            int end = set < 0 || set > to ? to : set;
            int status = section.commit(start << BLOCK_SHIFT, end - start << BLOCK_SHIFT);
            if (status < 0) {
                throw new HostException("Windows has no more memory to give (status " + Integer.toHexString(status)
                        + "); the paging file may be too small.");
            }
            committed.set(start, end);
        }
        inUse.set(first, last + 1);
    }

    @Override
    public synchronized void discard(int offset, int bytes) {
        int end = offset + bytes;
        for (int at = offset; at < end; ) {
            int next = Math.min(end, (at >>> BLOCK_SHIFT) + 1 << BLOCK_SHIFT);
            if (next < 0) {
                next = end;
            }
            int block = at >>> BLOCK_SHIFT;
            if (committed.get(block)) {
                section.buffer.put(at, ZEROES, 0, next - at);
                if (next - at == 1 << BLOCK_SHIFT) {
                    inUse.clear(block);
                }
            }
            at = next;
        }
        if (bytes >= LARGE) {
            section.leaveWorkingSet(offset, bytes);
        }
    }

    /** A page counts if a byte of it is not zero: Windows does not tell. */
    @Override
    public synchronized void residentPages(int offset, int bytes, BitSet resident) {
        for (int i = 0; i < bytes / PAGE; i++) {
            int page = offset + i * PAGE;
            if (committed.get(page >>> BLOCK_SHIFT) && !isZero(page)) {
                resident.set(i);
                inUse.set(page >>> BLOCK_SHIFT);
            }
        }
    }

    private boolean isZero(int page) {
        for (int i = 0; i < PAGE; i += Long.BYTES) {
            if (section.buffer.getLong(page + i) != 0) {
                return false;
            }
        }
        return true;
    }

    synchronized long residentBytes() {
        return (long) inUse.cardinality() << BLOCK_SHIFT;
    }

    void release() {
        section.release();
    }
}
