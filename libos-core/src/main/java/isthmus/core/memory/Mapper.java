package isthmus.core.memory;

import static isthmus.core.memory.MapFlags.MAP_32BIT;
import static isthmus.core.memory.MapFlags.MAP_FIXED;
import static isthmus.core.memory.MapFlags.MAP_FIXED_NOREPLACE;
import static isthmus.core.memory.MapFlags.MAP_GROWSDOWN;
import static isthmus.core.memory.MapFlags.MAP_HUGETLB;
import static isthmus.core.memory.MapFlags.MAP_LOCKED;
import static isthmus.core.memory.MapFlags.MAP_NONBLOCK;
import static isthmus.core.memory.MapFlags.MAP_NORESERVE;
import static isthmus.core.memory.MapFlags.MAP_POPULATE;
import static isthmus.core.memory.MapFlags.MAP_PRIVATE;
import static isthmus.core.memory.MapFlags.MAP_SHARED;
import static isthmus.core.memory.MapFlags.MAP_SHARED_VALIDATE;
import static isthmus.core.memory.MapFlags.MAP_TYPE;
import static isthmus.core.memory.MapFlags.NEVER_WRITE;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.south.Protection;

/** mmap, munmap, mprotect and brk. Called with the address space's lock held for writing. */
final class Mapper {
    /** Hidden code is at most so far from what it belongs to, in bytes: what is in it leads back with 32 bits and a sign. */
    private static final long NEAR = Integer.MAX_VALUE - (1L << 25);

    /** Larger private mappings are populated bit by bit. */
    static final long EAGER_BYTES = 256L << 20;
    /** So much of a file mapping is mapped at once if it is in memory already. */
    static final long EAGER_FILE_BYTES = 16L << 20;

    private static final int PROT_GROWSDOWN = 0x01000000;
    private static final int PROT_GROWSUP = 0x02000000;
    private static final MappingName HEAP_NAME = MappingName.of("[heap]");
    private static final MappingName SHARED_NAME = MappingName.of("/dev/zero (deleted)");

    private final AddressSpace space;
    private final Pages pages;
    private final Population population;
    private final VmaList vmas;
    private final Placement placement;
    private final BlockRules rules;

    Mapper(AddressSpace space, Pages pages, Population population, Placement placement) {
        this.space = space;
        this.pages = pages;
        this.population = population;
        this.vmas = pages.vmas;
        this.placement = placement;
        this.rules = new BlockRules(pages);
    }

    BlockRules rules() {
        return rules;
    }

    static long roundUp(long bytes) {
        return bytes + Pages.PAGE - 1 & -Pages.PAGE;
    }

    // --- mmap
    // ---------------------------------------------------------------------------------------------------------

    long mmap(long hint, long length, int protection, int flags, MemoryObject object, long offset, MappingName name) {
        long bytes = checkedLength(length);
        boolean shared = isShared(flags);
        if ((offset & Pages.PAGE - 1) != 0 || offset < 0) {
            throw Errno.EINVAL.exception();
        }
        if (object != null && offset + bytes < 0) {
            throw Errno.EOVERFLOW.exception();
        }
        if ((flags & MAP_HUGETLB) != 0) {
            throw Errno.ENOMEM.exception();
        }
        long start = place(hint, bytes, flags, object, offset);
        vmas.checkCount();
        checkLimits(start, bytes, protection, flags);
        long place = object != null ? offset : shared ? start & 0xffff : 0;
        rules.check(start, start + bytes, shared, object, place);
        unmap(start, start + bytes, false);
        MemoryObject backing =
                object != null ? object.retain() : shared ? new MemoryObject(pages.memory, place + bytes) : null;
        Vma vma = new Vma(
                start,
                start + bytes,
                protection & 7,
                vmaFlags(flags, shared),
                backing,
                place,
                shared && object == null ? SHARED_NAME : name);
        vmas.add(vma);
        populateNew(vma, flags);
        vmas.merge(start, start + bytes);
        return start;
    }

