package isthmus.core.memory;

import isthmus.core.Errno;
import isthmus.core.south.Protection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Looks at an address space: what {@code /proc} shows, mincore(2) and msync(2). */
public final class MemoryView {
    private static final int MS_ASYNC = 1;
    private static final int MS_INVALIDATE = 2;
    private static final int MS_SYNC = 4;
    private static final long PAGE = Pages.PAGE;

    private final AddressSpace space;
    private final Pages pages;
    private final VmaList vmas;

    MemoryView(AddressSpace space, Pages pages) {
        this.space = space;
        this.pages = pages;
        this.vmas = pages.vmas;
    }

    /** All mappings that the guest made, in the order of their addresses, as they are now. */
    public List<Mapping> mappings() {
        return space.looking(() -> {
            List<Mapping> found = new ArrayList<>(vmas.count());
            for (int i = 0; i < vmas.count(); i++) {
                if (!vmas.get(i).is(Vma.HIDDEN)) {
                    found.add(mapping(vmas.get(i)));
                }
            }
            return found;
        });
    }

    private static Mapping mapping(Vma vma) {
        long offset = vma.object == null ? 0 : vma.offset;
        return new Mapping(vma.start, vma.end, vma.protection, vma.isShared(), offset, vma.name);
    }

    /** What the whole address space takes; walks all of it. */
    public MemoryUsage usage() {
        return space.looking(() -> usage(0, Long.MAX_VALUE, vmas.totalBytes(), vmas.peakBytes()));
    }

    /** What a part of it takes. */
    public MemoryUsage usage(long start, long end) {
        return space.looking(() -> usage(start, end, end - start, end - start));
    }

    private MemoryUsage usage(long start, long end, long total, long peak) {
        long data = 0;
        long stack = 0;
        long executable = 0;
        long locked = 0;
        long[] resident = new long[3];
        for (int i = vmas.indexAfter(start); i < vmas.count() && vmas.get(i).start < end; i++) {
            Vma vma = vmas.get(i);
            if (vma.is(Vma.HIDDEN)) {
                continue;
            }
            long from = Math.max(start, vma.start);
            long to = Math.min(end, vma.end);
            data += vma.isData() ? to - from : 0;
            stack += vma.is(Vma.GROWSDOWN) ? to - from : 0;
            executable += (vma.protection & Protection.EXEC) != 0 ? to - from : 0;
            locked += vma.is(Vma.LOCKED) ? to - from : 0;
            countResident(vma, from, to, resident);
        }
        return new MemoryUsage(total, peak, data, stack, executable, locked, resident[0], resident[1], resident[2]);
    }

    private void countResident(Vma vma, long start, long end, long[] resident) {
        int kind = vma.object != null && vma.object.isFilled() ? 1 : 2;
        new PageRuns(pages).forEach(vma, start, end, false, (address, physical, bytes, isPrivate) -> {
            long held = PAGE * residentPages(physical, bytes).cardinality();
            resident[isPrivate ? 0 : kind] += held;
        });
    }

    private BitSet residentPages(long physical, int bytes) {
        BitSet found = new BitSet(bytes / Pages.PAGE);
        pages.memory.sharedSegment(physical).residentPages(PhysicalMemory.offset(physical), bytes, found);
        return found;
    }

    /** The limit of the memory of all guests together, and what they take now, in bytes. */
    public long limit() {
        return pages.memory.limit();
    }

    /**
     * mincore(2): bit 0 of each byte says whether a page is in memory.
     *
     * @param pageCount at most what fits into an array
     */
    public byte[] mincore(long address, int pageCount) {
        long end = address + pageCount * PAGE;
        return space.looking(() -> {
            byte[] found = new byte[pageCount];
            long at = address;
            for (int i = vmas.indexAfter(address); at < end; i++) {
                Vma vma = i < vmas.count() ? vmas.get(i) : null;
                if (vma == null || vma.start > at) {
                    throw Errno.ENOMEM.exception();
                }
                mincore(vma, at, Math.min(end, vma.end), address, found);
                at = vma.end;
            }
            return found;
        });
    }

    private void mincore(Vma vma, long start, long end, long base, byte[] found) {
        new PageRuns(pages).forEach(vma, start, end, true, (address, physical, bytes, isPrivate) -> {
            int first = (int) ((address - base) / PAGE);
            if (vma.is(Vma.LOCKED)) { // not every host can tell a page of zeroes from one that was never touched
                Arrays.fill(found, first, first + (int) (bytes / PAGE), (byte) 1);
                return;
            }
            residentPages(physical, bytes).stream().forEach(page -> found[first + page] = 1);
        });
    }

    /** msync(2): writes back what was stored in shared mappings of files. */
    public void msync(long address, long length, int flags) {
        long bytes = Mapper.roundUp(length);
        boolean both = (flags & MS_ASYNC) != 0 && (flags & MS_SYNC) != 0;
        if ((flags & ~(MS_ASYNC | MS_INVALIDATE | MS_SYNC)) != 0 || both || (address & PAGE - 1) != 0) {
            throw Errno.EINVAL.exception();
        }
        if (length < 0 || bytes < 0 || address < 0 || address + bytes < 0) {
            throw Errno.ENOMEM.exception();
        }
        if (bytes == 0) {
            return;
        }
        boolean hole = space.exclusively(() -> syncLater(address, address + bytes, flags));
        if (hole) {
            throw Errno.ENOMEM.exception();
        }
    }

    private boolean syncLater(long start, long end, int flags) {
        long at = start;
        boolean hole = false;
        for (int i = vmas.indexAfter(start); i < vmas.count() && vmas.get(i).start < end; i++) {
            Vma vma = vmas.get(i);
            hole |= vma.start > at;
            at = vma.end;
            if ((flags & MS_INVALIDATE) != 0 && vma.is(Vma.LOCKED)) {
                throw Errno.EBUSY.exception();
            }
            if ((flags & MS_SYNC) != 0 && vma.isShared()) {
                long from = Math.max(start, vma.start);
                space.deferred().sync(vma.object, vma.offsetOf(from), Math.min(end, vma.end) - from);
            }
        }
        return hole || at < end;
    }
}
