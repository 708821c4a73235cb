package isthmus.core.memory;

import isthmus.core.Errno;
import isthmus.core.south.HostException;
import isthmus.core.south.Platform;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;

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
    /** How many freed blocks keep their memory: 16 MiB. */
    private static final int MOST_KEPT = 256;
    /** How many runs are looked at to find one that fits. */
    private static final int LOOKED_AT = 16;

    private static final byte[] ZEROES = new byte[PhysicalMemory.BLOCK_BYTES];

    /** Blocks that were freed together. */
    private record Run(int first, int count) {}

    private final Platform platform;
    private volatile MemorySegment[] segments = {};
    private final ArrayDeque<Run> recent = new ArrayDeque<>();
    /** How many free blocks are dirty; those in {@link #recent} and maybe more. */
    private int dirtyBlocks;

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

    /** See {@link PhysicalMemory#allocateInRun}. */
    int allocate(int count, int offset, int near, int run) {
        int block = take(count, offset, near, run);
        empty(block, count);
        return block;
    }

    private synchronized int take(int count, int offset, int near, int run) {
        int wanted = Math.min(run, MemorySegment.BLOCKS);
        int skip = Math.min(offset, wanted - count);
        int block = near >= 0 && isFree(near, count) ? near : findRecent(count, skip, wanted);
        if (block < 0) {
            block = findRun(wanted) + skip;
        }
        segment(block).take(index(block), count);
        return block;
    }

    private boolean isFree(int block, int count) {
        return block >= 0
                && block >>> SEGMENT_SHIFT < segments.length
                && segment(block).isFree(index(block), count);
    }

    /** A run that was freed not long ago and lies, at {@code skip}, in a free run of {@code wanted} blocks; -1 if none. */
    private int findRecent(int count, int skip, int wanted) {
        int looked = 0;
        for (Iterator<Run> runs = recent.descendingIterator(); runs.hasNext() && looked < LOOKED_AT; looked++) {
            Run run = runs.next();
            if (!isFree(run.first, run.count)) {
                runs.remove();
            } else if (run.count >= count && index(run.first) >= skip && isFree(run.first - skip, wanted)) {
                return run.first;
            }
        }
        return -1;
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

    /** Empties those blocks of a run, which the caller has, that have old contents. */
    private void empty(int block, int count) {
        MemorySegment segment = segment(block);
        int end = index(block) + count;
        for (int first = index(block); first < end; ) {
            int last;
            synchronized (this) {
                first = segment.dirty.nextSetBit(first);
                if (first < 0 || first >= end) {
                    return;
                }
                last = Math.min(end, segment.dirty.nextClearBit(first));
                segment.dirty.clear(first, last);
                dirtyBlocks -= last - first;
            }
            if (last - first > LARGEST_KEPT) {
                segment.discard(first, last - first);
            } else {
                clear(segment, first, last - first);
            }
            first = last;
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
            recent.addLast(new Run(block, count));
            while (dirtyBlocks > MOST_KEPT) {
                discardOldest();
            }
        }
    }

    /** Gives memory of free blocks to the host; under the monitor, so that nobody takes them meanwhile. */
    private void discardOldest() {
        Run run = recent.pollFirst();
        if (run != null) {
            discardDirty(segment(run.first), index(run.first), index(run.first) + run.count);
            return;
        }
        for (MemorySegment segment : segments) {
            discardDirty(segment, 0, MemorySegment.BLOCKS);
        }
    }

    private void discardDirty(MemorySegment segment, int from, int to) {
        int first = segment.dirty.nextSetBit(from);
        while (first >= 0 && first < to) {
            int last = Math.min(to, segment.dirty.nextClearBit(first));
            segment.discard(first, last - first);
            segment.dirty.clear(first, last);
            dirtyBlocks -= last - first;
            first = segment.dirty.nextSetBit(last);
        }
    }

    /** Gives the memory of all free blocks to the host. */
    synchronized void trim() {
        while (dirtyBlocks > 0) {
            discardOldest();
        }
    }

    synchronized void setStale(int block, boolean stale) {
        segment(block).stale.set(index(block), stale);
    }

    synchronized boolean isStale(int block) {
        return segment(block).stale.get(index(block));
    }
}
