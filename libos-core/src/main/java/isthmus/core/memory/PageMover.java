package isthmus.core.memory;

import static isthmus.core.memory.BlockTable.COW;

/** Moves private pages to other addresses: whole blocks where they keep their place in the block, else by copying. */
final class PageMover {
    private final Pages pages;
    private final Population population;
    private final BlockTable table;
    private final PhysicalMemory memory;

    PageMover(Pages pages, Population population) {
        this.pages = pages;
        this.population = population;
        this.table = pages.table;
        this.memory = pages.memory;
    }

    /** Moves the private pages of {@code [start, end)} by {@code distance} into {@code target}, and maps them there. */
    void move(Vma vma, long start, long end, Vma target, long distance) {
        long last = Pages.lastBlock(end);
        for (long b = table.next(start >>> 16, last); b < last; b = table.next(b + 1, last)) {
            long entry = table.get(b);
            int moving = BlockTable.privatePages(entry) & BlockTable.pagesWithin(b, start, end);
            if (moving == 0) {
                continue;
            }
            long to = b + (distance >> 16);
            boolean whole = (distance & 0xffff) == 0
                    && moving == BlockTable.privatePages(entry)
                    && BlockTable.block(table.get(to)) < 0
                    && (BlockTable.objectPages(table.get(to)) == 0 || !pages.isWhole(to));
            if (whole) {
                long moved = BlockTable.entry(BlockTable.block(entry), moving, BlockTable.objectPages(table.get(to)))
                        | entry & COW;
                table.set(b, BlockTable.objectPages(entry) << 16 & 0xffff0000L);
                table.set(to, moved);
                pages.mapPrivate(to, moved, moving, target.protection);
            } else {
                copy(b, entry, moving, target, distance);
            }
        }
        pages.host.unmap(start, end - start); // last: until then the entries and the host agree about the old place
    }

    private void copy(long b, long entry, int moving, Vma target, long distance) {
        int resident = memory.residentPages(BlockTable.block(entry));
        for (int rest = moving; rest != 0; rest &= rest - 1) {
            int page = Integer.numberOfTrailingZeros(rest);
            long physical = PhysicalMemory.address(BlockTable.block(entry)) + ((long) page << 12);
            long address = (b << 16) + ((long) page << 12) + distance;
            long copied = newPage(address, target);
            if ((resident & 1 << page) != 0) {
                memory.buffer(copied)
                        .put(
                                PhysicalMemory.offset(copied),
                                memory.buffer(physical),
                                PhysicalMemory.offset(physical),
                                Pages.PAGE);
            }
        }
        table.set(b, pages.without(table.get(b), moving)); // the target may have been this block too
    }

    /** Backs one page with zeroes; its physical address. */
    private long newPage(long address, Vma target) {
        long b = address >>> 16;
        population.ownBlock(b);
        int bit = BlockTable.pagesWithin(b, address, address + Pages.PAGE);
        long entry = table.get(b) | bit;
        table.set(b, entry);
        pages.mapPrivate(b, entry, bit, target.protection);
        return PhysicalMemory.address(BlockTable.block(entry)) + (address & 0xffff);
    }
}
