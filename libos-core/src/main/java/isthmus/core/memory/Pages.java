package isthmus.core.memory;

import static isthmus.core.memory.BlockTable.COW;

import isthmus.core.patch.SitePatcher;
import isthmus.core.south.Protection;
import java.util.SortedSet;

/**
 * The pages of an address space: what backs them, and dropping, protecting and un-sharing it. Everything here is called
 * with the address space's lock held for writing.
 *
 * <p>Invariant: a page of an entry's block that the entry does not list reads as zero, unless the entry is
 * {@link BlockTable#COW} and the block is marked stale in {@link PhysicalMemory}.
 */
final class Pages {
    static final int PAGE = PhysicalMemory.PAGE_BYTES;
    /** A writer that is the last holder of shared blocks gets back so many of them at once: 2 MiB. */
    private static final int RECLAIM_BLOCKS = 32;
    /** Copies of neighbouring blocks are kept together in runs of so many blocks. */
    private static final int COPY_RUN = 32;

    /** Gaps up to this size are unmapped along with what surrounds them. */
    private static final long GAP_BYTES = 64L << 20;

    final PhysicalMemory memory;
    final VmaList vmas;
    final BlockTable table = new BlockTable();
    final HostMap host;
    /** Whether the pages of a virtual block come from one physical block (mapping granularity 64 KiB), where that can be. */
    final boolean blockwise;
    /** Whether that is no must: the host maps single pages too. */
    final boolean mapsSinglePages;
    /** What this address space's children do. */
    final ForkHabits children = new ForkHabits();
    /** Where this one, a child, reports what it does; and how often it may still do so. */
    private ForkHabits siblings;

    private int reports;

    /** Who has to know of pages that go, where the host does not trap calls; else null. */
    CodeGate gate;
    /** Where it does: the call sites that were replaced; else null. */
    SitePatcher sites;

    Pages(PhysicalMemory memory, VmaList vmas, HostMap host) {
        this.memory = memory;
        this.vmas = vmas;
        this.host = host;
        this.blockwise = memory.platform().mappingGranularity() > PAGE;
        this.mapsSinglePages = memory.platform().mapsSinglePages();
    }

    static long lastBlock(long end) {
        return (end - 1 >>> 16) + 1;
    }

    /** What is done with a part of a range that lies in one page; {@code from} it begins in the range. False ends it. */
    interface Part {
        boolean accept(long address, int from, int bytes);
    }

    /** Goes through a range page by page; how many bytes were done. */
    static int byPages(long address, int bytes, Part part) {
        int done = 0;
        while (done < bytes) {
            long at = address + done;
            int count = (int) Math.min(bytes - done, PAGE - (at & PAGE - 1));
            if (!part.accept(at, done, count)) {
                return done;
            }
            done += count;
        }
        return done;
    }

    // --- host mappings
    // ------------------------------------------------------------------------------------------------

    /** Maps private pages of an entry with the given protection. */
    void mapPrivate(long virtualBlock, long entry, int pages, int protection) {
        int effective = BlockTable.isCow(entry) ? HostMap.readOnly(protection) : protection;
        long physical = PhysicalMemory.address(BlockTable.block(entry));
        BlockTable.forEachRun(
                pages, (start, bytes) -> host.map((virtualBlock << 16) + start, physical + start, bytes, effective));
    }

    void protectPages(long virtualBlock, int pages, int protection) {
        BlockTable.forEachRun(pages, (start, bytes) -> host.protect((virtualBlock << 16) + start, bytes, protection));
    }

    /** Tells the host the protection of what is mapped of {@code [start, end)}, a part of {@code vma}. */
    void protect(Vma vma, long start, long end) {
        long last = lastBlock(end);
        for (long b = table.next(start >>> 16, last); b < last; b = table.next(b + 1, last)) {
            long entry = table.get(b);
            int within = BlockTable.pagesWithin(b, start, end);
            int own = BlockTable.privatePages(entry) & within;
            int readOnly = HostMap.readOnly(vma.protection);
            int ownProtection = BlockTable.isCow(entry) ? readOnly : vma.protection;
            int mapped = BlockTable.objectPages(entry) & within;
            if (mapped == 0) {
                protectPages(b, own, ownProtection);
                continue;
            }
            int objectProtection = vma.isShared() && !vma.object.tracksWrites() ? vma.protection : readOnly;
            if (ownProtection == objectProtection) {
                protectPages(b, own | mapped, ownProtection);
            } else {
                protectPages(b, own, ownProtection);
                protectPages(b, mapped, objectProtection);
            }
        }
    }

    /** Maps all private pages of a block anew, each with its mapping's protection. */
    private void remap(long virtualBlock, long entry) {
        forEachVma(virtualBlock, (vma, pages) -> {
            int own = BlockTable.privatePages(entry) & pages;
            if (own != 0) {
                mapPrivate(virtualBlock, entry, own, vma.protection);
            }
        });
    }

