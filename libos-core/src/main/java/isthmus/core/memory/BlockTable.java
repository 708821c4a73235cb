package isthmus.core.memory;

import isthmus.core.Errno;

/**
 * What backs each 64 KiB of an address space. An entry is a long: bits 0–15 say which of the 16 pages are private pages
 * that live in the entry's own physical block, at the same offset in it; bits 16–31 which pages are mapped, in the guest
 * process, from the mapping's {@link MemoryObject}; bits 32–62 hold the physical block plus one, or zero; bit 63
 * ({@link #COW}) says that the block may be shared with another address space, so that the host protects its pages
 * against writing. An entry of zero is empty. No page has both of its bits.
 *
 * <p>A sparse table of three levels. Not thread-safe: the lock of the address space guards it.
 */
final class BlockTable {
    static final long COW = 1L << 63;
    private static final int LEAF_BITS = 10;
    private static final int MIDDLE_BITS = 11;
    private static final int ROOT_BITS = 10;
    private static final int MIDDLE_SHIFT = LEAF_BITS + MIDDLE_BITS;

    private final long[][][] root = new long[1 << ROOT_BITS][][];

    static int privatePages(long entry) {
        return (int) entry & 0xffff;
    }

    static int objectPages(long entry) {
        return (int) (entry >>> 16) & 0xffff;
    }

    /** The physical block or -1. */
    static int block(long entry) {
        return ((int) (entry >>> 32) & 0x7fffffff) - 1;
    }

    static boolean isCow(long entry) {
        return entry < 0;
    }

    static long entry(int block, int privatePages, int objectPages) {
        return block + 1L << 32 | (long) objectPages << 16 | privatePages;
    }

    /** One bit for each page of a virtual block that lies in {@code [start, end)}. */
    static int pagesWithin(long virtualBlock, long start, long end) {
        long base = virtualBlock << 16;
        int first = start <= base ? 0 : (int) (start - base >>> 12);
        int last = end >= base + 0x10000 ? 16 : (int) (end - base >>> 12);
        return first >= last ? 0 : (1 << last) - (1 << first);
    }

    /** What is done with a run of pages: where they start in the block, and their length, in bytes. */
    interface RunAction {
        void accept(int start, int bytes);
    }

    /** For each run of bits that are set, from the lowest on. */
    static void forEachRun(int pages, RunAction action) {
        for (int rest = pages; rest != 0; ) {
            int first = Integer.numberOfTrailingZeros(rest);
            int count = Integer.numberOfTrailingZeros(~(rest >>> first));
            action.accept(first * PhysicalMemory.PAGE_BYTES, count * PhysicalMemory.PAGE_BYTES);
            rest &= -1 << first + count;
        }
    }

    /** The entry, empty for blocks that no address space can have. */
    long get(long virtualBlock) {
        if (virtualBlock >>> MIDDLE_SHIFT >= root.length) {
            return 0;
        }
        long[][] middle = root[(int) (virtualBlock >>> MIDDLE_SHIFT)];
        if (middle == null) {
            return 0;
        }
        long[] leaf = middle[(int) (virtualBlock >>> LEAF_BITS) & (1 << MIDDLE_BITS) - 1];
        return leaf == null ? 0 : leaf[(int) virtualBlock & (1 << LEAF_BITS) - 1];
    }

    void set(long virtualBlock, long entry) {
        int high = (int) (virtualBlock >>> MIDDLE_SHIFT);
        if (high >= root.length) {
            throw Errno.ENOMEM.exception();
        }
        long[][] middle = root[high];
        if (middle == null) {
            middle = root[high] = new long[1 << MIDDLE_BITS][];
        }
        int index = (int) (virtualBlock >>> LEAF_BITS) & (1 << MIDDLE_BITS) - 1;
        long[] leaf = middle[index];
        if (leaf == null) {
            leaf = middle[index] = new long[1 << LEAF_BITS];
        }
        leaf[(int) virtualBlock & (1 << LEAF_BITS) - 1] = entry;
    }

    /** The first block in {@code [from, end)} with an entry that is not empty, or {@code end}. */
    long next(long from, long end) {
        long block = from;
        while (block < end) {
            long[][] middle = root[(int) (block >>> MIDDLE_SHIFT)];
            if (middle == null) {
                block = (block >>> MIDDLE_SHIFT) + 1 << MIDDLE_SHIFT;
                continue;
            }
            long[] leaf = middle[(int) (block >>> LEAF_BITS) & (1 << MIDDLE_BITS) - 1];
            long leafEnd = (block >>> LEAF_BITS) + 1 << LEAF_BITS;
            if (leaf != null) {
                for (long stop = Math.min(leafEnd, end); block < stop; block++) {
                    if (leaf[(int) block & (1 << LEAF_BITS) - 1] != 0) {
                        return block;
                    }
                }
            }
            block = leafEnd;
        }
        return end;
    }
}
