package isthmus.core.memory;

import isthmus.core.Errno;
import isthmus.core.south.HostException;
import isthmus.core.south.Platform;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Which blocks are in use. Blocks that were freed a moment ago keep their memory, up to a limit, and are preferred when
 * some are needed: to clear memory costs far less than to give it to the host and get it again.
 *
 * <p>Its monitor guards the list of segments and everything in a segment but the counts of holders; it is innermost.
 */
final class BlockAllocator {
    private static final int SEGMENT_SHIFT = 14;
    /** Longer runs are given to the host when they are freed, in blocks: 4 MiB. */
    private static final int LARGEST_KEPT = 64;
    /** How many freed blocks keep their memory: 16 MiB; and how many still do when some of more have lost it. */
    private static final int MOST_KEPT = 256, KEPT_AFTER_DISCARD = 192;
    /** How many runs are looked at to find one that fits. */
    private static final int LOOKED_AT = 32;

    static final byte[] ZEROES = new byte[PhysicalMemory.BLOCK_BYTES];

    private final Platform platform;
    private volatile MemorySegment[] segments = {};
    /** How many free blocks are dirty, in all segments. */
    private int dirtyBlocks;
    /** The block behind the last one that was discarded. */
    private int discardCursor;

    BlockAllocator(Platform platform) {
        this.platform = platform;
    }

    MemorySegment segment(int block) {
        return segments[block >>> SEGMENT_SHIFT];
    }

    private static int index(int block) {
        return block & MemorySegment.BLOCKS - 1;
    }

    synchronized int used() {
        int used = 0;
        for (MemorySegment segment : segments) {
            used += segment.used();
        }
        return used;
    }

    // --- allocation
    // ---------------------------------------------------------------------------------------------------

    /**
     * A run that was free.
     *
     * @param dirty those of its blocks that have old contents, by their index in the segment; null if none has
     */
    record Taken(int block, BitSet dirty) {}

    /** See {@link PhysicalMemory#allocateInRun}. */
    int allocate(int count, int offset, int near, int run) {
        Taken taken = take(count, offset, near, run);
        if (taken.dirty != null) {
            empty(segment(taken.block), taken.dirty);
        }
        return taken.block;
    }

    /** Like {@link #allocate}, but the dirty blocks keep their old contents. */
    synchronized Taken take(int count, int offset, int near, int run) {
        int wanted = Math.min(run, MemorySegment.BLOCKS);
        int skip = Math.min(offset, wanted - count);
        int block = near >= 0 && isFree(near, count) ? near : findDirty(count, skip, wanted);
        if (block < 0) {
            block = findRun(wanted) + skip;
        }
        MemorySegment segment = segment(block);
        segment.take(index(block), count);
        return new Taken(block, takeDirty(segment, index(block), index(block) + count));
    }

    /** Takes blocks out of the dirty ones; those that were among them, or null. */
    private BitSet takeDirty(MemorySegment segment, int from, int to) {
        int first = segment.dirty.nextSetBit(from);
        if (first < 0 || first >= to) {
            return null;
        }
        BitSet taken = new BitSet();
        while (first >= 0 && first < to) {
            int last = Math.min(to, segment.dirty.nextClearBit(first));
            taken.set(first, last);
            segment.dirty.clear(first, last);
            dirtyBlocks -= last - first;
            first = segment.dirty.nextSetBit(last);
        }
        return taken;
    }

    private boolean isFree(int block, int count) {
        return block >= 0
                && block >>> SEGMENT_SHIFT < segments.length
                && segment(block).isFree(index(block), count);
    }