    /** What is done with the pages of a block that belong to one mapping. */
    interface VmaAction {
        void accept(Vma vma, int pages);
    }

    void forEachVma(long virtualBlock, VmaAction action) {
        long start = virtualBlock << 16;
        long end = start + PhysicalMemory.BLOCK_BYTES;
        for (int i = vmas.indexAfter(start); i < vmas.count() && vmas.get(i).start < end; i++) {
            Vma vma = vmas.get(i);
            action.accept(vma, BlockTable.pagesWithin(virtualBlock, vma.start, vma.end));
        }
    }

    /**
     * Whether all that a virtual block shows is to come from one physical block. Where the host maps single pages, a shared mapping
     * that lies in its block in another way than in its object's, or beside anything else, makes an exception.
     */
    boolean isWhole(long virtualBlock) {
        return blockwise && !(mapsSinglePages && isMixed(virtualBlock));
    }

    private boolean isMixed(long virtualBlock) {
        long start = virtualBlock << 16;
        long end = start + PhysicalMemory.BLOCK_BYTES;
        int first = vmas.indexAfter(start);
        for (int i = first; i < vmas.count() && vmas.get(i).start < end; i++) {
            Vma vma = vmas.get(i);
            Vma other = vmas.get(first);
            boolean same = vma.isShared() == other.isShared() && vma.showsSameBlock(other);
            if (vma.isShared() && !vma.isCongruent() || (vma.isShared() || other.isShared()) && !same) {
                return true;
            }
        }
        return false;
    }

    // --- code
    // ---------------------------------------------------------------------------------------------------------

    /** The guest's code in whole pages will be written, or shown at another place: it gets its own bytes back where others stand. */
    void revert(long start, long end) {
        if (gate != null) {
            gate.revert(start, end);
            return;
        }
        SortedSet<Long> replaced = sites.replacedPages(start, end);
        if (replaced.isEmpty()) {
            return;
        }
        replaced.forEach(page -> own(page >>> 16));
        replaced.forEach(page -> host.protect(page, PAGE, Protection.READ)); // nobody runs there meanwhile
        host.flush();
        sites.revert(this::write, start, end);
        replaced.forEach(page -> protect(vmas.find(page), page, page + PAGE));
    }

    /** Writes to private pages that are there. */
    void write(long address, byte[] bytes) {
        byPages(address, bytes.length, (at, from, part) -> {
            own(at >>> 16);
            long physical = PhysicalMemory.address(BlockTable.block(table.get(at >>> 16))) + (at & 0xffff);
            memory.buffer(physical).put(PhysicalMemory.offset(physical), bytes, from, part);
            return true;
        });
    }

    // --- dropping
    // -----------------------------------------------------------------------------------------------------

    /** What is in a range will be gone, and with it what was made of its code. */
    void dropping(long start, long end) {
        if (gate != null) {
            gate.dropping(start, end);
        } else if (sites != null) {
            sites.forget(start, end - start);
        }
    }

    /** Forgets and unmaps everything in {@code [start, end)}; nearby parts with one change of the host's. */
    void drop(long start, long end) {
        dropping(start, end);
        long last = lastBlock(end);
        long from = 0;
        long to = 0;
        for (long b = table.next(start >>> 16, last); b < last; b = table.next(b + 1, last)) {
            int within = BlockTable.pagesWithin(b, start, end);
            long entry = table.get(b);
            if (((BlockTable.privatePages(entry) | BlockTable.objectPages(entry)) & within) == 0) {
                continue;
            }
            table.set(b, without(entry, within));
            if (gate != null) {
                gate.dropped(Math.max(start, b << 16), Math.min(end, b + 1 << 16));
            }
            if (to > 0 && (b << 16) - to > GAP_BYTES) {
                host.unmap(from, to - from);
                to = 0;
            }
            from = to == 0 ? Math.max(start, b << 16) : from;
            to = Math.min(end, b + 1 << 16);
        }
        if (to > 0) {
            host.unmap(from, to - from);
        }
    }

    /** The entry without some pages; gives back or empties what it held for them. */
    long without(long entry, int pages) {
        int gone = BlockTable.privatePages(entry) & pages;
        int kept = BlockTable.privatePages(entry) & ~pages;
        long rest = entry & ~((long) pages << 16 | pages);
        if (gone == 0) {
            return rest;
        }
        int block = BlockTable.block(entry);
        if (kept == 0) {
            host.releaseLater(block);
            return rest & 0xffff0000L;
        }
        if (BlockTable.isCow(entry)) {
            memory.setStale(block, true);
        } else {
            memory.zeroPages(block, gone);
        }
        return rest;
    }

