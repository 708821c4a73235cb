package isthmus.core.memory;

import isthmus.core.Errno;
import isthmus.core.patch.EagerPatcher;
import isthmus.core.patch.PatchedCode;
import isthmus.core.patch.SitePatcher;
import isthmus.core.south.Fault;
import isthmus.core.south.GuestProcess;
import isthmus.core.south.Protection;
import java.util.List;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Supplier;

/**
 * The memory of a guest process: its mappings and what backs them. Any thread may call it; every method may throw an
 * {@link isthmus.core.ErrnoException}, with the errors of the manual page it names.
 *
 * <p>It has holders: each task that runs in it, and anybody else who accesses it meanwhile. While there is one holder
 * only, which then is the caller, changes take effect when the guest runs again; otherwise before a method returns.
 *
 * <p>Lock order: transfers of {@link SpaceMemory}, {@code resizing} of a {@link MemoryObject}, {@code lock} (a parent's
 * before its child's), {@code lock} of a MemoryObject, the patcher's monitor, {@link PhysicalMemory}. {@code lock} guards
 * all mappings.
 */
public final class AddressSpace {
    private final PhysicalMemory physical;
    private final GuestProcess process;
    private final MemoryLimits limits;
    private final StampedLock lock = new StampedLock();
    private final Holders holders = new Holders();
    private final SpaceMemory memory;
    private final SpaceCode code = new SpaceCode(this);
    private volatile PatchedCode patcher;

    private final VmaList vmas = new VmaList(this);
    private final HostMap host;
    private final Pages pages;
    private final Population population;
    private final FaultHandler faults;
    private final Placement placement;
    private final Mapper mapper;
    private final PageLookup lookup;
    private final CodePatcher codePatcher;
    private final Deferred deferred = new Deferred();

    private final Heap heap;
    private boolean locksFuture;
    private boolean closed;

    /**
     * An empty address space, held by the caller.
     *
     * @param limits of the process, asked whenever they matter
     */
    public AddressSpace(PhysicalMemory physical, GuestProcess process, MemoryLimits limits) {
        this.physical = physical;
        this.process = process;
        this.limits = limits;
        this.memory = new SpaceMemory(this, physical, lock);
        this.host = new HostMap(process, physical);
        this.pages = new Pages(physical, vmas, host);
        this.population = new Population(pages);
        this.codePatcher = new CodePatcher(pages, population);
        this.lookup = new PageLookup(this, pages);
        this.placement = new Placement(vmas, pages.blockwise, physical.platform());
        this.faults = new FaultHandler(this, pages, population, placement.lowest);
        this.mapper = new Mapper(this, pages, population, placement);
        this.heap = new Heap(mapper);
        long entry = physical.platform().systemCallEntry();
        if (physical.platform().trapsForeignCalls()) {
            setSites(new SitePatcher(entry));
        } else {
            setGate(new CodeGate(pages, population, mapper, lookup, new EagerPatcher(entry)));
        }
    }

    /** System calls' access to it. */
    public GuestMemory memory() {
        return memory;
    }

    /** Null where the host traps foreign calls. */
    CodeGate gate() {
        return pages.gate;
    }

    private void setGate(CodeGate gate) {
        pages.gate = gate;
        patcher = gate.patcher();
    }

    private void setSites(SitePatcher sites) {
        pages.sites = sites;
        patcher = sites;
    }

    /** Its call sites that were replaced. */
    public PatchedCode patcher() {
        return patcher;
    }

    /**
     * A system call came as a trap from this instruction: replaces it when that pays. False if there must be no such
     * instruction that can be executed.
     */
    public boolean trapped(long site, long number) {
        if (patcher instanceof SitePatcher lazy) {
            lazy.trapped(code, site, number, holders.isOne());
            return true;
        }
        return Long.compareUnsigned(site, physical.platform().guestAddressLimit()) >= 0; // in the host's vDSO
    }

    public GuestProcess process() {
        return process;
    }

    public PhysicalMemory physicalMemory() {
        return physical;
    }

    public MemoryLimits limits() {
        return limits;
    }

    /** What {@code /proc} shows of it, mincore and msync. */
    public MemoryView view() {
        return new MemoryView(this, pages);
    }

    /** mlock and its kin. */
    public MemoryLocks locks() {
        return new MemoryLocks(this, pages, population);
    }

    // --- life
    // ---------------------------------------------------------------------------------------------------------

    /** One more task that runs in it, or one more who accesses it from outside; not once the last holder has gone. */
    public AddressSpace retain() {
        holders.add();
        return this;
    }

    /** Whether it has more than one holder. */
    public boolean isShared() {
        return holders.areMany();
    }

    /** Like {@link #retain()}, but false if the last holder has gone. */
    public boolean tryRetain() {
        return holders.tryAdd();
    }

    /** One holder less; the last one ends the guest process and gives back all memory. */
    public void release() {
        if (holders.remove()) {
            close();
        }
    }

