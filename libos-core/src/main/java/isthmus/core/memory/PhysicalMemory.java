package isthmus.core.memory;

import isthmus.core.south.Platform;
import isthmus.core.south.SharedSegment;
import java.nio.ByteBuffer;
import java.util.BitSet;

/**
 * All memory of a run: blocks of 64 KiB in shared segments of 1 GiB, with a count of holders each. A block number is
 * {@code segment << 14 | index}; a physical address is {@code block << 16 | offset}. Blocks take address space only:
 * the host gives memory to pages that are touched.
 *
 * <p>Counts are atomic; {@link BlockAllocator} has the only lock.
 */
public final class PhysicalMemory {
    static final int PAGE_BYTES = 4096;
    static final int BLOCK_SHIFT = 16;
    static final int BLOCK_BYTES = 1 << BLOCK_SHIFT;
    static final int ALL_PAGES = 0xffff;
    static final int SEGMENT_BLOCKS = MemorySegment.BLOCKS;

    private final Platform platform;
    private final long limit;
    private final BlockAllocator allocator;
    private volatile Runnable overLimit = () -> {};

    /** @param limit bytes that the guests of this run may occupy together */
    public PhysicalMemory(Platform platform, long limit) {
        this.platform = platform;
        this.limit = limit;
        this.allocator = new BlockAllocator(platform);
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
    int allocateInRun(int count, int offset, int near, int run) {
        return allocator.allocate(count, offset, near, run);
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
                allocator.free(run, block - run);
                run = -1;
            }
            if (gone && run < 0) {
                run = block;
            }
        }
        if (run >= 0) {
            allocator.free(run, first + count - run);
        }
    }

    // --- contents
    // -----------------------------------------------------------------------------------------------------

    private MemorySegment segment(int block) {
        return allocator.segment(block);
    }

    private static int block(long physical) {
        return (int) (physical >>> BLOCK_SHIFT);
    }

    SharedSegment sharedSegment(long physical) {
        return segment(block(physical)).shared;
    }

    /** The buffer of the segment of a physical address; never change its position or limit. */
    ByteBuffer buffer(long physical) {
        return segment(block(physical)).buffer;
    }

    /** The place of a physical address in its segment's buffer. */
    static int offset(long physical) {
        return (int) physical & Platform.SEGMENT_BYTES - 1;
    }

    static long address(int block) {
        return (long) block << BLOCK_SHIFT;
    }

    /** A new block, placed like {@link #allocateInRun}, with copies of those pages of another whose bit is set; the rest is zero. */
    int copy(int from, int pages, int offset, int near, int run) {
        BlockAllocator.Taken taken = allocator.take(1, offset, near, run);
        int copied = copyPages(from, taken.block(), pages);
        if (taken.dirty() != null) {
            ByteBuffer target = buffer(address(taken.block()));
            int targetOffset = offset(address(taken.block()));
            BlockTable.forEachRun(
                    residentPages(taken.block()) & ~copied,
                    (start, bytes) -> target.put(targetOffset + start, BlockAllocator.ZEROES, 0, bytes));
        }
        return taken.block();
    }

    /** Copies those pages of a block whose bit is set into another where they read as zero, holes excepted; which it copied. */
    int copyPages(int from, int to, int pages) {
        int copied = residentPages(from) & pages;
        ByteBuffer source = buffer(address(from));
        ByteBuffer target = buffer(address(to));
        int sourceOffset = offset(address(from));
        int targetOffset = offset(address(to));
        BlockTable.forEachRun(
                copied, (start, bytes) -> target.put(targetOffset + start, source, sourceOffset + start, bytes));
        return copied;
    }

    /** Makes those pages of a block whose bit is set read as zero. */
    void zeroPages(int block, int pages) {
        SharedSegment segment = sharedSegment(address(block));
        BlockTable.forEachRun(pages, (start, bytes) -> segment.discard(offset(address(block)) + start, bytes));
    }

    /** One bit for each page of the block that holds memory. */
    int residentPages(int block) {
        BitSet resident = new BitSet(16);
        sharedSegment(address(block)).residentPages(offset(address(block)), BLOCK_BYTES, resident);
        return resident.isEmpty() ? 0 : (int) resident.toLongArray()[0] & ALL_PAGES;
    }

    void setStale(int block, boolean stale) {
        allocator.setStale(block, stale);
    }

    boolean isStale(int block) {
        return allocator.isStale(block);
    }

    // --- accounting
    // ---------------------------------------------------------------------------------------------------

    public Platform platform() {
        return platform;
    }

    /** Bytes that the guests of this run may occupy together. */
    public long limit() {
        return limit;
    }

    /** How many blocks have holders. */
    public int blocksInUse() {
        return allocator.used();
    }

    /** Bytes that they occupy; a host call. */
    public long residentBytes() {
        return platform.residentBytes();
    }

    /** What is run by {@link #checkLimit()} when the limit is exceeded: it ends a guest process. */
    public void onOverLimit(Runnable action) {
        overLimit = action;
    }

    /** Gives memory that is kept for reuse to the host. */
    public void trim() {
        allocator.trim();
    }

    /** Compares what is occupied with the limit; true if it is within. To be called from time to time. */
    public boolean checkLimit() {
        if (residentBytes() <= limit) {
            return true;
        }
        trim();
        if (residentBytes() <= limit) {
            return true;
        }
        overLimit.run();
        return false;
    }
}
