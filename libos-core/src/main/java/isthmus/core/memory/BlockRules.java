package isthmus.core.memory;

import isthmus.core.Errno;

/**
 * Where the host maps in units of 64 KiB, a block of guest addresses shows one block of memory. So a shared mapping lies in its
 * blocks as it lies in its object's, and no block shows parts of it and of anything else. Private mappings have no such limits:
 * their pages can be copied together. What breaks these rules is mapped page by page if the host can do that, else it is ENOMEM.
 */
final class BlockRules {
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
        return pages.mapsSinglePages || keeps(start, end, shared, object, offset);
    }

    /** Whether a mapping keeps the rules. Where there is a choice of addresses, those are better. */
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