    private void close() {
        process.close();
        lock.writeLock();
        try {
            closed = true;
            int count = vmas.count();
            for (int i = count - 1; i >= 0; i--) {
                Vma vma = vmas.remove(i);
                if (vma.object != null) {
                    objectUnmapped(vma);
                }
            }
            pages.releaseAll();
            host.releaseAll();
        } finally {
            unlockAndFinish(false);
        }
    }

    /**
     * fork(2): a copy for a new process, whose holder is the caller.
     *
     * @param child an empty guest process
     * @param childLimits of the new process
     */
    public AddressSpace fork(GuestProcess child, MemoryLimits childLimits) {
        AddressSpace copy = new AddressSpace(physical, child, childLimits);
        boolean done = false;
        memory.transfers().writeLock().lock(); // what is being written is not shared
        try {
            change(() -> copyTo(copy));
            done = true;
        } finally {
            memory.transfers().writeLock().unlock();
            if (!done) {
                copy.release();
            }
        }
        return copy;
    }

    private void copyTo(AddressSpace copy) {
        boolean done = false;
        copy.lock.writeLock();
        try {
            copy.heap.inherit(heap);
            copy.placement.setBase(placement.base());
            if (pages.gate == null) {
                copy.setSites(pages.sites.copy());
            } else {
                copy.setGate(pages.gate.copyFor(copy.pages, copy.population, copy.mapper, copy.lookup));
            }
            copy.pages.isChildOf(pages);
            new Forker(pages, copy.pages, copy.population, holders.isOne()).fork();
            forgetWhatIsNotInherited(copy);
            done = true;
        } finally {
            copy.unlockAndFinish(done);
        }
    }

    private void forgetWhatIsNotInherited(AddressSpace copy) {
        for (int i = 0; i < vmas.count(); i++) {
            Vma vma = vmas.get(i);
            if (vma.is(Vma.DONTFORK | Vma.WIPEONFORK)) {
                copy.pages.dropping(vma.start, vma.end);
                if (copy.pages.gate != null) {
                    copy.pages.gate.dropped(vma.start, vma.end);
                }
            }
        }
    }

