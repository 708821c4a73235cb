package isthmus.core.memory;

import isthmus.core.south.Protection;
import java.util.Arrays;

/** Writes into code of the guest. Called with the address space's lock held for writing. */
final class CodePatcher {
    private final Pages pages;
    private final Population population;

    CodePatcher(Pages pages, Population population) {
        this.pages = pages;
        this.population = population;
    }

    /** Whether code of the guest, which it may not write, is this. It lies in one page. */
    boolean isCode(PageLookup lookup, long address, byte[] expected) {
        long physical = lookup.locate(address, Protection.EXEC);
        if (physical < 0 || !Vma.isCode(pages.vmas.find(address).protection)) {
            return false;
        }
        byte[] found = new byte[expected.length];
        pages.memory.buffer(physical).get(PhysicalMemory.offset(physical), found);
        return Arrays.equals(found, expected);
    }

    /** Whole pages will be written for the guest: none of them is, or runs, as we changed it. */
    void prepare(long start, long end) {
        if (pages.gate != null) {
            pages.gate.patch(start, end);
        } else {
            pages.revert(start, end);
        }
    }

    /**
     * @param inPlace whether pages may be changed as they are; else by a copy of their block, and no system call may be in
     *     the middle of writing to memory
     */
    boolean patch(long address, byte[] code, boolean inPlace) {
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
            patchPage(address + from, code, from, to - from, inPlace);
        }
        return true;
    }

    private void patchPage(long address, byte[] code, int from, int count, boolean inPlace) {
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
            boolean whole = pages.isWhole(b);
            long start = whole ? Math.max(vma.start, b << 16) : page;
            long end = whole ? Math.min(Population.beyondObject(vma), b + 1 << 16) : page + Pages.PAGE;
            population.copyFromObject(vma, start, end);
        }
        boolean isVisible = isPrivate && BlockTable.block(pages.table.get(b)) == before;
        if (isVisible && !inPlace && !vma.is(Vma.HIDDEN)) { // nobody has been led to hidden code that is written now
            forbidWriting(b);
            pages.copy(b, pages.table.get(b), true);
        }
        long physical = PhysicalMemory.address(BlockTable.block(pages.table.get(b))) + (address & 0xffff);
        pages.memory.buffer(physical).put(PhysicalMemory.offset(physical), code, from, count);
    }

    /** Lets every store to a block wait until it has been copied: it would be lost. */
    private void forbidWriting(long b) {
        int own = BlockTable.privatePages(pages.table.get(b));
        pages.forEachVma(b, (vma, within) -> {
            if ((vma.protection & Protection.WRITE) != 0 && (own & within) != 0) {
                pages.protectPages(b, own & within, HostMap.readOnly(vma.protection));
            }
        });
        pages.host.flush();
    }
}