    private static boolean isShared(int flags) {
        return switch (flags & MAP_TYPE) {
            case MAP_SHARED, MAP_SHARED_VALIDATE -> true;
            case MAP_PRIVATE -> false;
            default -> throw Errno.EINVAL.exception();
        };
    }

    private long checkedLength(long length) {
        if (length == 0) {
            throw Errno.EINVAL.exception();
        }
        long bytes = roundUp(length);
        if (length < 0 || bytes <= 0 || bytes > placement.limit()) {
            throw Errno.ENOMEM.exception();
        }
        return bytes;
    }

    private int vmaFlags(int flags, boolean shared) {
        return (shared ? Vma.SHARED : 0)
                | ((flags & MAP_GROWSDOWN) != 0 ? Vma.GROWSDOWN : 0)
                | ((flags & MAP_LOCKED) != 0 || space.locksFuture() ? Vma.LOCKED : 0)
                | ((flags & MAP_NORESERVE) != 0 ? Vma.NORESERVE : 0)
                | ((flags & NEVER_WRITE) != 0 ? Vma.NEVER_WRITE : 0);
    }

    private long place(long hint, long bytes, int flags, MemoryObject object, long offset) {
        if ((flags & (MAP_FIXED | MAP_FIXED_NOREPLACE)) != 0) {
            if ((hint & Pages.PAGE - 1) != 0) {
                throw Errno.EINVAL.exception();
            }
            if (!placement.isUsable(hint, bytes)) {
                throw Errno.ENOMEM.exception();
            }
            if (hint < placement.lowest) {
                throw Errno.EPERM.exception();
            }
            if ((flags & MAP_FIXED_NOREPLACE) != 0 && !vmas.isFree(hint, hint + bytes)) {
                throw Errno.EEXIST.exception();
            }
            checkNothingHidden(hint, hint + bytes);
            return hint;
        }
        long wanted = hint & -Pages.PAGE;
        if (hint > 0 && wanted >= placement.lowest && placement.isUsable(wanted, bytes) && isRoom(wanted, bytes)) {
            boolean high = (flags & MAP_32BIT) != 0 && wanted + bytes > 1L << 31;
            long phase = object == null ? wanted & 0xffff : offset;
            if (!high && rules.isPossible(wanted, wanted + bytes, isShared(flags), object, phase)) {
                return wanted;
            }
        }
        long phase = object == null ? 0 : offset & 0xffff;
        return (flags & MAP_32BIT) != 0 ? placement.find32Bit(bytes) : placement.find(bytes, phase, false);
    }

    private boolean isRoom(long start, long bytes) {
        if (!vmas.isFree(start, start + bytes)) {
            return false;
        }
        int next = vmas.indexAfter(start);
        return next == vmas.count()
                || !vmas.get(next).is(Vma.GROWSDOWN)
                || vmas.get(next).start - FaultHandler.STACK_GAP >= start + bytes;
    }

    /** Nobody maps anything over hidden memory: ENOMEM. */
    void checkNothingHidden(long start, long end) {
        if (isAnyHidden(start, end)) {
            throw Errno.ENOMEM.exception();
        }
    }

    boolean isAnyHidden(long start, long end) {
        for (int i = vmas.indexAfter(start); i < vmas.count() && vmas.get(i).start < end; i++) {
            if (vmas.get(i).is(Vma.HIDDEN)) {
                return true;
            }
        }
        return false;
    }

