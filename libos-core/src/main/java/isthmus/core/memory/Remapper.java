package isthmus.core.memory;

import static isthmus.core.memory.MapFlags.MREMAP_DONTUNMAP;
import static isthmus.core.memory.MapFlags.MREMAP_FIXED;
import static isthmus.core.memory.MapFlags.MREMAP_MAYMOVE;

import isthmus.core.Errno;

/** mremap(2). Called with the address space's lock held for writing. */
final class Remapper {
    private final AddressSpace space;
    private final Pages pages;
    private final Population population;
    private final VmaList vmas;
    private final Placement placement;
    private final Mapper mapper;

    Remapper(AddressSpace space, Pages pages, Population population, Placement placement, Mapper mapper) {
        this.space = space;
        this.pages = pages;
        this.population = population;
        this.vmas = pages.vmas;
        this.placement = placement;
        this.mapper = mapper;
    }

    long mremap(long old, long oldLength, long newLength, int flags, long newAddress) {
        long oldBytes = Mapper.roundUp(oldLength);
        long newBytes = Mapper.roundUp(newLength);
        checkArguments(old, oldBytes, newBytes, flags, newAddress);
        Vma vma = vmas.find(old);
        if (vma == null || vma.is(Vma.HIDDEN)) {
            throw Errno.EFAULT.exception();
        }
        boolean fixed = (flags & MREMAP_FIXED) != 0;
        boolean keep = (flags & MREMAP_DONTUNMAP) != 0;
        if (oldBytes == 0 && !vma.isShared()) {
            throw Errno.EINVAL.exception();
        }
        if (fixed) {
            long offset = vma.object == null ? 0 : vma.offsetOf(old);
            mapper.rules().check(newAddress, newAddress + newBytes, vma.isShared(), vma.object, offset);
            mapper.checkNothingHidden(newAddress, newAddress + newBytes);
            mapper.unmap(newAddress, newAddress + newBytes, false);
        }
        if (oldBytes > newBytes) {
            mapper.unmap(old + newBytes, old + oldBytes, false);
            oldBytes = newBytes;
        }
        if (oldBytes == newBytes && !fixed && !keep) {
            return old;
        }
        vma = vmas.find(old);
        if (vma == null || old + oldBytes > vma.end) {
            throw Errno.EFAULT.exception();
        }
        checkLimits(vma, newBytes - (keep ? 0 : oldBytes));
        if (!fixed && !keep && oldBytes > 0 && growInPlace(vma, old + oldBytes, newBytes - oldBytes, flags)) {
            return old;
        }
        if ((flags & MREMAP_MAYMOVE) == 0) {
            throw Errno.ENOMEM.exception();
        }
        long target = fixed ? newAddress : placement.find(newBytes, old & 0xffff, true);
        move(vma, old, oldBytes, target, newBytes, keep);
        return target;
    }

    private void checkArguments(long old, long oldBytes, long newBytes, int flags, long newAddress) {
        boolean moves = (flags & (MREMAP_FIXED | MREMAP_DONTUNMAP)) != 0;
        if ((flags & ~(MREMAP_MAYMOVE | MREMAP_FIXED | MREMAP_DONTUNMAP)) != 0
                || moves && (flags & MREMAP_MAYMOVE) == 0
                || (flags & MREMAP_DONTUNMAP) != 0 && oldBytes != newBytes
                || (old & Pages.PAGE - 1) != 0
                || oldBytes < 0
                || newBytes <= 0
                || !placement.isPossible(0, newBytes)) {
            throw Errno.EINVAL.exception();
        }
        if (!placement.isPossible(old, oldBytes)) {
            throw Errno.EFAULT.exception();
        }
        if ((flags & MREMAP_FIXED) != 0) {
            boolean overlaps = newAddress < old + oldBytes && old < newAddress + newBytes;
            if ((newAddress & Pages.PAGE - 1) != 0 || !placement.isUsable(newAddress, newBytes) || overlaps) {
                throw Errno.EINVAL.exception();
            }
            if (newAddress < placement.lowest) {
                throw Errno.EPERM.exception();
            }
        }
    }

    private void checkLimits(Vma vma, long growth) {
        MemoryLimits limits = space.limits();
        if (growth > limits.addressSpace() || vmas.totalBytes() > limits.addressSpace() - growth) {
            throw Errno.ENOMEM.exception();
        }
        if (vma.isData() && (growth > limits.data() || vmas.dataBytes() > limits.data() - growth)) {
            throw Errno.ENOMEM.exception();
        }
        if (vma.isData() && !vma.is(Vma.NORESERVE) && growth > pages.memory.limit()) {
            throw Errno.ENOMEM.exception();
        }
        if (vma.is(Vma.LOCKED) && vmas.lockedBytes() + growth > limits.lockedMemory()) {
            throw Errno.EAGAIN.exception();
        }
    }

    private boolean growInPlace(Vma vma, long end, long growth, int flags) {
        if (vma.end != end || !placement.isUsable(end, growth) || !vmas.isFree(end, end + growth)) {
            return false;
        }
        boolean shared = vma.isShared();
        long offset = vma.offsetOf(end);
        boolean moves =
                (flags & MREMAP_MAYMOVE) != 0 && (!shared || vma.isCongruent()); // else it is no better elsewhere
        boolean fits = moves
                ? mapper.rules().keeps(end, end + growth, shared, vma.object, offset)
                : mapper.rules().isPossible(end, end + growth, shared, vma.object, offset);
        if (!fits) {
            return false;
        }
        vmas.resize(vma, vma.start, end + growth);
        populate(vma, end, end + growth);
        vmas.merge(vma.start, vma.end);
        return true;
    }

    private void populate(Vma vma, long start, long end) {
        if (start >= end || vma.protection == 0) {
            return;
        }
        if (vma.object != null) {
            population.objectIfCached(vma, start, end);
        } else if (end - start <= Mapper.EAGER_BYTES) {
            population.anonymous(vma, start, end);
        }
    }

    private void move(Vma whole, long old, long oldBytes, long target, long newBytes, boolean keep) {
        vmas.checkCount();
        pages.revert(old, old + oldBytes);
        vmas.isolate(old, old + oldBytes);
        Vma vma = oldBytes == 0 ? whole : vmas.find(old);
        long offset = vma.object == null ? 0 : vma.offsetOf(old);
        MemoryObject object = vma.object == null ? null : vma.object.retain();
        Vma moved = new Vma(target, target + newBytes, vma.protection, vma.flags, object, offset, vma.name);
        vmas.add(moved);
        if (oldBytes > 0) {
            if (!vma.isShared()) {
                new PageMover(pages, population).move(vma, old, old + oldBytes, moved, target - old);
            }
            if (keep) {
                pages.drop(old, old + oldBytes);
                vmas.change(vma, vma.protection, vma.flags & ~Vma.LOCKED);
            } else {
                mapper.unmap(old, old + oldBytes, false);
            }
        }
        populate(moved, target, target + (object == null ? 0 : oldBytes));
        populate(moved, target + oldBytes, target + newBytes);
        vmas.merge(target, target + newBytes);
        vmas.merge(old, old + oldBytes);
    }
}
