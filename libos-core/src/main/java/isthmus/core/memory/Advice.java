package isthmus.core.memory;

import isthmus.core.Errno;
import isthmus.core.south.Protection;

/** madvise(2). Called with the address space's lock held for writing. */
final class Advice {
    private static final int NORMAL = 0;
    private static final int RANDOM = 1;
    private static final int SEQUENTIAL = 2;
    private static final int WILLNEED = 3;
    private static final int DONTNEED = 4;
    private static final int FREE = 8;
    private static final int REMOVE = 9;
    private static final int DONTFORK = 10;
    private static final int DOFORK = 11;
    private static final int MERGEABLE = 12;
    private static final int UNMERGEABLE = 13;
    private static final int HUGEPAGE = 14;
    private static final int NOHUGEPAGE = 15;
    private static final int DONTDUMP = 16;
    private static final int DODUMP = 17;
    private static final int WIPEONFORK = 18;
    private static final int KEEPONFORK = 19;
    private static final int COLD = 20;
    private static final int PAGEOUT = 21;
    private static final int POPULATE_READ = 22;
    private static final int POPULATE_WRITE = 23;
    private static final int DONTNEED_LOCKED = 24;
    private static final int COLLAPSE = 25;

    private final AddressSpace space;
    private final Pages pages;
    private final FaultHandler faults;
    private final Population population;

    Advice(AddressSpace space, Pages pages, Population population, FaultHandler faults) {
        this.space = space;
        this.pages = pages;
        this.population = population;
        this.faults = faults;
    }

    /** True for advice that Linux knows. */
    static boolean isKnown(int advice) {
        return advice >= NORMAL && advice <= DONTNEED || advice >= FREE && advice <= COLLAPSE;
    }

    void madvise(long start, long end, int advice) {
        if (start == end) {
            return;
        }
        if (advice == POPULATE_READ || advice == POPULATE_WRITE) {
            populate(start, end, advice == POPULATE_WRITE ? Protection.WRITE : Protection.READ);
            return;
        }
        boolean splits = changesFlags(advice);
        if (splits) {
            pages.vmas.isolate(start, end);
        }
        boolean hole = false;
        long at = start;
        for (int i = pages.vmas.indexAfter(start); i < pages.vmas.count() && pages.vmas.get(i).start < end; i++) {
            Vma vma = pages.vmas.get(i);
            hole |= vma.start > at || vma.is(Vma.HIDDEN);
            at = vma.end;
            if (!vma.is(Vma.HIDDEN)) {
                advise(vma, Math.max(start, vma.start), Math.min(end, vma.end), advice);
            }
        }
        if (splits) {
            pages.vmas.merge(start, end);
        }
        if (hole || at < end) {
            throw Errno.ENOMEM.exception();
        }
    }

    private static boolean changesFlags(int advice) {
        return switch (advice) {
            case DONTFORK, DOFORK, WIPEONFORK, KEEPONFORK, DONTDUMP, DODUMP -> true;
            default -> false;
        };
    }

    private void advise(Vma vma, long start, long end, int advice) {
        switch (advice) {
            case DONTNEED -> dontNeed(vma, start, end, false);
            case DONTNEED_LOCKED -> dontNeed(vma, start, end, true);
            case FREE -> {
                if (vma.object != null || vma.isShared()) {
                    throw Errno.EINVAL.exception();
                }
                dontNeed(vma, start, end, false);
            }
            case REMOVE -> remove(vma, start, end);
            case DONTFORK -> change(vma, vma.flags | Vma.DONTFORK);
            case DOFORK -> change(vma, vma.flags & ~Vma.DONTFORK);
            case DONTDUMP -> change(vma, vma.flags | Vma.DONTDUMP);
            case DODUMP -> change(vma, vma.flags & ~Vma.DONTDUMP);
            case WIPEONFORK -> {
                if (vma.object != null || vma.isShared()) {
                    throw Errno.EINVAL.exception();
                }
                change(vma, vma.flags | Vma.WIPEONFORK);
            }
            case KEEPONFORK -> change(vma, vma.flags & ~Vma.WIPEONFORK);
            case WILLNEED -> {
                if (vma.object != null && vma.protection != 0) {
                    population.objectFilled(vma, start, Math.min(end, start + (16L << 20)));
                }
            }
            // Hints about huge or equal pages, access patterns and reclaiming change nothing that a guest can see.
            case NORMAL, RANDOM, SEQUENTIAL, MERGEABLE, UNMERGEABLE, HUGEPAGE, NOHUGEPAGE, COLD, PAGEOUT, COLLAPSE -> {}
            default -> throw Errno.EINVAL.exception();
        }
    }

    private void change(Vma vma, int flags) {
        pages.vmas.change(vma, vma.protection, flags);
    }

    private void remove(Vma vma, long start, long end) {
        if (vma.is(Vma.LOCKED) || vma.object == null) {
            throw Errno.EINVAL.exception();
        }
        if (!vma.isShared() || vma.is(Vma.NEVER_WRITE)) {
            throw Errno.EACCES.exception();
        }
        space.deferred().punchHole(vma.object, vma.offsetOf(start), end - start);
    }

    private void dontNeed(Vma vma, long start, long end, boolean evenLocked) {
        if (vma.is(Vma.LOCKED) && !evenLocked) {
            throw Errno.EINVAL.exception();
        }
        if (vma.isShared()) {
            return;
        }
        if (vma.object != null) {
            pages.drop(start, end);
            return;
        }
        pages.dropping(start, end);
        long last = Pages.lastBlock(end);
        for (long b = pages.table.next(start >>> 16, last); b < last; b = pages.table.next(b + 1, last)) {
            long from = Math.max(start, b << 16);
            long entry = pages.table.get(b);
            if (BlockTable.isCow(entry)) {
                pages.drop(from, Math.min(end, b + 1 << 16));
                continue;
            }
            long next = b + 1;
            while (next < last && follows(entry, next - b, pages.table.get(next)) && (next - b) < 8192) {
                next++;
            }
            discard(b, next, start, end);
            b = next - 1;
        }
    }

    /** Whether an entry's block is {@code distance} after that of {@code entry}, in the same segment, and not shared. */
    private static boolean follows(long entry, long distance, long next) {
        int block = BlockTable.block(entry);
        return block >= 0
                && !BlockTable.isCow(next)
                && BlockTable.block(next) == block + distance
                && BlockTable.block(next) / PhysicalMemory.SEGMENT_BLOCKS == block / PhysicalMemory.SEGMENT_BLOCKS;
    }

    /** Empties the pages of {@code [start, end)} in consecutive physical blocks, in place. */
    private void discard(long first, long next, long start, long end) {
        int block = BlockTable.block(pages.table.get(first));
        if (block < 0) {
            return;
        }
        long from = Math.max(start, first << 16);
        long to = Math.min(end, next << 16);
        long physical = PhysicalMemory.address(block) + (from - (first << 16));
        pages.memory.sharedSegment(physical).discard(PhysicalMemory.offset(physical), (int) (to - from));
    }

    private void populate(long start, long end, int access) {
        for (long page = start; page < end; page += Pages.PAGE) {
            FaultResult result = faults.resolve(page, access, false, 0);
            if (!result.resolved()) {
                throw switch (result.signal()) {
                    case 7 -> Errno.EFAULT.exception();
                    case 9 -> Errno.ENOMEM.exception();
                    default -> result.code() == 1 ? Errno.ENOMEM.exception() : Errno.EINVAL.exception();
                };
            }
        }
    }
}
