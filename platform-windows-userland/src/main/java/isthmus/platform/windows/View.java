package isthmus.platform.windows;

import isthmus.core.south.SharedSegment;

/** A part of a segment that is mapped into a stub, in blocks of 64 KiB. */
final class View {
    /** Views start and end within units of so many blocks, so that to replace a part of one is never much work. */
    static final int UNIT = 32;

    final SharedSegment segment;
    /** The first block's number in the segment. */
    final int index;
    /** The first block's number in the address space. */
    final long start;

    final Block[] blocks;

    View(SharedSegment segment, int index, long start, int count) {
        this.segment = segment;
        this.index = index;
        this.start = start;
        this.blocks = new Block[count];
    }

    long address() {
        return start << 16;
    }

    boolean shows(Block block) {
        return block.segment == segment && block.index - index == block.number - start;
    }

    /** What is to be at 64 KiB of guest addresses, and what is there. Four bits for each page: {@link #MAPPED} and {@code PROT_*}. */
    static final class Block {
        static final int MAPPED = 8;
        private static final long PROTECTIONS = 0x7777_7777_7777_7777L;

        final long number;
        /** What is wanted. */
        SharedSegment segment;

        int index;
        long pages;
        /** What is there; null if nothing is. */
        View view;
        /** The protections there, without {@link #MAPPED}. */
        long protections;

        Block(long number) {
            this.number = number;
        }

        long wanted() {
            return pages & PROTECTIONS;
        }

        /** Whether its view, if it has one, is the right one. */
        boolean isInPlace() {
            return view == null || pages == 0 || view.shows(this);
        }

        static long all(int nibble) {
            return 0x1111_1111_1111_1111L * nibble;
        }

        /** A mask of the pages from the first to before the last. */
        static long mask(int first, int last) {
            long low = last == 16 ? -1 : (1L << 4 * last) - 1;
            return low & -1L << 4 * first;
        }
    }
}
