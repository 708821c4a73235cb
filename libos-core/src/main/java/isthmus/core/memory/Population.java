package isthmus.core.memory;

import isthmus.core.Errno;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Gives pages their contents: zeroes for anonymous memory, a file's for others, a copy of a file's page on the first
 * write to a private mapping. Called with the address space's lock held for writing.
 */
final class Population {
    private static final long PAGE = Pages.PAGE;
    /** What one fault in a large anonymous mapping populates, and what it does next to populated memory. */
    private static final long ANONYMOUS_WINDOW = 2L << 20;

    private static final long ANONYMOUS_SEQUENTIAL_WINDOW = 16L << 20;
    /** What one fault reads of a file, and within what distance it maps what has been read before. */
    private static final long FILL_WINDOW = 256L << 10;

    private static final long MAP_WINDOW = 2L << 20;

    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final Pages pages;
    private final BlockTable table;
    private final PhysicalMemory memory;

    Population(Pages pages) {
        this.pages = pages;
        this.table = pages.table;
        this.memory = pages.memory;
    }

    // --- anonymous ------------------------------------------------------------------------------------------------

    /** Backs and maps all pages of {@code [start, end)}, a part of a private anonymous mapping. */
    void anonymous(Vma vma, long start, long end) {
        long last = Pages.lastBlock(end);
        for (long b = start >>> 16; b < last; ) {
            if (!isVacant(b)) {
                addZeroPages(vma, b, BlockTable.pagesWithin(b, start, end));
                b++;
                continue;
            }
            int run = 1;
            while (b + run < last && run < PhysicalMemory.SEGMENT_BLOCKS && isVacant(b + run)) {
                run++;
            }
            int block = memory.allocateInRun(run, 0, pages.wanted(b), run);
            for (int i = 0; i < run; i++, b++) {
                int within = BlockTable.pagesWithin(b, start, end);
                long filled = BlockTable.entry(block + i, within, BlockTable.objectPages(table.get(b)) & ~within);
                table.set(b, filled);
                pages.mapPrivate(b, filled, within, vma.protection);
            }
        }
    }

    /** Whether nothing in a virtual block restricts where its private pages may be. */
    private boolean isVacant(long b) {
        long entry = table.get(b);
        return BlockTable.block(entry) < 0 && (BlockTable.objectPages(entry) == 0 || !pages.isWhole(b));
    }

    /** Adds pages to an entry that has, or gets, a block: they are zero already if the block is not shared. */
    private void addZeroPages(Vma vma, long b, int within) {
        int missing = within & ~BlockTable.privatePages(table.get(b));
        if (missing == 0) {
            return;
        }
        ownBlock(b);
        long entry = table.get(b) & ~((long) missing << 16) | missing;
        table.set(b, entry);
        pages.mapPrivate(b, entry, missing, vma.protection);
    }

    /** Populates anonymous memory around a page. */
    void anonymousAround(Vma vma, long page) {
        long window = ANONYMOUS_WINDOW;
        long base = page & -window;
        if (table.get((base >>> 16) - 1) != 0 || table.get(base + window >>> 16) != 0) {
            window = ANONYMOUS_SEQUENTIAL_WINDOW;
        }
        long start = Math.max(vma.start, page & -window);
        anonymous(vma, start, Math.min(vma.end, (page & -window) + window));
    }

    // --- objects --------------------------------------------------------------------------------------------------

    /** Maps what the object holds in memory of {@code [start, end)}, a part of {@code vma}; reads nothing. */
    void objectIfCached(Vma vma, long start, long end) {
        object(vma, start, end, false);
    }

    /** Reads what is missing of {@code [start, end)}, as far as the object has it, and maps it. */
    void objectFilled(Vma vma, long start, long end) {
        object(vma, start, end, true);
    }

    /** Makes the object's page readable, with its neighbours. */
    void objectAround(Vma vma, long page) {
        long base = page & -MAP_WINDOW;
        object(vma, Math.max(vma.start, base), Math.min(vma.end, base + MAP_WINDOW), false);
        base = page & -FILL_WINDOW;
        object(vma, Math.max(vma.start, base), Math.min(vma.end, base + FILL_WINDOW), true);
    }

    private void object(Vma vma, long start, long end, boolean fill) {
        long limit = Math.min(end, beyondObject(vma));
        for (long at = start; at < limit; ) {
            long offset = vma.offsetOf(at);
            long next = Math.min(limit, at + PhysicalMemory.BLOCK_BYTES - (offset & 0xffff));
            int block = fill ? vma.object.fill(offset >>> 16) : vma.object.block(offset >>> 16);
            if (block >= 0) {
                if (isDirect(vma, at)) {
                    mapObject(vma, at, next, PhysicalMemory.address(block) + (offset & 0xffff));
                } else {
                    copyFromObject(vma, at, next);
                }
            }
            at = next;
        }
    }

    /** The address of the first page of the mapping that lies behind the object's last page. */
    static long beyondObject(Vma vma) {
        long size = vma.object.size() + PAGE - 1 & -PAGE;
        return size <= vma.offset
                ? vma.start
                : size - vma.offset >= vma.bytes() ? vma.end : vma.start + (size - vma.offset);
    }

