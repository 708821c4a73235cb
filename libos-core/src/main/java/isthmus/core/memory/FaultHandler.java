package isthmus.core.memory;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.south.Protection;

/**
 * Makes a page accessible if the mappings allow it, for a guest's fault and for the kernel's own accesses. Called with
 * the address space's lock held for writing.
 */
final class FaultHandler {
    /** Linux's stack_guard_gap: bytes that stay free below a growing stack. */
    static final long STACK_GAP = 256L * Pages.PAGE;

    private final Pages pages;
    private final Population population;
    private final AddressSpace space;
    private final long lowest;

    FaultHandler(AddressSpace space, Pages pages, Population population, long lowest) {
        this.space = space;
        this.lowest = lowest;
        this.pages = pages;
        this.population = population;
    }

    /**
     * @param access one bit of {@link Protection}
     * @param rip where the guest stands; 0 if it does not matter
     * @param guest whether the guest's own access failed, so that what seems right must be told to the host again
     */
    FaultResult resolve(long address, int access, boolean guest, long rip) {
        try {
            Vma vma = pages.vmas.find(address);
            if (vma == null) {
                vma = growStack(address);
            }
            if (vma == null) {
                return FaultResult.NOT_MAPPED;
            }
            if (!allows(vma.protection, access)) {
                return FaultResult.NOT_ALLOWED;
            }
            long page = address & -Pages.PAGE;
            if (vma.object != null && page >= Population.beyondObject(vma)) {
                return FaultResult.BEHIND_END;
            }
            if (space.gate() != null && guest && access == Protection.EXEC) {
                return space.gate().execute(vma, page, rip);
            }
            if (space.gate() != null && access == Protection.WRITE) {
                space.gate().write(page, rip);
            }
            return access == Protection.WRITE ? write(vma, page, guest) : read(vma, page, guest);
        } catch (ErrnoException e) {
            return e.errno() == Errno.ENOMEM ? FaultResult.NO_MEMORY : FaultResult.BEHIND_END;
        }
    }

    /** Whether a mapping's {@code PROT_*} allow an access; on x86 what may be written or executed may be read. */
    static boolean allows(int protection, int access) {
        return access == Protection.READ ? protection != 0 : (protection & access) != 0;
    }

    private FaultResult read(Vma vma, long page, boolean guest) {
        long b = page >>> 16;
        int bit = BlockTable.pagesWithin(b, page, page + Pages.PAGE);
        long entry = pages.table.get(b);
        if ((BlockTable.privatePages(entry) & bit) != 0) {
            if (guest) {
                pages.mapPrivate(b, entry, bit, vma.protection);
            }
        } else if (vma.object == null) {
            population.anonymousAround(vma, page);
        } else if ((BlockTable.objectPages(entry) & bit) == 0) {
            population.objectAround(vma, page);
        } else {
            population.remapObjectPage(vma, page);
        }
        return FaultResult.RESOLVED;
    }

    private FaultResult write(Vma vma, long page, boolean guest) {
        if (vma.isShared()) {
            if (vma.object.tracksWrites()) {
                vma.object.setWritten(vma.offsetOf(page) >>> 16);
                population.remapObjectPage(vma, page);
                return FaultResult.RESOLVED;
            }
            return read(vma, page, guest);
        }
        long b = page >>> 16;
        int bit = BlockTable.pagesWithin(b, page, page + Pages.PAGE);
        long entry = pages.table.get(b);
        boolean isPrivate = (BlockTable.privatePages(entry) & bit) != 0;
        if (isPrivate && BlockTable.isCow(entry)) {
            pages.own(b);
        } else if (!isPrivate && vma.object != null) {
            long start = Math.max(vma.start, b << 16);
            long end = Math.min(Population.beyondObject(vma), (b << 16) + PhysicalMemory.BLOCK_BYTES);
            population.copyFromObject(vma, start, end);
        } else {
            return read(vma, page, guest);
        }
        return FaultResult.RESOLVED;
    }

    /** Extends the stack above {@code address} down to it, or says with null that there is none or it must not grow. */
    private Vma growStack(long address) {
        int index = pages.vmas.indexAfter(address);
        if (index == pages.vmas.count()) {
            return null;
        }
        Vma stack = pages.vmas.get(index);
        long start = address & -Pages.PAGE;
        if (!stack.is(Vma.GROWSDOWN) || stack.end - start > space.limits().stack() || start < lowest) {
            return null;
        }
        if (index > 0) {
            Vma below = pages.vmas.get(index - 1);
            boolean needsGap = !below.is(Vma.GROWSDOWN) && below.protection != 0;
            if (needsGap && start - below.end < STACK_GAP) {
                return null;
            }
        }
        if (pages.vmas.totalBytes() + (stack.start - start) > space.limits().addressSpace()) {
            return null;
        }
        long end = stack.start;
        pages.vmas.resize(stack, start, stack.end);
        population.anonymous(stack, start, end);
        return stack;
    }
}