    private void checkLimits(long start, long bytes, int protection, int flags) {
        MemoryLimits limits = space.limits();
        boolean replaces = (flags & MAP_FIXED) != 0;
        long replaced = replaces ? mappedBytes(start, start + bytes) : 0;
        if (bytes > limits.addressSpace() || vmas.totalBytes() - replaced > limits.addressSpace() - bytes) {
            throw Errno.ENOMEM.exception();
        }
        boolean data = (flags & MAP_TYPE) == MAP_PRIVATE && (protection & Protection.WRITE) != 0;
        if (data && (bytes > limits.data() || vmas.dataBytes() - replaced > limits.data() - bytes)) {
            throw Errno.ENOMEM.exception();
        }
        if (data && (flags & MAP_NORESERVE) == 0 && bytes > pages.memory.limit()) {
            throw Errno.ENOMEM.exception();
        }
        if (((flags & MAP_LOCKED) != 0 || space.locksFuture()) && vmas.lockedBytes() + bytes > limits.lockedMemory()) {
            throw Errno.EAGAIN.exception();
        }
    }

    long mappedBytes(long start, long end) {
        long bytes = 0;
        for (int i = vmas.indexAfter(start); i < vmas.count() && vmas.get(i).start < end; i++) {
            bytes += Math.min(end, vmas.get(i).end) - Math.max(start, vmas.get(i).start);
        }
        return bytes;
    }

    private void populateNew(Vma vma, int flags) {
        boolean wanted = (flags & (MAP_POPULATE | MAP_LOCKED)) != 0 && (flags & MAP_NONBLOCK) == 0;
        if (vma.protection == 0) {
            return;
        }
        if (vma.object == null) {
            if (vma.bytes() <= EAGER_BYTES || wanted) {
                population.anonymous(vma, vma.start, vma.end);
            }
            if (wanted) {
                population.touch(vma, vma.start, vma.end);
            }
        } else if (wanted) {
            population.objectFilled(vma, vma.start, vma.end);
            population.touch(vma, vma.start, vma.end);
        } else {
            population.objectIfCached(vma, vma.start, Math.min(vma.end, vma.start + EAGER_FILE_BYTES));
        }
    }

    /** remap_file_pages(2): shows another part of the same object. */
    void remapFilePages(long start, long bytes, long offset) {
        Vma vma = vmas.find(start);
        if (vma == null || !vma.isShared() || vma.object == null || vma.is(Vma.HIDDEN) || start + bytes > vma.end) {
            throw Errno.EINVAL.exception();
        }
        int flags = MAP_SHARED | MAP_FIXED | MAP_POPULATE | (vma.is(Vma.NEVER_WRITE) ? NEVER_WRITE : 0);
        mmap(start, bytes, vma.protection, flags, vma.object, offset, vma.name);
    }

    // --- munmap
    // -------------------------------------------------------------------------------------------------------

    void munmap(long start, long length) {
        long bytes = roundUp(length);
        if ((start & Pages.PAGE - 1) != 0 || length <= 0 || bytes <= 0 || !placement.isPossible(start, bytes)) {
            throw Errno.EINVAL.exception();
        }
        unmap(start, start + bytes, false);
    }

    /** Removes all mappings in a range, hidden ones only if asked. */
    void unmap(long start, long end, boolean hidden) {
        if (vmas.isFree(start, end)) {
            return;
        }
        vmas.isolate(start, end);
        int index = vmas.indexAfter(start);
        while (index < vmas.count() && vmas.get(index).start < end) {
            Vma vma = vmas.get(index);
            if (vma.is(Vma.HIDDEN) && !hidden) {
                index++;
                continue;
            }
            pages.drop(vma.start, vma.end);
            vmas.remove(index);
            if (vma.object != null) {
                space.objectUnmapped(vma);
            }
        }
        placement.forget();
    }

    // --- mprotect
    // -----------------------------------------------------------------------------------------------------

