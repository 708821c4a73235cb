package isthmus.core.memory;

import isthmus.core.Errno;

/**
 * Where the host maps in units of 64 KiB, a block of guest addresses shows one block of memory. So a shared mapping lies in its
 * blocks as it lies in its object's, and no block shows parts of it and of anything else. Private mappings have no such limits:
 * their pages can be copied together. What breaks these rules is mapped page by page if the host can do that, else it is ENOMEM.
 */
final class BlockRules {
    /** So many blocks of single pages an address space may have, 4 GiB: each costs the host some tens of times a block's part of a view. */
    private static final long MOST_SINGLE = 1 << 16;

    private final Pages pages;

    BlockRules(Pages pages) {
        this.pages = pages;
    }

    /** Checks a mapping that is to come, at {@code [start, end)}; {@code offset} is that of its start in the object. */
    void check(long start, long end, boolean shared, MemoryObject object, long offset) {
        if (!isPossible(start, end, shared, object, offset)) {
            throw Errno.ENOMEM.exception();
        }
    }

    /** Whether {@link #check} would pass. */
    boolean isPossible(long start, long end, boolean shared, MemoryObject object, long offset) {
        return keeps(start, end, shared, object, offset)
                || pages.mapsSinglePages && singleBlocks() + Pages.lastBlock(end) - (start >>> 16) <= MOST_SINGLE;
    }

    /** At most so many blocks are, or will be when they are touched, made of single pages. */
    private long singleBlocks() {
        long count = 0;
        for (int i = 0; i < pages.vmas.count(); i++) {
            Vma vma = pages.vmas.get(i);
            if (vma.isShared() && !vma.isCongruent()) {
                count += Pages.lastBlock(vma.end) - (vma.start >>> 16);
            } else if (vma.isShared()) {
                count += ((vma.start & 0xffff) != 0 ? 1 : 0) + ((vma.end & 0xffff) != 0 ? 1 : 0);
            }
        }
        return count;
    }

    /** Whether a mapping keeps the rules. Where Isthmus has the choice, such addresses are better. */
    boolean keeps(long start, long end, boolean shared, MemoryObject object, long offset) {
        if (!pages.blockwise) {
            return true;
        }
        boolean congruent = (start - offset & 0xffff) == 0;
        return (!shared || congruent)
                && fits(start & ~0xffffL, start, shared, object, start - offset)
                && fits(end, end + 0xffff & ~0xffffL, shared, object, start - offset);
    }

    /** Whether what lies in {@code [from, to)}, the rest of a block, goes together with the new mapping. */
    private boolean fits(long from, long to, boolean shared, MemoryObject object, long delta) {
        for (int i = pages.vmas.indexAfter(from); i < pages.vmas.count() && pages.vmas.get(i).start < to; i++) {
            Vma other = pages.vmas.get(i);
            boolean same = shared && other.isShared() && other.object == object && other.start - other.offset == delta;
            if ((shared || other.isShared()) && !same) {
                return false;
            }
        }
        return true;
    }
}
