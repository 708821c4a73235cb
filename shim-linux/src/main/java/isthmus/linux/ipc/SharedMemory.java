package isthmus.linux.ipc;

import isthmus.core.Errno;
import isthmus.core.files.Credentials;
import isthmus.core.memory.AddressSpace;
import isthmus.core.memory.MapFlags;
import isthmus.core.memory.Mapping;
import isthmus.core.memory.MemoryObject;
import isthmus.core.memory.PhysicalMemory;
import isthmus.core.south.Protection;
import isthmus.core.time.Clocks;
import java.nio.ByteBuffer;
import java.util.List;

/** The shared memory segments of a run (shm_overview is POSIX's; this is shmget(2)). Its monitor guards all. */
public final class SharedMemory extends IpcTable<SharedMemorySegment> {
    public static final int SHM_RDONLY = 010000;
    public static final int SHM_RND = 020000;
    public static final int SHM_REMAP = 040000;
    public static final int SHM_EXEC = 0100000;
    /** Bytes of {@code struct shmid64_ds}, {@code shminfo64} and {@code shm_info}. */
    public static final int STATUS_BYTES = 112;

    private static final int SHM_HUGETLB = 04000;
    private static final long PAGE = 4096;

    private final PhysicalMemory memory;
    private final IpcLimits limits;

    SharedMemory(PhysicalMemory memory, IpcLimits limits, Clocks clocks) {
        super(() -> (int) limits.get(IpcLimits.Limit.SHMMNI), clocks);
        this.memory = memory;
        this.limits = limits;
    }

    // --- shmget, shmat, shmdt
    // -----------------------------------------------------------------------------------------

    /** shmget(2). */
    public synchronized int get(int key, long size, int flags, Credentials who, int pid) {
        tidy();
        return findOrMake(
                key,
                flags,
                who,
                found -> {
                    if (size > found.size) {
                        throw Errno.EINVAL.exception();
                    }
                },
                () -> make(size, flags, pid));
    }

    private SharedMemorySegment make(long size, int flags, int pid) {
        if (size == 0 || Long.compareUnsigned(size, limits.get(IpcLimits.Limit.SHMMAX)) > 0) {
            throw Errno.EINVAL.exception();
        }
        if ((flags & SHM_HUGETLB) != 0 || size < 0 || size > memory.limit()) {
            throw Errno.ENOMEM.exception();
        }
        long pages = pages() + (size + PAGE - 1) / PAGE;
        if (Long.compareUnsigned(pages, limits.get(IpcLimits.Limit.SHMALL)) > 0) {
            throw Errno.ENOSPC.exception();
        }
        long bytes = size + PAGE - 1 & -PAGE;
        return new SharedMemorySegment(new MemoryObject(memory, bytes), size, pid, now());
    }

    /** shmat(2); the address. */
    public long attach(AddressSpace space, int id, long address, int flags, Credentials who, int pid) {
        boolean readOnly = (flags & SHM_RDONLY) != 0;
        SharedMemorySegment segment = checkedForAttach(id, readOnly, (flags & SHM_EXEC) != 0, who);
        try {
            long place = place(address, flags);
            int fixed = place == 0 ? 0 : (flags & SHM_REMAP) != 0 ? MapFlags.MAP_FIXED : MapFlags.MAP_FIXED_NOREPLACE;
            int protection = Protection.READ
                    | (readOnly ? 0 : Protection.WRITE)
                    | ((flags & SHM_EXEC) != 0 ? Protection.EXEC : 0);
            int never = readOnly ? MapFlags.NEVER_WRITE : 0;
            long bytes = segment.memory.size();
            long found = space.mmap(
                    place, bytes, protection, MapFlags.MAP_SHARED | fixed | never, segment.memory, 0, segment.name());
            synchronized (this) {
                segment.attachTime = now();
                segment.lastPid = pid;
            }
            return found;
        } catch (isthmus.core.ErrnoException e) {
            throw e.errno() == Errno.EEXIST || e.errno() == Errno.EPERM ? Errno.EINVAL.exception() : e;
        } finally {
            segment.memory.release();
        }
    }