    /**
     * Free blocks that still have memory; at {@code skip} in a free run of {@code wanted} blocks if there are such.
     * Others will do too: memory that is there matters more, and few blocks are kept, so few are scattered. -1 if none.
     */
    private int findDirty(int count, int skip, int wanted) {
        int found = -1;
        int looked = 0;
        for (int s = 0; s < segments.length && dirtyBlocks >= count; s++) {
            MemorySegment segment = segments[s];
            for (int first = segment.dirty.nextSetBit(0); first >= 0 && looked < LOOKED_AT; looked++) {
                int end = segment.dirty.nextClearBit(first);
                int at = s << SEGMENT_SHIFT | first;
                if (end - first >= count) {
                    if (first >= skip && isFree(at - skip, wanted)) {
                        return at;
                    }
                    found = found < 0 ? at : found;
                }
                first = segment.dirty.nextSetBit(end);
            }
        }
        return found;
    }

    /** A run of free blocks, in a new segment if there is no other. */
    private int findRun(int count) {
        for (int s = segments.length - 1; s >= 0; s--) {
            int index = segments[s].findRun(count);
            if (index >= 0) {
                segments[s].moveCursor(index + count);
                return s << SEGMENT_SHIFT | index;
            }
        }
        MemorySegment segment;
        try {
            segment = new MemorySegment(platform.allocateSegment());
        } catch (HostException e) {
            throw Errno.ENOMEM.exception();
        }
        segment.moveCursor(count);
        MemorySegment[] longer = Arrays.copyOf(segments, segments.length + 1);
        longer[segments.length] = segment;
        segments = longer;
        return segments.length - 1 << SEGMENT_SHIFT;
    }

    /** Makes blocks, which the caller has, read as zero. */
    private static void empty(MemorySegment segment, BitSet dirty) {
        for (int first = dirty.nextSetBit(0); first >= 0; ) {
            int last = dirty.nextClearBit(first);
            if (last - first > LARGEST_KEPT) {
                segment.discard(first, last - first);
            } else {
                clear(segment, first, last - first);
            }
            first = dirty.nextSetBit(last);
        }
    }

    private static void clear(MemorySegment segment, int index, int count) {
        BitSet resident = segment.residentPages(index, count);
        for (int page = resident.nextSetBit(0); page >= 0; ) {
            int end = Math.min(resident.nextClearBit(page), page + 16);
            int offset = (index << PhysicalMemory.BLOCK_SHIFT) + page * PhysicalMemory.PAGE_BYTES;
            segment.buffer.put(offset, ZEROES, 0, (end - page) * PhysicalMemory.PAGE_BYTES);
            page = resident.nextSetBit(end);
        }
    }

    // --- freeing
    // ------------------------------------------------------------------------------------------------------

    /** Takes back a run, inside of one segment, that nobody holds any more. */
    void free(int block, int count) {
        MemorySegment segment = segment(block);
        if (count > LARGEST_KEPT) {
            segment.discard(index(block), count);
            synchronized (this) {
                segment.giveBack(index(block), count);
            }
            return;
        }
        synchronized (this) {
            segment.giveBack(index(block), count);
            segment.dirty.set(index(block), index(block) + count);
            dirtyBlocks += count;
            if (dirtyBlocks > MOST_KEPT) {
                discardDirty(KEPT_AFTER_DISCARD);
            }
        }
    }

    /** Gives memory of free blocks to the host until so many have some; under the monitor, so that nobody takes them meanwhile. */
    private void discardDirty(int kept) {
        int s = discardCursor >>> SEGMENT_SHIFT;
        int from = index(discardCursor);
        while (dirtyBlocks > kept) {
            MemorySegment segment = segments[s];
            int first = segment.dirty.nextSetBit(from);
            if (first < 0) {
                s = (s + 1) % segments.length;
                from = 0;
                continue;
            }
            int last = Math.min(segment.dirty.nextClearBit(first), first + dirtyBlocks - kept);
            segment.discard(first, last - first);
            segment.dirty.clear(first, last);
            dirtyBlocks -= last - first;
            from = last;
        }
        discardCursor = s << SEGMENT_SHIFT | index(from);
    }

    /** Gives the memory of all free blocks to the host. */
    synchronized void trim() {
        discardDirty(0);
    }

    synchronized void setStale(int block, boolean stale) {
        segment(block).stale.set(index(block), stale);
    }

    synchronized boolean isStale(int block) {
        return segment(block).stale.get(index(block));
    }
}
