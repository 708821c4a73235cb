package isthmus.core.memory;

import isthmus.core.Errno;
import isthmus.core.south.HostException;
import isthmus.core.south.Platform;
import isthmus.core.south.SharedSegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * All memory of a run: blocks of 64 KiB in shared segments of 1 GiB, with a count of holders each. A block number is
 * {@code segment << 14 | index}; a physical address is {@code block << 16 | offset}. Blocks take address space only:
 * the host gives memory to pages that are touched.
 *
 * <p>Locks: the monitor guards the bitmaps of used blocks and the list of segments; it is innermost. Counts are atomic.
 */
public final class PhysicalMemory {
    static final int PAGE_BYTES = 4096;
    static final int BLOCK_SHIFT = 16;
    static final int BLOCK_BYTES = 1 << BLOCK_SHIFT;
    static final int ALL_PAGES = 0xffff;
    private static final int SEGMENT_SHIFT = 14;
    static final int SEGMENT_BLOCKS = 1 << SEGMENT_SHIFT;

    private final Platform platform;
    private final long limit;
    private volatile Segment[] segments = {};
    private volatile Runnable overLimit = () -> {};

    /** @param limit bytes that the guests of this run may occupy together */
    public PhysicalMemory(Platform platform, long limit) {
        this.platform = platform;
        this.limit = limit;
    }

    private static final class Segment {
        final SharedSegment shared;
        final ByteBuffer buffer;
        final AtomicIntegerArray holders = new AtomicIntegerArray(SEGMENT_BLOCKS);
        /** Blocks with old contents in pages that no table lists; see {@link Pages}. */
        final BitSet stale = new BitSet(0);

        final BitSet used = new BitSet(SEGMENT_BLOCKS);
        int free = SEGMENT_BLOCKS;
        int cursor;

        Segment(SharedSegment shared) {
            this.shared = shared;
            this.buffer = shared.buffer();
        }

        /** The index of a run of {@code count} free blocks, at the cursor or after it if there is one; -1 if none. */
        int findRun(int count) {
            int found = free < count ? -1 : findRun(cursor, SEGMENT_BLOCKS, count);
            return found >= 0 || free < count ? found : findRun(0, SEGMENT_BLOCKS, count);
        }

        private int findRun(int from, int to, int count) {
            int start = used.nextClearBit(from);
            while (start + count <= to) {
                int end = used.nextSetBit(start);
                if (end < 0 || end - start >= count) {
                    return start;
                }
                start = used.nextClearBit(end);
            }
            return -1;
        }

        void take(int index, int count) {
            used.set(index, index + count);
            free -= count;
            for (int i = index; i < index + count; i++) {
                holders.set(i, 1);
            }
        }
    }

    // --- allocation -------------------------------------------------------------------------------------------------

    /** {@code count} (1 to 16384) consecutive blocks that read as zero, with one holder each. ENOMEM. */
    public int allocate(int count) {
        return allocateInRun(count, 0, -1, count);
    }

    /**
     * Like {@link #allocate}, at block {@code near} if that is free (so that neighbours in a mapping are neighbours here
     * too and need one host mapping); otherwise somewhere inside of a larger free run whose rest stays free for others.
     *
     * @param near the wanted first block or -1
     * @param run blocks in the run to look for, at least {@code offset + count}
     * @param offset where in that run the blocks are taken
     */
    synchronized int allocateInRun(int count, int offset, int near, int run) {
        if (near >= 0 && isFree(near, count)) {
            segments[near >>> SEGMENT_SHIFT].take(near & SEGMENT_BLOCKS - 1, count);
            return near;
        }
        int wanted = Math.min(run, SEGMENT_BLOCKS);
        int skip = Math.min(offset, wanted - count);
        for (int s = segments.length - 1; s >= 0; s--) {
            int index = segments[s].findRun(wanted);
            if (index >= 0) {
                return takeInRun(s, index, skip, count, wanted);
            }
        }
        addSegment();
        return takeInRun(segments.length - 1, 0, skip, count, wanted);
    }

    private int takeInRun(int segment, int index, int skip, int count, int run) {
        Segment found = segments[segment];
        found.take(index + skip, count);
        found.cursor = index + run == SEGMENT_BLOCKS ? 0 : index + run;
        return segment << SEGMENT_SHIFT | index + skip;
    }

    private boolean isFree(int block, int count) {
        int index = block & SEGMENT_BLOCKS - 1;
        if (block >>> SEGMENT_SHIFT >= segments.length || index + count > SEGMENT_BLOCKS) {
            return false;
        }
        int next = segments[block >>> SEGMENT_SHIFT].used.nextSetBit(index);
        return next < 0 || next >= index + count;
    }

    private void addSegment() {
        Segment segment;
        try {
            segment = new Segment(platform.allocateSegment());
        } catch (HostException e) {
            throw Errno.ENOMEM.exception();
        }
        Segment[] longer = Arrays.copyOf(segments, segments.length + 1);
        longer[segments.length] = segment;
        segments = longer;
    }