    private synchronized SharedMemorySegment checkedForAttach(int id, boolean readOnly, boolean exec, Credentials who) {
        SharedMemorySegment segment = find(id);
        segment.check(who, IpcObject.READ | (readOnly ? 0 : IpcObject.WRITE) | (exec ? 1 : 0));
        segment.memory.retain();
        return segment;
    }

    private static long place(long address, int flags) {
        if (address == 0) {
            if ((flags & SHM_REMAP) != 0) {
                throw Errno.EINVAL.exception();
            }
            return 0;
        }
        if ((address & PAGE - 1) != 0 && (flags & SHM_RND) == 0) {
            throw Errno.EINVAL.exception();
        }
        return address & -PAGE;
    }

    /** shmdt(2): removes all that is left of the segment that was attached at an address. */
    public void detach(AddressSpace space, long address, int pid) {
        List<Mapping> mappings = space.view().mappings();
        SharedMemorySegment segment = null;
        for (Mapping mapping : mappings) {
            if (mapping.name() instanceof SharedMemorySegment.Name name) {
                long start = mapping.start() - mapping.offset();
                if (start == address && (segment == null || segment == name.segment())) {
                    segment = name.segment();
                    space.munmap(mapping.start(), mapping.end() - mapping.start());
                }
            }
        }
        if (segment == null) {
            throw Errno.EINVAL.exception();
        }
        synchronized (this) {
            segment.detachTime = now();
            segment.lastPid = pid;
            tidy();
        }
    }

    // --- shmctl
    // -------------------------------------------------------------------------------------------------------

    /** IPC_SET. */
    public synchronized void set(int id, IpcPermission wanted, Credentials who) {
        setPermission(findOwn(id, who), wanted);
    }

    /** IPC_RMID: it goes when nobody has it attached. */
    public synchronized void remove(int id, Credentials who) {
        SharedMemorySegment segment = findOwn(id, who);
        if ((segment.mode & SharedMemorySegment.SHM_DEST) == 0) {
            segment.mode |= SharedMemorySegment.SHM_DEST;
            forgetKey(segment);
        }
        tidy();
    }

    /** SHM_LOCK and SHM_UNLOCK: nothing is ever swapped, so they only show. */
    public synchronized void setLocked(int id, boolean locked, Credentials who) {
        SharedMemorySegment segment = findOwn(id, who);
        segment.mode =
                locked ? segment.mode | SharedMemorySegment.SHM_LOCKED : segment.mode & ~SharedMemorySegment.SHM_LOCKED;
    }

    /** IPC_INFO: the limits; the highest slot in use. */
    public synchronized int limits(ByteBuffer target) {
        long count = limits.get(IpcLimits.Limit.SHMMNI);
        target.putLong(limits.get(IpcLimits.Limit.SHMMAX))
                .putLong(1)
                .putLong(count)
                .putLong(count);
        target.putLong(limits.get(IpcLimits.Limit.SHMALL));
        target.position(72);
        return highest();
    }

    /** SHM_INFO: what there is; the highest slot in use. */
    public synchronized int usage(ByteBuffer target) {
        tidy();
        long resident = 0;
        for (SharedMemorySegment segment : all()) {
            resident += segment.memory.allocatedBytes() / PAGE;
        }
        target.putInt(all().size())
                .putInt(0)
                .putLong(pages())
                .putLong(resident)
                .putLong(0)
                .putLong(0)
                .putLong(0);
        return highest();
    }

    private long pages() {
        return all().stream().mapToLong(segment -> segment.memory.size() / PAGE).sum();
    }

    /** Ends segments that are marked and that nobody has attached any more. */
    @Override
    void tidy() {
        for (SharedMemorySegment segment : all()) {
            if ((segment.mode & SharedMemorySegment.SHM_DEST) != 0 && !segment.memory.isMapped()) {
                remove(segment);
                segment.memory.release();
            }
        }
    }
}