    void mprotect(long address, long length, int protection) {
        long bytes = roundUp(length);
        boolean grows = (protection & PROT_GROWSDOWN) != 0;
        if ((address & Pages.PAGE - 1) != 0 || grows && (protection & PROT_GROWSUP) != 0) {
            throw Errno.EINVAL.exception();
        }
        if (length == 0) {
            return;
        }
        if (length < 0 || bytes <= 0 || !placement.isPossible(address, bytes)) {
            throw Errno.ENOMEM.exception();
        }
        if ((protection & ~(7 | 8 | PROT_GROWSDOWN | PROT_GROWSUP)) != 0) {
            throw Errno.EINVAL.exception();
        }
        long start = address;
        Vma first = vmas.find(start);
        if (grows && (first == null || !first.is(Vma.GROWSDOWN)) || (protection & PROT_GROWSUP) != 0) {
            throw Errno.EINVAL.exception();
        }
        if (grows) {
            start = first.start;
        }
        protect(start, address + bytes, protection & 7);
    }

    private void protect(long start, long end, int protection) {
        vmas.isolate(start, end);
        long at = start;
        try {
            for (int i = vmas.indexAfter(start); at < end; i++) {
                Vma vma = i < vmas.count() ? vmas.get(i) : null;
                if (vma == null || vma.start != at || vma.is(Vma.HIDDEN)) {
                    throw Errno.ENOMEM.exception();
                }
                protectVma(vma, protection);
                at = vma.end;
            }
        } finally {
            vmas.merge(start, at);
        }
    }

    private void protectVma(Vma vma, int protection) {
        if (vma.protection == protection) {
            return;
        }
        if (vma.is(Vma.NEVER_WRITE) && (protection & Protection.WRITE) != 0) {
            throw Errno.EACCES.exception();
        }
        boolean becomesData = !vma.isShared() && !vma.isData() && (protection & Protection.WRITE) != 0;
        if (becomesData && vmas.dataBytes() + vma.bytes() > space.limits().data()) {
            throw Errno.ENOMEM.exception();
        }
        if (becomesData && !vma.is(Vma.NORESERVE) && vma.bytes() > pages.memory.limit()) {
            throw Errno.ENOMEM.exception();
        }
        if (!Vma.isCode(protection)) {
            pages.revert(vma.start, vma.end);
        }
        vmas.change(vma, protection, vma.flags);
        pages.protect(vma, vma.start, vma.end);
        if (protection != 0 && vma.object == null && vma.bytes() <= EAGER_BYTES) {
            population.anonymous(vma, vma.start, vma.end);
        }
    }

    // --- brk
    // ----------------------------------------------------------------------------------------------------------

    /** Moves the end of the heap; false if that cannot be. Both are not rounded. */
    boolean brk(long heapStart, long oldEnd, long newEnd) {
        long from = roundUp(oldEnd);
        long to = roundUp(newEnd);
        if (newEnd < heapStart
                || !placement.isUsable(heapStart, newEnd - heapStart)
                || newEnd - heapStart > space.limits().data()) {
            return false;
        }
        if (to < from) {
            unmap(to, from, false);
        } else if (to > from) {
            if (!isRoom(from, to - from) || !rules.isPossible(from, to, false, null, 0)) {
                return false;
            }
            checkLimits(from, to - from, Protection.READ | Protection.WRITE, MAP_PRIVATE);
            int flags = Vma.HEAP | (space.locksFuture() ? Vma.LOCKED : 0);
            Vma heap = new Vma(from, to, Protection.READ | Protection.WRITE, flags, null, 0, HEAP_NAME);
            vmas.checkCount();
            vmas.add(heap);
            populateNew(heap, 0);
            vmas.merge(from, to);
        }
        return true;
    }

    // --- the kernel's own
    // ---------------------------------------------------------------------------------------------

    long mapHidden(long near, long length, int protection) {
        long bytes = length + 0xffff & -0x10000L;
        long start = placement.findNear(near, bytes, NEAR - bytes, space.heapStart());
        vmas.checkCount();
        Vma vma = new Vma(start, start + bytes, protection, Vma.HIDDEN, null, 0, null);
        vmas.add(vma);
        try {
            populateNew(vma, 0);
        } catch (ErrnoException e) {
            unmap(vma.start, vma.end, true);
            throw e;
        }
        return start;
    }
}