    /** Whether the object's own memory can be mapped at this address. */
    private boolean isDirect(Vma vma, long at) {
        return !pages.blockwise || vma.isCongruent() && isPure(vma, at >>> 16) || !pages.isWhole(at >>> 16);
    }

    /** Whether a virtual block shows nothing but one block of one object. */
    boolean isPure(Vma vma, long b) {
        if (BlockTable.privatePages(table.get(b)) != 0) {
            return false;
        }
        boolean[] pure = {true};
        pages.forEachVma(b, (other, within) -> {
            pure[0] &= other.showsSameBlock(vma);
        });
        return pure[0];
    }

    /** Maps pages of the object, from one of its blocks, unless they are mapped or have private copies. */
    private void mapObject(Vma vma, long start, long end, long physical) {
        long last = Pages.lastBlock(end);
        for (long b = start >>> 16; b < last; b++) {
            long entry = table.get(b);
            int present = BlockTable.privatePages(entry) | BlockTable.objectPages(entry);
            int missing = BlockTable.pagesWithin(b, start, end) & ~present;
            if (missing != 0) {
                table.set(b, entry | (long) missing << 16);
                mapObjectPages(vma, b, missing, physical - start);
            }
        }
    }

    /** @param delta physical minus virtual address */
    private void mapObjectPages(Vma vma, long b, int missing, long delta) {
        BlockTable.forEachRun(missing, (start, bytes) -> {
            long address = (b << 16) + start;
            pages.host.map(address, address + delta, bytes, objectProtection(vma, address));
        });
    }

    private static int objectProtection(Vma vma, long address) {
        boolean writable =
                vma.isShared() && (!vma.object.tracksWrites() || vma.object.isWritten(vma.offsetOf(address) >>> 16));
        return writable ? vma.protection : HostMap.readOnly(vma.protection);
    }

    /** Maps one page of the object again, for writing as far as the mapping allows. */
    void remapObjectPage(Vma vma, long page) {
        long b = page >>> 16;
        long offset = vma.offsetOf(page);
        int block = vma.object.fill(offset >>> 16);
        int bit = BlockTable.pagesWithin(b, page, page + PAGE);
        table.set(b, table.get(b) | (long) bit << 16);
        mapObjectPages(vma, b, bit, PhysicalMemory.address(block) + (offset & 0xffff) - page);
    }

    /** Makes the pages of {@code [start, end)} that are there hold memory, so that the host has no more to do for them. */
    void touch(Vma vma, long start, long end) {
        new PageRuns(pages).forEach(vma, start, end, false, (address, physical, bytes, isPrivate) -> {
            ByteBuffer buffer = memory.buffer(physical);
            int first = PhysicalMemory.offset(physical);
            for (int at = first; at < first + bytes; at += Pages.PAGE) {
                INT.getAndAdd(buffer, at, 0); // a store that changes nothing, whatever the guest does meanwhile
            }
        });
    }

    // --- private copies -------------------------------------------------------------------------------------------

    /**
     * Gives a virtual block a physical block of the address space's own. Where all that it shows must come from there, what it
     * shows of objects is copied.
     */
    void ownBlock(long b) {
        if (BlockTable.block(table.get(b)) < 0) {
            table.set(b, BlockTable.entry(pages.allocateNear(b), 0, BlockTable.objectPages(table.get(b))));
        } else {
            pages.own(b);
        }
        if (BlockTable.objectPages(table.get(b)) != 0 && pages.isWhole(b)) {
            pages.forEachVma(b, (vma, within) -> {
                int shown = BlockTable.objectPages(table.get(b)) & within;
                if (shown != 0) {
                    copyPages(vma, b, shown);
                }
            });
        }
    }

    /**
     * Gives the pages of {@code [start, end)}, a part of a private mapping of an object and before its end, private
     * copies and maps those.
     */
    void copyFromObject(Vma vma, long start, long end) {
        long last = Pages.lastBlock(end);
        for (long b = start >>> 16; b < last; b++) {
            int within = BlockTable.pagesWithin(b, start, end);
            if ((within & ~BlockTable.privatePages(table.get(b))) != 0) {
                ownBlock(b);
                copyPages(vma, b, within & ~BlockTable.privatePages(table.get(b)));
            }
        }
    }

    private void copyPages(Vma vma, long b, int missing) {
        if (vma.isShared()) {
            throw Errno.ENOMEM.exception(); // kept out by BlockRules
        }
        long entry = table.get(b) & ~((long) missing << 16) | missing;
        for (int rest = missing; rest != 0; rest &= rest - 1) {
            int page = Integer.numberOfTrailingZeros(rest);
            long physical = PhysicalMemory.address(BlockTable.block(entry)) + page * PAGE;
            vma.object.copyPage(vma.offsetOf((b << 16) + page * PAGE), physical);
        }
        table.set(b, entry);
        pages.mapPrivate(b, entry, missing, vma.protection);
    }
}
