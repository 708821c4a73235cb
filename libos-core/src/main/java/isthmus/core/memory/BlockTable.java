package isthmus.core.memory;

import isthmus.core.Errno;

/**
 * What backs each 64 KiB of an address space. An entry is a long: bits 0–15 say which of the 16 pages are private pages
 * that live in the entry's own physical block, at the same offset in it; bits 16–31 which pages are mapped, in the guest
 * process, from the mapping's {@link MemoryObject}; bits 32–62 hold the physical block plus one, or zero; bit 63
 * ({@link #COW}) says that the block may be shared with another address space, so that the host protects its pages
 * against writing. An entry of zero is empty. No page has both of its bits.
 *
 * <p>A sparse table of four levels, whose lower ones are small: most processes live in few places, and for a short time.
 * Not thread-safe: the lock of the address space guards it.
 */
final class BlockTable {
    static final long COW = 1L << 63;
    private static final int ROOT_BITS = 10;
    /** Of each level below the root. */
    private static final int BITS = 7;

    private static final int MASK = (1 << BITS) - 1;

    private final long[][][][] root = new long[1 << ROOT_BITS][][][];

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
        if (virtualBlock >>> 3 * BITS >= root.length) {
            return 0;
        }
        long[][][] upper = root[(int) (virtualBlock >>> 3 * BITS)];
        long[][] middle = upper == null ? null : upper[(int) (virtualBlock >>> 2 * BITS) & MASK];
        long[] leaf = middle == null ? null : middle[(int) (virtualBlock >>> BITS) & MASK];
        return leaf == null ? 0 : leaf[(int) virtualBlock & MASK];
    }

    void set(long virtualBlock, long entry) {
        int first = (int) (virtualBlock >>> 3 * BITS);
        if (first >= root.length) {
            throw Errno.ENOMEM.exception();
        }
        long[][][] upper = root[first];
        if (upper == null) {
            upper = root[first] = new long[1 << BITS][][];
        }
        int second = (int) (virtualBlock >>> 2 * BITS) & MASK;
        long[][] middle = upper[second];
        if (middle == null) {
            middle = upper[second] = new long[1 << BITS][];
        }
        int third = (int) (virtualBlock >>> BITS) & MASK;
        long[] leaf = middle[third];
        if (leaf == null) {
            leaf = middle[third] = new long[1 << BITS];
        }
        leaf[(int) virtualBlock & MASK] = entry;
    }

    /** The first block in {@code [from, end)} with an entry that is not empty, or {@code end}. */
    long next(long from, long end) {
        long block = from;
        while (block < end) {
            long[][][] upper = root[(int) (block >>> 3 * BITS)];
            if (upper == null) {
                block = behind(block, 3 * BITS);
                continue;
            }
            long[][] middle = upper[(int) (block >>> 2 * BITS) & MASK];
            if (middle == null) {
                block = behind(block, 2 * BITS);
                continue;
            }
            long[] leaf = middle[(int) (block >>> BITS) & MASK];
            long leafEnd = behind(block, BITS);
            if (leaf != null) {
                for (long stop = Math.min(leafEnd, end); block < stop; block++) {
                    if (leaf[(int) block & MASK] != 0) {
                        return block;
                    }
                }
            }
            block = leafEnd;
        }
        return end;
    }

    /** The first block behind the aligned 2<sup>bits</sup> blocks that hold this one. */
    private static long behind(long block, int bits) {
        return (block >>> bits) + 1 << bits;
    }
}
