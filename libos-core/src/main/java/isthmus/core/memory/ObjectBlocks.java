package isthmus.core.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The blocks of a {@link MemoryObject}. Readers need no lock; who changes anything holds the object's lock for writing.
 * An element is the physical block plus one, or zero; it is published after the block's contents.
 */
final class ObjectBlocks {
    private static final int CHUNK_SHIFT = 8;
    private static final int CHUNK = 1 << CHUNK_SHIFT;
    /** Runs of physical blocks that a file of known size may be given room for, in blocks: 64 MiB. */
    private static final long LARGEST_RUN = 1024;

    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(int[].class);

    private final PhysicalMemory memory;
    /** Chunk 0, which is all that most files have. */
    private volatile int[] first;

    private final ConcurrentSkipListMap<Long, int[]> others = new ConcurrentSkipListMap<>();
    private final AtomicLong count = new AtomicLong();
    private final Set<Long> written = ConcurrentHashMap.newKeySet();
    /** Where block 0 would be if the physical blocks were consecutive. */
    private int base = -1;

    ObjectBlocks(PhysicalMemory memory) {
        this.memory = memory;
    }

    long count() {
        return count.get();
    }

    private int[] chunk(long index) {
        return index < CHUNK ? first : others.get(index >>> CHUNK_SHIFT);
    }

    int get(long index) {
        int[] chunk = chunk(index);
        return chunk == null ? -1 : (int) ELEMENT.getAcquire(chunk, (int) index & CHUNK - 1) - 1;
    }

    void set(long index, int block) {
        int[] chunk = chunk(index);
        if (chunk == null) {
            chunk = new int[CHUNK];
            if (index < CHUNK) {
                first = chunk;
            } else {
                others.put(index >>> CHUNK_SHIFT, chunk);
            }
        }
        ELEMENT.setRelease(chunk, (int) index & CHUNK - 1, block + 1);
        count.incrementAndGet();
    }

    /** A zero block for a place, in line with the object's other blocks if possible. */
    int allocate(long index, long size) {
        long wanted = base < 0 ? -1 : base + index;
        if (base < 0 || wanted > Integer.MAX_VALUE) {
            long blocks = Math.max(index + 1, size + 0xffff >>> 16);
            int run = (int) Math.min(blocks, LARGEST_RUN);
            int block = memory.allocateInRun(1, (int) Math.min(index, run - 1), -1, run);
            base = index <= block ? (int) (block - index) : base;
            return block;
        }
        return memory.allocateInRun(1, 0, (int) wanted, 16);
    }

    /** The first index after {@code index} that may have a block. */
    long next(long index) {
        long chunk = index >>> CHUNK_SHIFT;
        if (chunk(index) != null) {
            return index + 1;
        }
        Long key = others.higherKey(chunk);
        return key == null ? Long.MAX_VALUE >>> 16 : key << CHUNK_SHIFT;
    }

    /** Takes out all blocks from {@code index} on; the caller releases them. */
    int[] detachFrom(long index) {
        int[] freed = new int[16];
        int n = 0;
        for (long i = index; i < Long.MAX_VALUE >>> 16; i = next(i)) {
            int block = get(i);
            if (block >= 0) {
                if (n == freed.length) {
                    freed = Arrays.copyOf(freed, n * 2);
                }
                freed[n++] = block;
                ELEMENT.setRelease(chunk(i), (int) i & CHUNK - 1, 0);
            }
        }
        written.removeIf(i -> i >= index);
        others.tailMap((index + CHUNK - 1) >>> CHUNK_SHIFT).clear();
        count.addAndGet(-n);
        return Arrays.copyOf(freed, n);
    }

    void releaseAll() {
        release(detachFrom(0));
    }

    /** Releases blocks, runs of them at once. */
    void release(int[] freed) {
        for (int i = 0; i < freed.length; ) {
            int run = 1;
            while (i + run < freed.length && freed[i + run] == freed[i] + run) {
                run++;
            }
            memory.release(freed[i], run);
            i += run;
        }
    }

    /** Zeroes what is there of a range, in place. */
    void zero(long start, long end) {
        for (long at = start; at < end; ) {
            long next = Math.min(end, (at | 0xffff) + 1);
            int block = get(at >>> 16);
            if (block >= 0) {
                zeroInBlock(block, (int) at & 0xffff, (int) (next - at));
                at = next;
            } else {
                at = Math.min(end, Math.max(next, next(at >>> 16) << 16));
            }
        }
    }

    private void zeroInBlock(int block, int within, int length) {
        int firstPage = within + PhysicalMemory.PAGE_BYTES - 1 & -PhysicalMemory.PAGE_BYTES;
        int lastPage = within + length & -PhysicalMemory.PAGE_BYTES;
        if (firstPage >= lastPage) {
            clear(block, within, length);
            return;
        }
        clear(block, within, firstPage - within);
        clear(block, lastPage, within + length - lastPage);
        memory.zeroPages(block, (1 << (lastPage >> 12)) - (1 << (firstPage >> 12)));
    }

    private void clear(int block, int within, int length) {
        long physical = PhysicalMemory.address(block) + within;
        memory.buffer(physical).put(PhysicalMemory.offset(physical), new byte[length]);
    }

    boolean isWritten() {
        return !written.isEmpty();
    }

    boolean isWritten(long index) {
        return written.contains(index);
    }

    void setWritten(long index) {
        written.add(index);
    }

    void clearWritten(long index) {
        written.remove(index);
    }

    /** The blocks in {@code [from, to)} that were written through mappings, in order. */
    Set<Long> written(long from, long to) {
        TreeSet<Long> found = new TreeSet<>();
        for (long index : written) {
            if (index >= from && index < to) {
                found.add(index);
            }
        }
        return found;
    }

    /** The first byte at or after {@code offset} in a page that holds memory, or -1. */
    long seekData(long offset) {
        for (long i = offset >>> 16; i < Long.MAX_VALUE >>> 16; i = next(i)) {
            int block = get(i);
            int resident = block < 0 ? 0 : memory.residentPages(block) & pagesFrom(offset, i);
            if (resident != 0) {
                return Math.max(offset, (i << 16) + ((long) Integer.numberOfTrailingZeros(resident) << 12));
            }
        }
        return -1;
    }

    /** The first byte at or after {@code offset} in a page that holds no memory. */
    long seekHole(long offset) {
        for (long i = offset >>> 16; ; i++) {
            int block = get(i);
            int holes = (block < 0 ? 0xffff : ~memory.residentPages(block)) & pagesFrom(offset, i);
            if (holes != 0) {
                return Math.max(offset, (i << 16) + ((long) Integer.numberOfTrailingZeros(holes) << 12));
            }
        }
    }

    private static int pagesFrom(long offset, long index) {
        return index == offset >>> 16 ? 0xffff & -1 << (int) (offset >>> 12 & 15) : 0xffff;
    }
}