    /** One more holder. */
    void retain(int block) {
        segment(block).holders.incrementAndGet(block & SEGMENT_BLOCKS - 1);
    }

    /** How many holders there are. */
    int holders(int block) {
        return segment(block).holders.get(block & SEGMENT_BLOCKS - 1);
    }

    void release(int block) {
        release(block, 1);
    }

    /** One holder less for each of a run of blocks; those without any are emptied and free. */
    void release(int first, int count) {
        int run = -1;
        for (int block = first; block < first + count; block++) {
            boolean gone = segment(block).holders.decrementAndGet(block & SEGMENT_BLOCKS - 1) == 0;
            boolean edge = (block & SEGMENT_BLOCKS - 1) == 0;
            if (run >= 0 && (!gone || edge)) {
                free(run, block - run);
                run = -1;
            }
            if (gone && run < 0) {
                run = block;
            }
        }
        if (run >= 0) {
            free(run, first + count - run);
        }
    }

    private void free(int block, int count) {
        Segment segment = segment(block);
        int index = block & SEGMENT_BLOCKS - 1;
        segment.shared.discard(index << BLOCK_SHIFT, count << BLOCK_SHIFT);
        synchronized (this) {
            segment.used.clear(index, index + count);
            segment.free += count;
            segment.stale.clear(index, index + count);
        }
    }

    // --- contents -----------------------------------------------------------------------------------------------------

    private Segment segment(int block) {
        return segments[block >>> SEGMENT_SHIFT];
    }

    SharedSegment sharedSegment(long physical) {
        return segments[(int) (physical >>> 30)].shared;
    }

    /** The buffer of the segment of a physical address; never change its position or limit. */
    ByteBuffer buffer(long physical) {
        return segments[(int) (physical >>> 30)].buffer;
    }

    /** The place of a physical address in its segment's buffer. */
    static int offset(long physical) {
        return (int) physical & Platform.SEGMENT_BYTES - 1;
    }

    static long address(int block) {
        return (long) block << BLOCK_SHIFT;
    }

    /** Copies those pages of a block whose bit is set, holes excepted, into an all-zero block. */
    void copyPages(int from, int to, int pages) {
        int resident = residentPages(from) & pages;
        ByteBuffer source = buffer(address(from));
        ByteBuffer target = buffer(address(to));
        while (resident != 0) {
            int first = Integer.numberOfTrailingZeros(resident);
            int count = Integer.numberOfTrailingZeros(~(resident >>> first));
            int skip = first * PAGE_BYTES;
            target.put(offset(address(to)) + skip, source, offset(address(from)) + skip, count * PAGE_BYTES);
            resident &= -1 << first + count;
        }
    }

    /** Makes those pages of a block whose bit is set read as zero. */
    void zeroPages(int block, int pages) {
        SharedSegment segment = sharedSegment(address(block));
        int rest = pages;
        while (rest != 0) {
            int first = Integer.numberOfTrailingZeros(rest);
            int count = Integer.numberOfTrailingZeros(~(rest >>> first));
            segment.discard(offset(address(block)) + first * PAGE_BYTES, count * PAGE_BYTES);
            rest &= -1 << first + count;
        }
    }

    /** One bit for each page of the block that holds memory. */
    int residentPages(int block) {
        BitSet resident = new BitSet(16);
        sharedSegment(address(block)).residentPages(offset(address(block)), BLOCK_BYTES, resident);
        return resident.isEmpty() ? 0 : (int) resident.toLongArray()[0] & ALL_PAGES;
    }

    synchronized void setStale(int block, boolean stale) {
        segment(block).stale.set(block & SEGMENT_BLOCKS - 1, stale);
    }

    synchronized boolean isStale(int block) {
        return segment(block).stale.get(block & SEGMENT_BLOCKS - 1);
    }

    // --- accounting ---------------------------------------------------------------------------------------------------

    public Platform platform() {
        return platform;
    }

    /** Bytes that the guests of this run may occupy together. */
    public long limit() {
        return limit;
    }

    /** How many blocks have holders. */
    public synchronized int blocksInUse() {
        int used = 0;
        for (Segment segment : segments) {
            used += SEGMENT_BLOCKS - segment.free;
        }
        return used;
    }

    /** Bytes that they occupy; a host call. */
    public long residentBytes() {
        return platform.residentBytes();
    }

    /** What is run by {@link #checkLimit()} when the limit is exceeded: it ends a guest process. */
    public void onOverLimit(Runnable action) {
        overLimit = action;
    }

    /** Compares what is occupied with the limit; true if it is within. To be called from time to time. */
    public boolean checkLimit() {
        if (residentBytes() <= limit) {
            return true;
        }
        overLimit.run();
        return false;
    }
}