    /** Gives back all blocks; the guest process is gone. */
    void releaseAll() {
        long end = 1L << 31;
        for (long b = table.next(0, end); b < end; b = table.next(b + 1, end)) {
            int block = BlockTable.block(table.get(b));
            if (block >= 0) {
                host.releaseLater(block);
            }
            table.set(b, 0);
        }
    }

    // --- sharing
    // ------------------------------------------------------------------------------------------------------

    /** Makes a block that is COW the address space's own again, by taking or by copying it. */
    void own(long virtualBlock) {
        if (!BlockTable.isCow(table.get(virtualBlock))) {
            return;
        }
        long window = virtualBlock / RECLAIM_BLOCKS * RECLAIM_BLOCKS;
        host.thaw(window << 16, (long) RECLAIM_BLOCKS << 16); // before anything changes: this may lead here again
        long entry = table.get(virtualBlock);
        if (!BlockTable.isCow(entry)) {
            return;
        }
        if (memory.holders(BlockTable.block(entry)) == 1) {
            reclaim(virtualBlock);
        } else {
            copy(virtualBlock, entry, true);
        }
    }

    /** Takes over blocks around {@code virtualBlock} that nobody else holds any more. */
    private void reclaim(long virtualBlock) {
        long window = virtualBlock / RECLAIM_BLOCKS * RECLAIM_BLOCKS;
        long first = virtualBlock;
        while (first > window && isReclaimable(table.get(first - 1))) {
            first--;
        }
        long last = virtualBlock + 1;
        while (last < window + RECLAIM_BLOCKS && isReclaimable(table.get(last))) {
            last++;
        }
        for (long b = first; b < last; b++) {
            long entry = table.get(b) & ~COW;
            int block = BlockTable.block(entry);
            if (memory.isStale(block)) {
                memory.zeroPages(block, ~BlockTable.privatePages(entry) & PhysicalMemory.ALL_PAGES);
                memory.setStale(block, false);
            }
            table.set(b, entry);
        }
        long start = first << 16;
        long end = last << 16;
        for (int i = vmas.indexAfter(start); i < vmas.count() && vmas.get(i).start < end; i++) {
            Vma vma = vmas.get(i);
            if ((vma.protection & Protection.WRITE) != 0) {
                protectOwn(vma, Math.max(start, vma.start), Math.min(end, vma.end));
            }
        }
    }

    private boolean isReclaimable(long entry) {
        return BlockTable.isCow(entry) && memory.holders(BlockTable.block(entry)) == 1;
    }

    private void protectOwn(Vma vma, long start, long end) {
        long last = lastBlock(end);
        for (long b = start >>> 16; b < last; b++) {
            int own = BlockTable.privatePages(table.get(b)) & BlockTable.pagesWithin(b, start, end);
            protectPages(b, own, vma.protection);
        }
    }

    /** The address space was made by fork(2). */
    void isChildOf(Pages parent) {
        siblings = parent.children;
        reports = ForkHabits.MOST;
    }

    /** Replaces an entry's block by a copy of its pages. */
    long copy(long virtualBlock, long entry, boolean remap) {
        if (reports > 0) {
            reports--;
            siblings.childWrote(virtualBlock);
        }
        int old = BlockTable.block(entry);
        int block = copyOf(old, virtualBlock, BlockTable.privatePages(entry));
        long copied = BlockTable.entry(block, BlockTable.privatePages(entry), BlockTable.objectPages(entry));
        table.set(virtualBlock, copied);
        host.releaseLater(old);
        if (remap) {
            remap(virtualBlock, copied);
        }
        return copied;
    }

    /** A copy of some pages of a block, next to what surrounds its virtual block if that is possible. */
    int copyOf(int block, long virtualBlock, int pages) {
        return memory.copy(block, pages, (int) (virtualBlock % COPY_RUN), wanted(virtualBlock), COPY_RUN);
    }

    /** A new block for one virtual block, next to those of its neighbours if that is possible. */
    int allocateNear(long virtualBlock) {
        return memory.allocateInRun(1, (int) (virtualBlock % COPY_RUN), wanted(virtualBlock), COPY_RUN);
    }

    /** Where the physical block of {@code virtualBlock} would best be, or -1. */
    int wanted(long virtualBlock) {
        for (int distance = 1; distance <= 4; distance++) {
            int before = virtualBlock >= distance ? BlockTable.block(table.get(virtualBlock - distance)) : -1;
            if (before >= 0 && !BlockTable.isCow(table.get(virtualBlock - distance))) {
                return before + distance;
            }
            int after = BlockTable.block(table.get(virtualBlock + distance));
            if (after >= distance && !BlockTable.isCow(table.get(virtualBlock + distance))) {
                return after - distance;
            }
        }
        return -1;
    }
}
