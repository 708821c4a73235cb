package isthmus.core.memory;

/** Writes into code of the guest. Called with the address space's lock held for writing. */
final class CodePatcher {
    private final Pages pages;
    private final Population population;

    CodePatcher(Pages pages, Population population) {
        this.pages = pages;
        this.population = population;
    }

    /** @param alone whether no thread of the guest runs, so that its pages may be changed in place */
    boolean patch(long address, byte[] code, boolean alone) {
        long end = address + code.length;
        for (long page = address & -Pages.PAGE; page < end; page += Pages.PAGE) {
            Vma vma = pages.vmas.find(page);
            if (vma == null || vma.isShared() || vma.object != null && page >= Population.beyondObject(vma)) {
                return false;
            }
        }
        for (long page = address & -Pages.PAGE; page < end; page += Pages.PAGE) {
            int from = (int) Math.max(0, page - address);
            int to = (int) Math.min(code.length, page + Pages.PAGE - address);
            patchPage(address + from, code, from, to - from, alone);
        }
        return true;
    }

    private void patchPage(long address, byte[] code, int from, int count, boolean alone) {
        long page = address & -Pages.PAGE;
        long b = page >>> 16;
        Vma vma = pages.vmas.find(page);
        int bit = BlockTable.pagesWithin(b, page, page + Pages.PAGE);
        boolean isPrivate = (BlockTable.privatePages(pages.table.get(b)) & bit) != 0;
        int before = BlockTable.block(pages.table.get(b));
        if (isPrivate) {
            pages.own(b);
        } else if (vma.object == null) {
            population.anonymous(vma, page, page + Pages.PAGE);
        } else {
            long start = pages.blockwise ? Math.max(vma.start, b << 16) : page;
            long end = pages.blockwise ? Math.min(Population.beyondObject(vma), b + 1 << 16) : page + Pages.PAGE;
            population.copyFromObject(vma, start, end);
        }
        if (isPrivate && !alone && BlockTable.block(pages.table.get(b)) == before) {
            pages.copy(b, pages.table.get(b), true);
        }
        long physical = PhysicalMemory.address(BlockTable.block(pages.table.get(b))) + (address & 0xffff);
        pages.memory.buffer(physical).put(PhysicalMemory.offset(physical), code, from, count);
    }
}
