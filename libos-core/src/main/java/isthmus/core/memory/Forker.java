package isthmus.core.memory;

import static isthmus.core.memory.BlockTable.COW;

import isthmus.core.south.Protection;

/** Gives a child its copy of an address space: private blocks become shared until one of the two writes. */
final class Forker {
    private final Pages parent;
    private final Pages child;
    private final Population childPopulation;
    private final PhysicalMemory memory;
    private final boolean alone;

    /**
     * @param alone whether no other task runs in the parent. Where one does, everything is shared: a copy that is made while
     *     the other stores could have a later store without an earlier one, and the C library mends its lists of threads in
     *     the child by their order. A shared block has all stores until it is write-protected, where the other waits.
     */
    Forker(Pages parent, Pages child, Population childPopulation, boolean alone) {
        this.parent = parent;
        this.child = child;
        this.childPopulation = childPopulation;
        this.memory = parent.memory;
        this.alone = alone;
    }

    /** Called with both locks held for writing. */
    void fork() {
        for (int i = 0; i < parent.vmas.count(); i++) {
            Vma vma = parent.vmas.get(i);
            if (!vma.is(Vma.DONTFORK)) {
                inherit(vma);
            }
        }
        for (int i = 0; i < child.vmas.count(); i++) {
            Vma vma = child.vmas.get(i);
            if (!vma.isShared() && !vma.is(Vma.WIPEONFORK)) {
                sharePages(vma);
            }
        }
        markParent();
        for (int i = 0; i < child.vmas.count(); i++) {
            Vma vma = child.vmas.get(i);
            if (vma.object != null && vma.protection != 0) {
                childPopulation.objectIfCached(vma, vma.start, Math.min(vma.end, vma.start + Mapper.EAGER_FILE_BYTES));
            }
        }
    }

    private void inherit(Vma vma) {
        if (vma.object != null) {
            vma.object.retain();
        }
        child.vmas.add(
                new Vma(vma.start, vma.end, vma.protection, vma.flags & ~Vma.LOCKED, vma.object, vma.offset, vma.name));
    }

    private void sharePages(Vma vma) {
        long last = Pages.lastBlock(vma.end);
        BlockTable table = parent.table;
        for (long b = table.next(vma.start >>> 16, last); b < last; b = table.next(b + 1, last)) {
            long entry = table.get(b);
            int own = BlockTable.privatePages(entry) & BlockTable.pagesWithin(b, vma.start, vma.end);
            if (own != 0) {
                shareBlock(vma, b, entry, own);
            }
        }
    }

    private void shareBlock(Vma vma, long b, long entry, int own) {
        long copy = child.table.get(b);
        int block = BlockTable.block(entry);
        if (isCopied(b, copy, block)) {
            copyBlock(vma, b, block, copy, own);
            return;
        }
        if (BlockTable.block(copy) < 0) {
            memory.retain(block);
        }
        copy = BlockTable.entry(block, BlockTable.privatePages(copy) | own, BlockTable.objectPages(copy)) | COW;
        child.table.set(b, copy);
        child.mapPrivate(b, copy, own, vma.protection);
        if (!BlockTable.isCow(entry) && (vma.protection & Protection.WRITE) != 0) {
            parent.protectPages(b, own, HostMap.readOnly(vma.protection));
        }
    }

    /** All mappings that lie in one block of the child share it, or all get copies. */
    private boolean isCopied(long b, long copy, int block) {
        return BlockTable.block(copy) < 0
                ? alone && parent.children.isCopiedAtOnce(b)
                : BlockTable.block(copy) != block;
    }

    private void copyBlock(Vma vma, long b, int block, long copy, int own) {
        int target = BlockTable.block(copy);
        if (target < 0) {
            target = child.copyOf(block, b, own);
        } else {
            memory.copyPages(block, target, own);
        }
        long entry = BlockTable.entry(target, BlockTable.privatePages(copy) | own, BlockTable.objectPages(copy));
        child.table.set(b, entry);
        child.mapPrivate(b, entry, own, vma.protection);
    }

    /** What the child shares is shared for the parent too; pages that the child did not inherit must not show up there. */
    private void markParent() {
        long end = 1L << 31;
        for (long b = child.table.next(0, end); b < end; b = child.table.next(b + 1, end)) {
            long copy = child.table.get(b);
            long entry = parent.table.get(b);
            if (BlockTable.block(copy) < 0 || BlockTable.block(copy) != BlockTable.block(entry)) {
                continue;
            }
            parent.table.set(b, entry | COW);
            if (BlockTable.privatePages(copy) != BlockTable.privatePages(entry)) {
                memory.setStale(BlockTable.block(entry), true);
            }
        }
    }
}
