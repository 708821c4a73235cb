package isthmus.platform.windows;

import isthmus.core.south.SharedSegment;

/**
 * Pages of 4096 bytes that follow each other in a segment and in a block of 64 KiB of guest addresses.
 *
 * @param number the first page's number in the segment
 * @param place its place in the block, from 0 to 15
 * @param count how many there are
 */
record PageRun(SharedSegment segment, int number, int place, int count) {
    static final int PAGE_SHIFT = 12;

    boolean holds(PageRun other) {
        return segment == other.segment
                && number - place == other.number - other.place
                && place <= other.place
                && place + count >= other.place + other.count;
    }

    /** A bit for each page of the block. */
    int mask() {
        return (1 << count) - 1 << place;
    }

    /** Where it begins in the segment, in bytes. */
    long offset() {
        return (long) number << PAGE_SHIFT;
    }

    long bytes() {
        return (long) count << PAGE_SHIFT;
    }

    /** Where it begins in the guest, if the block begins at {@code block}. */
    long address(long block) {
        return block + ((long) place << PAGE_SHIFT);
    }
}
