package isthmus.core.memory;

import isthmus.core.Errno;

/** mlock(2) and its kin: memory is never swapped here, so they only populate, count and remember. */
public final class MemoryLocks {
    private static final int MCL_CURRENT = 1;
    private static final int MCL_FUTURE = 2;
    private static final int MCL_ONFAULT = 4;

    private final AddressSpace space;
    private final Pages pages;
    private final Population population;

    MemoryLocks(AddressSpace space, Pages pages, Population population) {
        this.space = space;
        this.pages = pages;
        this.population = population;
    }

    /** @param populate false for MLOCK_ONFAULT */
    public void mlock(long address, long length, boolean populate) {
        long start = address & -Pages.PAGE;
        long end = checkedEnd(start, address, length);
        checkMayLock();
        space.change(() -> {
            long already = lockedBytes(start, end);
            if (pages.vmas.lockedBytes() - already + (end - start)
                    > space.limits().lockedMemory()) {
                throw Errno.ENOMEM.exception();
            }
            setLocked(start, end, true, populate);
        });
    }

    public void munlock(long address, long length) {
        long start = address & -Pages.PAGE;
        long end = checkedEnd(start, address, length);
        space.change(() -> {
            setLocked(start, end, false, false);
        });
    }

    private static long checkedEnd(long start, long address, long length) {
        long end = Mapper.roundUp(address + length);
        if (start < 0 || length < 0 || end < start) {
            throw Errno.EINVAL.exception();
        }
        return end;
    }

    private void checkMayLock() {
        if (space.limits().lockedMemory() == 0) {
            throw Errno.EPERM.exception();
        }
    }

    /** mlockall(2). */
    public void mlockall(int flags) {
        if (flags == 0 || (flags & ~(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT)) != 0 || flags == MCL_ONFAULT) {
            throw Errno.EINVAL.exception();
        }
        checkMayLock();
        space.change(() -> {
            boolean current = (flags & MCL_CURRENT) != 0;
            if (current && pages.vmas.totalBytes() > space.limits().lockedMemory()) {
                throw Errno.ENOMEM.exception();
            }
            space.setLocksFuture((flags & MCL_FUTURE) != 0);
            if (current) {
                setAll(true, (flags & MCL_ONFAULT) == 0);
            }
        });
    }

    public void munlockall() {
        space.change(() -> {
            space.setLocksFuture(false);
            setAll(false, false);
        });
    }

    private void setAll(boolean locked, boolean populate) {
        for (int i = 0; i < pages.vmas.count(); i++) {
            if (!pages.vmas.get(i).is(Vma.HIDDEN)) {
                set(pages.vmas.get(i), locked, populate);
            }
        }
        pages.vmas.merge(0, Long.MAX_VALUE);
    }

    private void setLocked(long start, long end, boolean locked, boolean populate) {
        pages.vmas.isolate(start, end);
        long at = start;
        for (int i = pages.vmas.indexAfter(start); at < end; i++) {
            Vma vma = i < pages.vmas.count() ? pages.vmas.get(i) : null;
            if (vma == null || vma.start > at || vma.is(Vma.HIDDEN)) {
                pages.vmas.merge(start, end);
                throw Errno.ENOMEM.exception();
            }
            set(vma, locked, populate);
            at = vma.end;
        }
        pages.vmas.merge(start, end);
    }

    private void set(Vma vma, boolean locked, boolean populate) {
        pages.vmas.change(vma, vma.protection, locked ? vma.flags | Vma.LOCKED : vma.flags & ~Vma.LOCKED);
        if (populate && vma.protection != 0) {
            if (vma.object == null) {
                population.anonymous(vma, vma.start, vma.end);
            } else {
                population.objectFilled(vma, vma.start, vma.end);
            }
            population.touch(vma, vma.start, vma.end);
        }
    }

    private long lockedBytes(long start, long end) {
        long bytes = 0;
        for (int i = pages.vmas.indexAfter(start); i < pages.vmas.count() && pages.vmas.get(i).start < end; i++) {
            Vma vma = pages.vmas.get(i);
            bytes += vma.is(Vma.LOCKED) ? Math.min(end, vma.end) - Math.max(start, vma.start) : 0;
        }
        return bytes;
    }
}
