package isthmus.core.memory;

import isthmus.core.south.Protection;

/** Where pages of the guest are in physical memory. Called with the address space's lock held, for reading at least. */
final class PageLookup {
    private final AddressSpace space;
    private final VmaList vmas;
    private final BlockTable table;
    private final HostMap host;

    PageLookup(AddressSpace space, Pages pages) {
        this.space = space;
        this.vmas = pages.vmas;
        this.table = pages.table;
        this.host = pages.host;
    }

    /** The physical address of an address whose page is there and allows the access, or -1. */
    long locate(long address, int access) {
        Vma vma = vmas.find(address);
        if (vma == null || !FaultHandler.allows(vma.protection, access)) {
            return -1;
        }
        long entry = table.get(address >>> 16);
        int bit = 1 << (int) (address >>> 12 & 15);
        boolean write = access == Protection.WRITE;
        if ((BlockTable.privatePages(entry) & bit) != 0) {
            return write && (BlockTable.isCow(entry) || host.isExecutable(address) || host.isFrozen(address))
                    ? -1
                    : PhysicalMemory.address(BlockTable.block(entry)) + (address & 0xffff);
        }
        if ((BlockTable.objectPages(entry) & bit) == 0 || write && !vma.isShared()) {
            return -1;
        }
        long offset = vma.offsetOf(address);
        int block = vma.object.block(offset >>> 16);
        if (block < 0 || write && vma.object.tracksWrites() && !vma.object.isWritten(offset >>> 16)) {
            return -1;
        }
        return PhysicalMemory.address(block) + (offset & 0xffff);
    }

    /** Up to {@code length} bytes from {@code address} on that lie together; the first page allows the access. */
    Span span(long address, long length, int access) {
        long start = locate(address, access);
        long end = (address & -Pages.PAGE) + Pages.PAGE;
        long limit = Math.min(vmas.find(address).end, address + length);
        while (end < limit) {
            long next = locate(end, access);
            if (next != start + (end - address) || next >>> 30 != start >>> 30) {
                break;
            }
            end += isWholeBlock(end, limit) ? PhysicalMemory.BLOCK_BYTES : Pages.PAGE;
        }
        return new Span(start, (int) Math.min(length, end - address));
    }

    /** Whether all pages of the block that begins at an address are alike and belong to its mapping. */
    private boolean isWholeBlock(long address, long limit) {
        return (address & 0xffff) == 0
                && limit - address >= PhysicalMemory.BLOCK_BYTES
                && BlockTable.privatePages(table.get(address >>> 16)) == PhysicalMemory.ALL_PAGES;
    }

    FutexKey sharedFutexKey(long address) {
        Vma vma = vmas.find(address);
        return vma == null || !vma.isShared()
                ? new FutexKey(space, address)
                : new FutexKey(vma.object, vma.offsetOf(address));
    }
}
