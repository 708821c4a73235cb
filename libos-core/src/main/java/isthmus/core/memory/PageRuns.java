package isthmus.core.memory;

/** Walks the physical memory behind a mapping in runs that are as long as possible. The address space's lock is held. */
final class PageRuns {
    /** Consecutive pages of the guest that are consecutive in a segment, too. */
    interface Visitor {
        void run(long address, long physical, int bytes, boolean isPrivate);
    }

    private static final long LONGEST = 256L << 20;

    private final Pages pages;
    private Visitor visitor;
    private long start;
    private long physical;
    private long bytes;
    private boolean isPrivate;

    PageRuns(Pages pages) {
        this.pages = pages;
    }

    /** @param cached whether pages count too that the object has in memory but that are not mapped */
    void forEach(Vma vma, long from, long to, boolean cached, Visitor target) {
        visitor = target;
        bytes = 0;
        boolean wholeObject = cached && vma.object != null;
        long last = Pages.lastBlock(to);
        for (long b = next(from >>> 16, last, wholeObject); b < last; b = next(b + 1, last, wholeObject)) {
            long entry = pages.table.get(b);
            int within = BlockTable.pagesWithin(b, from, to);
            int own = BlockTable.privatePages(entry) & within;
            int shown = vma.object == null ? 0 : wholeObject ? within & ~own : BlockTable.objectPages(entry) & within;
            for (int rest = own | shown; rest != 0; rest &= rest - 1) {
                int page = Integer.numberOfTrailingZeros(rest);
                long address = (b << 16) + ((long) page << 12);
                if ((own & 1 << page) != 0) {
                    add(address, PhysicalMemory.address(BlockTable.block(entry)) + ((long) page << 12), true);
                } else {
                    addFromObject(vma, address);
                }
            }
        }
        end();
    }

    private long next(long b, long last, boolean all) {
        return all ? b : pages.table.next(b, last);
    }

    private void addFromObject(Vma vma, long address) {
        long offset = vma.offsetOf(address);
        int block = vma.object.block(offset >>> 16);
        if (block >= 0 && offset < vma.object.size()) {
            add(address, PhysicalMemory.address(block) + (offset & 0xffff), false);
        }
    }

    private void add(long address, long place, boolean own) {
        boolean continues = bytes > 0
                && bytes < LONGEST
                && own == isPrivate
                && address == start + bytes
                && place == physical + bytes
                && place >>> 30 == physical >>> 30;
        if (!continues) {
            end();
            start = address;
            physical = place;
            isPrivate = own;
            bytes = 0;
        }
        bytes += Pages.PAGE;
    }

    private void end() {
        if (bytes > 0) {
            visitor.run(start, physical, (int) bytes, isPrivate);
        }
    }
}
