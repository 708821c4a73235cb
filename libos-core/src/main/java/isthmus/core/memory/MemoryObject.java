package isthmus.core.memory;

import isthmus.core.Errno;
import isthmus.core.patch.ByteSource;
import isthmus.core.patch.ElfCode;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Memory with an identity of its own, that can be mapped more than once and be the contents of a file: shared anonymous
 * memory, a file in memory, the cached pages of another file. Sparse; bytes past {@link #size()} do not exist, pages
 * past its last one raise SIGBUS where they are mapped.
 *
 * <p>Lock order: {@code resizing}, then an address space's lock, then {@code lock}. {@code resizing} is held by who
 * writes, writes back or changes the size; {@code lock} guards the blocks. Neither is held while a caller's code runs, but
 * for the {@link Filler}, under {@code lock}, the {@link WriteBack}, under both, and what is given to {@link #inOneStep}.
 * So a caller may hold locks of its own (an inode's) here, if its Filler and its WriteBack do not take them.
 */
public final class MemoryObject {
    /** Where the contents come from when they are first needed, such as a host file. */
    @FunctionalInterface
    public interface Filler {
        /** Reads from {@code offset} as much as {@code target} takes or the file has. The rest stays zero. */
        void fill(long offset, ByteBuffer target);
    }

    /** Where stores through shared mappings go in the end, such as a host file. */
    @FunctionalInterface
    public interface WriteBack {
        /** Writes all that {@code source} has at {@code offset}. */
        void write(long offset, ByteBuffer source);
    }

    private static final long PAGE = PhysicalMemory.PAGE_BYTES;
    private static final int BLOCK = PhysicalMemory.BLOCK_BYTES;

    private final PhysicalMemory memory;
    private final Filler filler;
    private final WriteBack writeBack;
    private final ReentrantLock resizing = new ReentrantLock();
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final ObjectBlocks blocks;
    private final AtomicInteger references = new AtomicInteger(1);
    /** How many mappings each address space has of this; guarded by itself. */
    private final Map<AddressSpace, Integer> mappers = new HashMap<>();
    /** The same for those that are gone, but whose pages the guest may still reach; guarded by the other. */
    private final Map<AddressSpace, Integer> leaving = new HashMap<>();
    /** Written under both locks. */
    private volatile long size;
    /** What the contents say of their code; null if it was not asked for since they changed. */
    private volatile ElfCode elfCode;
    /** Whether no guest can ever write to it. */
    private volatile boolean kernelOwned;

    /**
     * @param filler where the contents come from; null if everything is zero at first
     * @param writeBack where stores through shared mappings go; null if nowhere
     * @param size in bytes
     */
    public MemoryObject(PhysicalMemory memory, Filler filler, WriteBack writeBack, long size) {
        this.memory = memory;
        this.filler = filler;
        this.writeBack = writeBack;
        this.size = size;
        this.blocks = new ObjectBlocks(memory);
    }

    /** Zeroes, for a file in memory or shared anonymous memory. */
    public MemoryObject(PhysicalMemory memory, long size) {
        this(memory, null, null, size);
    }

    /** One more holder: a mapping, a file. The maker is the first. */
    public MemoryObject retain() {
        references.incrementAndGet();
        return this;
    }

    /** One holder less; the last one gives the memory back. */
    public void release() {
        if (references.decrementAndGet() == 0) {
            blocks.releaseAll();
        }
    }

    /** Whether anybody but the caller, a holder, holds it: a mapping, also one that is just going, or who writes it back. */
    public boolean isHeldByOthers() {
        return references.get() > 1;
    }

    public long size() {
        return size;
    }

    /** Bytes of memory that it may occupy, for {@code st_blocks}: counted in blocks of 64 KiB, cut at the end. */
    public long allocatedBytes() {
        return Math.min(blocks.count() * BLOCK, size + PAGE - 1 & -PAGE);
    }

    /** Promises that no guest can ever write to it: it is mapped by the kernel only, and never writable. */
    public void ownByKernel() {
        kernelOwned = true;
    }

    boolean isKernelOwned() {
        return kernelOwned;
    }

    /** What the contents, if they are an ELF file, say of their code. */
    ElfCode elfCode() {
        ElfCode known = elfCode;
        if (known == null) {
            known = ElfCode.read(new ByteSource() {
                @Override
                public long size() {
                    return size;
                }

                @Override
                public int read(long position, ByteBuffer target) {
                    return MemoryObject.this.read(position, target);
                }
            });
            elfCode = known;
        }
        return known;
    }

    /** Whether the contents come from elsewhere, so that memory is only a cache of them. */
    boolean isFilled() {
        return filler != null;
    }

    // --- blocks
    // -------------------------------------------------------------------------------------------------------

    /** The physical block that holds a block of 64 KiB, or -1. It stays while the caller holds a lock that keeps truncation out. */
    int block(long index) {
        return blocks.get(index);
    }

    /** Like {@link #block}, but reads or makes it if there is none. */
    int fill(long index) {
        int block = blocks.get(index);
        if (block >= 0) {
            return block;
        }
        lock.writeLock().lock();
        try {
            return fillLocked(index);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** The kernel's own view of a page, for who holds the object and never cuts it shorter. */
    public ByteBuffer page(long offset) {
        long physical = PhysicalMemory.address(fill(offset >>> 16)) + (offset & 0xffff);
        return memory.buffer(physical).slice(PhysicalMemory.offset(physical), (int) PAGE);
    }

    private int fillLocked(long index) {
        int present = blocks.get(index);
        if (present >= 0) {
            return present;
        }
        int block = blocks.allocate(index, size);
        if (filler != null) {
            boolean filled = false;
            try {
                long physical = PhysicalMemory.address(block);
                filler.fill(index << 16, memory.buffer(physical).slice(PhysicalMemory.offset(physical), BLOCK));
                filled = true;
            } finally {
                if (!filled) {
                    memory.release(block);
                }
            }
        }
        blocks.set(index, block);
        return block;
    }

    /** Copies the page at {@code offset} to an all-zero page of physical memory. */
    void copyPage(long offset, long physical) {
        int block = filler == null ? blocks.get(offset >>> 16) : fill(offset >>> 16);
        if (block >= 0) {
            long source = PhysicalMemory.address(block) + (offset & 0xffff);
            memory.buffer(physical)
                    .put(PhysicalMemory.offset(physical), memory.buffer(source), PhysicalMemory.offset(source), (int)
                            PAGE);
        }
    }

    // --- reading and writing
    // ------------------------------------------------------------------------------------------

    /** Copies bytes from {@code position} on into {@code target}; the number of bytes, 0 at the end. */
    public int read(long position, ByteBuffer target) {
        int done = 0;
        while (target.hasRemaining() && position < size) {
            if (filler != null) {
                fill(position >>> 16);
            }
            int moved = readBlock(position, target);
            if (moved == 0) {
                break;
            }
            position += moved;
            done += moved;
        }
        return done;
    }

    private int readBlock(long position, ByteBuffer target) {
        lock.readLock().lock();
        try {
            int within = (int) position & 0xffff;
            int length = (int) Math.min(Math.min(BLOCK - within, target.remaining()), size - position);
            if (length <= 0) {
                return 0;
            }
            int block = blocks.get(position >>> 16);
            int start = target.position();
            if (block < 0) {
                for (int i = 0; i < length; i++) {
                    target.put(start + i, (byte) 0);
                }
            } else {
                long physical = PhysicalMemory.address(block) + within;
                target.put(start, memory.buffer(physical), PhysicalMemory.offset(physical), length);
            }
            target.position(start + length);
            return length;
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Writes all that {@code source} has at {@code position}, extending the object if need be. ENOMEM. */
    public int write(long position, ByteBuffer source) {
        resizing.lock();
        try {
            int done = 0;
            elfCode = null;
            while (source.hasRemaining()) {
                long at = position + done;
                int within = (int) at & 0xffff;
                int length = Math.min(BLOCK - within, source.remaining());
                int block = fill(at >>> 16);
                long physical = PhysicalMemory.address(block) + within;
                memory.buffer(physical).put(PhysicalMemory.offset(physical), source, source.position(), length);
                source.position(source.position() + length);
                done += length;
                if (at + length > size) {
                    setSize(at + length);
                }
            }
            return done;
        } finally {
            resizing.unlock();
        }
    }

    /** Runs a change of this and of what is behind it, where nothing is written back and nobody else writes meanwhile. */
    public <T> T inOneStep(Supplier<T> change) {
        resizing.lock();
        try {
            return change.get();
        } finally {
            resizing.unlock();
        }
    }

    /** At the end, whose place it returns, as O_APPEND demands. */
    public long append(ByteBuffer source) {
        resizing.lock();
        try {
            long end = size;
            write(end, source);
            return end;
        } finally {
            resizing.unlock();
        }
    }

    private void setSize(long newSize) {
        lock.writeLock().lock();
        try {
            size = newSize;
        } finally {
            lock.writeLock().unlock();
        }
    }

    // --- size and holes
    // -----------------------------------------------------------------------------------------------

    /** Sets the size (ftruncate(2)). What is cut off is unmapped everywhere and reads as zero if it comes back. */
    public void truncate(long newSize) {
        resizing.lock();
        try {
            long old = size;
            elfCode = null;
            setSize(newSize);
            if (newSize < old) {
                cut(newSize);
            }
        } finally {
            resizing.unlock();
        }
    }

    private void cut(long newSize) {
        for (AddressSpace space : whoMayReachIt()) {
            space.objectTruncated(this, newSize + PAGE - 1 & -PAGE);
        }
        int[] freed;
        lock.writeLock().lock();
        try {
            freed = blocks.detachFrom(newSize + BLOCK - 1 >>> 16);
            int tail = (int) newSize & 0xffff;
            if (tail != 0) {
                blocks.zero(newSize, newSize + (BLOCK - tail));
            }
        } finally {
            lock.writeLock().unlock();
        }
        blocks.release(freed);
    }

    /** Makes {@code [offset, offset + length)} read as zero and gives its pages back; the size stays. */
    public void punchHole(long offset, long length) {
        resizing.lock();
        try {
            long end = Math.min(offset + length, size + BLOCK - 1 & -BLOCK);
            lock.writeLock().lock();
            try {
                if (filler != null) {
                    for (long b = offset >>> 16; b << 16 < end; b++) {
                        fillLocked(b);
                        if (writeBack != null) {
                            blocks.setWritten(b);
                        }
                    }
                }
                blocks.zero(offset, end);
            } finally {
                lock.writeLock().unlock();
            }
        } finally {
            resizing.unlock();
        }
    }

    /** The first data at or after {@code offset} (SEEK_DATA of lseek(2)); ENXIO if there is none. */
    public long seekData(long offset) {
        long found = filler != null ? offset : blocks.seekData(offset);
        if (found < 0 || found >= size) {
            throw Errno.ENXIO.exception();
        }
        return found;
    }

    /** The first hole at or after {@code offset} (SEEK_HOLE); the end counts as one. ENXIO past the end. */
    public long seekHole(long offset) {
        if (offset >= size) {
            throw Errno.ENXIO.exception();
        }
        return filler != null ? size : Math.min(size, blocks.seekHole(offset));
    }

    // --- mappings
    // -----------------------------------------------------------------------------------------------------

    void addMapper(AddressSpace space) {
        synchronized (mappers) {
            mappers.merge(space, 1, Integer::sum);
        }
    }

    /** One mapping less, whose pages belong to another one now. */
    void removeMapper(AddressSpace space) {
        synchronized (mappers) {
            countDown(mappers, space);
        }
    }

    /** One mapping less; {@link #left} follows when the guest cannot reach its pages any more. */
    void startLeaving(AddressSpace space) {
        synchronized (mappers) {
            countDown(mappers, space);
            leaving.merge(space, 1, Integer::sum);
        }
    }

    void left(AddressSpace space) {
        synchronized (mappers) {
            countDown(leaving, space);
        }
    }

    private static void countDown(Map<AddressSpace, Integer> counts, AddressSpace space) {
        counts.computeIfPresent(space, (key, count) -> count == 1 ? null : count - 1);
    }

    private Set<AddressSpace> whoMayReachIt() {
        synchronized (mappers) {
            Set<AddressSpace> all = new HashSet<>(mappers.keySet());
            all.addAll(leaving.keySet());
            return all;
        }
    }

    /** How many mappings there are of it; one that was split counts twice. */
    public int mappingCount() {
        synchronized (mappers) {
            return mappers.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /** Whether anything maps it. */
    public boolean isMapped() {
        synchronized (mappers) {
            return !mappers.isEmpty();
        }
    }

    /** Whether the first store to each block must be noticed because it has to be written back. */
    boolean tracksWrites() {
        return writeBack != null;
    }

    boolean isWritten(long index) {
        return blocks.isWritten(index);
    }

    void setWritten(long index) {
        blocks.setWritten(index);
    }

    /** Whether something was stored through shared mappings since it was last written back. */
    public boolean isWritten() {
        return blocks.isWritten();
    }

    /** Writes back what was stored through shared mappings in a range (msync(2)), as far as the object reaches. */
    public void sync(long offset, long length) {
        if (writeBack == null) {
            return;
        }
        long end = offset + length < 0 ? Long.MAX_VALUE : offset + length;
        Set<Long> written = inOneStep(() -> blocks.written(offset >>> 16, end + BLOCK - 1 >>> 16));
        for (long index : written) {
            syncBlock(index);
        }
    }

    private void syncBlock(long index) {
        resizing.lock();
        lock.readLock().lock();
        try {
            boolean cleared = clearWritten(index); // before it is read: who maps it now and stores to it marks it again
            boolean failed = true;
            try {
                writeBack(index);
                failed = false;
            } finally {
                if (cleared && failed) {
                    blocks.setWritten(index);
                }
            }
        } finally {
            lock.readLock().unlock();
            resizing.unlock();
        }
    }

    private void writeBack(long index) {
        int block = blocks.get(index);
        long rest = Math.min(BLOCK, size - (index << 16));
        if (block >= 0 && rest > 0) {
            long physical = PhysicalMemory.address(block);
            writeBack.write(index << 16, memory.buffer(physical).slice(PhysicalMemory.offset(physical), (int) rest));
        }
    }

    /** False if somebody may store to it without a fault, so that the mark has to stay. */
    private boolean clearWritten(long index) {
        synchronized (mappers) {
            if (!mappers.isEmpty() || !leaving.isEmpty()) {
                return false;
            }
            blocks.clearWritten(index);
            return true;
        }
    }
}