    /** The end of every change: tells the host, frees the lock, and does what was put off. */
    private void unlockAndFinish(boolean tellHost) {
        List<Runnable> actions = deferred.take();
        try {
            if (tellHost) {
                host.finish(holders.isOne() && actions.isEmpty());
            }
        } finally {
            lock.tryUnlockWrite();
        }
        RuntimeException failure = null;
        for (Runnable action : actions) { // each of them, whatever becomes of the others
            try {
                action.run();
            } catch (RuntimeException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void unlockAndFinish() {
        unlockAndFinish(true);
    }

    // --- mappings
    // -----------------------------------------------------------------------------------------------------

    /**
     * mmap(2).
     *
     * @param flags {@link MapFlags}; MAP_ANONYMOUS is not looked at
     * @param object what is mapped, or null for anonymous memory; the mapping gets a reference of its own
     * @param offset in the object, in bytes
     * @param name what /proc/PID/maps shows, or null
     */
    public long mmap(
            long hint, long length, int protection, int flags, MemoryObject object, long offset, MappingName name) {
        return exclusively(() -> mapper.mmap(hint, length, protection, flags, object, offset, name));
    }

    /** remap_file_pages(2); {@code offset} in the object, in bytes. */
    public void remapFilePages(long start, long bytes, long offset) {
        change(() -> mapper.remapFilePages(start, bytes, offset));
    }

    /** munmap(2). */
    public void munmap(long address, long length) {
        change(() -> mapper.munmap(address, length));
    }

    /** mprotect(2). */
    public void mprotect(long address, long length, int protection) {
        change(() -> mapper.mprotect(address, length, protection));
    }

    /** mremap(2); the new address. */
    public long mremap(long old, long oldLength, long newLength, int flags, long newAddress) {
        return exclusively(() -> new Remapper(this, pages, population, placement, mapper)
                .mremap(old, oldLength, newLength, flags, newAddress));
    }

    /** madvise(2). */
    public void madvise(long address, long length, int advice) {
        long bytes = Mapper.roundUp(length);
        if ((address & Pages.PAGE - 1) != 0 || !Advice.isKnown(advice) || bytes < 0 || length < 0) {
            throw Errno.EINVAL.exception();
        }
        if (bytes != 0 && !placement.isPossible(address, bytes)) {
            throw Errno.ENOMEM.exception();
        }
        change(() -> new Advice(this, pages, population, faults).madvise(address, address + bytes, advice));
    }

    /** Where the heap begins; set by the loader. */
    public void setHeapStart(long address) {
        heap.begin(address);
    }

    public long heapStart() {
        return heap.start();
    }

    /** brk(2) as the kernel has it: the new end of the heap, or the old one if it cannot be moved there. */
    public long brk(long newEnd) {
        return exclusively(() -> heap.moveEnd(newEnd));
    }

    /** Mappings made without a place of their own are put below {@code base}; set by the loader. */
    public void setMmapBase(long base) {
        placement.setBase(base);
    }

    /**
     * Memory for the kernel's own code in the guest, within 2 GiB of {@code near}: inherited by fork, not shown, not
     * touched by the guest's calls. ENOMEM.
     */
    public long mapHidden(long near, long bytes, int protection) {
        return exclusively(() -> mapper.mapHidden(near, bytes, protection));
    }

    /**
     * Writes code into pages of a private mapping, whatever their protection. Other threads of the guest see the old or
     * the new bytes of each page. False if the mapping is shared or there is none, or now is not the time: a system call
     * may be in the middle of writing to memory.
     */
    public boolean patchCode(long address, byte[] code) {
        return patching(() -> codePatcher.patch(address, code, holders.isOne()));
    }

    /**
     * The same in one page where the guest may execute {@code expected}, and not write; {@code done} runs before anybody sees it.
     * False in all other cases.
     */
    boolean replaceCode(long address, byte[] expected, byte[] code, Runnable done) {
        return patching(() -> {
            boolean is =
                    codePatcher.isCode(lookup, address, expected) && codePatcher.patch(address, code, holders.isOne());
            if (is) {
                done.run();
            }
            return is;
        });
    }

    private boolean patching(Supplier<Boolean> action) {
        if (!memory.transfers().writeLock().tryLock()) {
            return false;
        }
        try {
            return exclusively(action);
        } finally {
            memory.transfers().writeLock().unlock();
        }
    }

    /**
     * Writes for the guest, or who looks after it, as {@link #patchCode} does, but at any time, and not to hidden memory; other threads
     * may see some of the new bytes before others.
     */
    public boolean writeCode(long address, byte[] code) {
        long end = address + code.length;
        return exclusively(() -> {
            if (mapper.isAnyHidden(address, end)) {
                return false;
            }
            codePatcher.prepare(address & -Pages.PAGE, Mapper.roundUp(end));
            return codePatcher.patch(address, code, true);
        });
    }

    // --- faults and accesses
    // ------------------------------------------------------------------------------------------

    /**
     * Makes the access possible that failed, or says what signal it deserves.
     *
     * @param rip where the guest stands
     */
    public FaultResult handle(Fault fault, long rip) {
        if (!fault.isPageFault()) {
            return new FaultResult(false, fault.signal(), fault.code(), 0);
        }
        if (Long.compareUnsigned(fault.address(), physical.platform().guestAddressLimit()) >= 0) {
            return FaultResult.NOT_MAPPED;
        }
        if (gate() == null || fault.access() != Protection.EXEC) {
            return exclusively(() -> faults.resolve(fault.address(), fault.access(), true, rip));
        }
        memory.transfers().writeLock().lock(); // what is being written must not become executable
        try {
            return exclusively(() -> faults.resolve(fault.address(), Protection.EXEC, true, rip));
        } finally {
            memory.transfers().writeLock().unlock();
        }
    }

    /** The same for the kernel's own access. */
    FaultResult resolve(long address, int access) {
        return exclusively(() -> faults.resolve(address, access, false, 0));
    }

    /** What identifies a futex at an address (futex(2)); {@code shared} is the absence of FUTEX_PRIVATE_FLAG. EFAULT. */
    public FutexKey futexKey(long address, boolean shared) {
        if (!shared) {
            return new FutexKey(this, address);
        }
        memory.readInt(address);
        return looking(() -> lookup.sharedFutexKey(address));
    }

    // --- for the parts
    // ------------------------------------------------------------------------------------------------

    boolean locksFuture() {
        return locksFuture;
    }

    void setLocksFuture(boolean locks) {
        locksFuture = locks;
    }

    /** Takes over the reference of a mapping that is gone. */
    void objectUnmapped(Vma vma) {
        deferred.sync(vma.object, vma.offset, vma.bytes()); // a private one too: it lets go of the object at once then
        MemoryObject object = vma.object;
        host.later(() -> {
            object.left(this);
            object.release();
        });
    }

    Deferred deferred() {
        return deferred;
    }

    /** Unmaps the pages of an object from {@code size} (rounded up to pages) on, private copies too. */
    void objectTruncated(MemoryObject object, long size) {
        lock.writeLock();
        try {
            for (int i = 0; i < vmas.count() && !closed; i++) {
                Vma vma = vmas.get(i);
                if (vma.object == object && vma.offsetOf(vma.end) > size) {
                    pages.drop(Math.max(vma.start, vma.start + (size - vma.offset)), vma.end);
                }
            }
            host.flush();
        } finally {
            unlockAndFinish();
        }
    }

    /** Runs with the lock held for reading. */
    <T> T looking(Supplier<T> action) {
        long stamp = lock.readLock();
        try {
            return action.get();
        } finally {
            lock.unlockRead(stamp);
        }
    }

    /** Like {@link #exclusively}, without a result. */
    void change(Runnable action) {
        lock.writeLock();
        try {
            action.run();
        } finally {
            unlockAndFinish();
        }
    }

    /** Runs with the lock held for writing. */
    <T> T exclusively(Supplier<T> action) {
        lock.writeLock();
        try {
            return action.get();
        } finally {
            unlockAndFinish();
        }
    }

    Pages pages() {
        return pages;
    }

    PageLookup lookup() {
        return lookup;
    }
}
