package isthmus.core.memory;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.south.Protection;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;

/**
 * The kernel's accesses to a guest's memory. Small accesses use translations remembered from earlier ones, which hold as
 * long as nobody took the address space's lock for writing. A load validates afterwards; a store holds the lock for
 * reading, so that it never lands in a page that has just been shared or given back.
 */
final class SpaceMemory implements GuestMemory {
    private static final int PAGE = PhysicalMemory.PAGE_BYTES;
    private static final int REMEMBERED = 64;
    /** So much is read of a string at first. */
    private static final int SHORT_STRING = 128;
    /** The most that one piece of a transfer spans. */
    private static final long LARGEST_PIECE = 16L << 20;

    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** Where a page was found while the lock had the given stamp. */
    private record Translation(long stamp, long page, ByteBuffer buffer, int offset, boolean writable) {}

    private final AddressSpace space;
    private final PhysicalMemory memory;
    private final StampedLock lock;
    /** Held for reading during a transfer, for writing by fork, which must not share pages that are being written. */
    private final ReentrantReadWriteLock transfers = new ReentrantReadWriteLock();
    /** Races are harmless: elements are immutable and carry what they are valid for. */
    private final Translation[] remembered = new Translation[REMEMBERED];

    SpaceMemory(AddressSpace space, PhysicalMemory memory, StampedLock lock) {
        this.space = space;
        this.memory = memory;
        this.lock = lock;
    }

    ReentrantReadWriteLock transfers() {
        return transfers;
    }

    // --- translation
    // --------------------------------------------------------------------------------------------------

    private Translation recall(long address, long stamp) {
        Translation known = remembered[(int) (address >>> 12) & REMEMBERED - 1];
        return known != null && known.stamp == stamp && known.page == address >>> 12 && stamp != 0 ? known : null;
    }

    /**
     * The translation of an address, with the lock held for reading until {@link #unlock()}. Makes the page accessible
     * first if need be. EFAULT, with nothing locked.
     */
    private Translation lockAndTranslate(long address, int access) {
        while (true) {
            long stamp = lock.readLock();
            long version = lock.tryOptimisticRead();
            Translation known = recall(address, version);
            if (known != null && (access == Protection.READ || known.writable)) {
                return known;
            }
            long physical = space.lookup().locate(address, access);
            if (physical >= 0) {
                boolean writable = access == Protection.WRITE || space.lookup().locate(address, Protection.WRITE) >= 0;
                int offset = PhysicalMemory.offset(physical & -PAGE);
                Translation found = new Translation(version, address >>> 12, memory.buffer(physical), offset, writable);
                remembered[(int) (address >>> 12) & REMEMBERED - 1] = found;
                return found;
            }
            lock.unlockRead(stamp);
            if (!space.resolve(address, access).resolved()) {
                throw Errno.EFAULT.exception();
            }
        }
    }

    private void unlock() {
        lock.tryUnlockRead();
    }

    private static int within(long address) {
        return (int) address & PAGE - 1;
    }

    // --- small accesses
    // -----------------------------------------------------------------------------------------------

    @Override
    public byte readByte(long address) {
        long stamp = lock.tryOptimisticRead();
        Translation known = recall(address, stamp);
        if (known != null) {
            byte value = known.buffer.get(known.offset + within(address));
            if (lock.validate(stamp)) {
                return value;
            }
        }
        Translation page = lockAndTranslate(address, Protection.READ);
        try {
            return page.buffer.get(page.offset + within(address));
        } finally {
            unlock();
        }
    }

    @Override
    public short readShort(long address) {
        if (within(address) > PAGE - 2) {
            return (short) (readByte(address) & 0xff | readByte(address + 1) << 8);
        }
        long stamp = lock.tryOptimisticRead();
        Translation known = recall(address, stamp);
        if (known != null) {
            short value = known.buffer.getShort(known.offset + within(address));
            if (lock.validate(stamp)) {
                return value;
            }
        }
        Translation page = lockAndTranslate(address, Protection.READ);
        try {
            return page.buffer.getShort(page.offset + within(address));
        } finally {
            unlock();
        }
    }

    @Override
    public int readInt(long address) {
        if (within(address) > PAGE - 4) {
            return readShort(address) & 0xffff | readShort(address + 2) << 16;
        }
        long stamp = lock.tryOptimisticRead();
        Translation known = recall(address, stamp);
        if (known != null) {
            int value = known.buffer.getInt(known.offset + within(address));
            if (lock.validate(stamp)) {
                return value;
            }
        }
        Translation page = lockAndTranslate(address, Protection.READ);
        try {
            return page.buffer.getInt(page.offset + within(address));
        } finally {
            unlock();
        }
    }

    @Override
    public long readLong(long address) {
        if (within(address) > PAGE - 8) {
            return readInt(address) & 0xffffffffL | (long) readInt(address + 4) << 32;
        }
        long stamp = lock.tryOptimisticRead();
        Translation known = recall(address, stamp);
        if (known != null) {
            long value = known.buffer.getLong(known.offset + within(address));
            if (lock.validate(stamp)) {
                return value;
            }
        }
        Translation page = lockAndTranslate(address, Protection.READ);
        try {
            return page.buffer.getLong(page.offset + within(address));
        } finally {
            unlock();
        }
    }

    @Override
    public void writeByte(long address, byte value) {
        Translation page = lockAndTranslate(address, Protection.WRITE);
        page.buffer.put(page.offset + within(address), value);
        unlock();
    }

    @Override
    public void writeShort(long address, short value) {
        if (within(address) > PAGE - 2) {
            writeByte(address, (byte) value);
            writeByte(address + 1, (byte) (value >> 8));
            return;
        }
        Translation page = lockAndTranslate(address, Protection.WRITE);
        page.buffer.putShort(page.offset + within(address), value);
        unlock();
    }

    @Override
    public void writeInt(long address, int value) {
        if (within(address) > PAGE - 4) {
            writeShort(address, (short) value);
            writeShort(address + 2, (short) (value >> 16));
            return;
        }
        Translation page = lockAndTranslate(address, Protection.WRITE);
        page.buffer.putInt(page.offset + within(address), value);
        unlock();
    }

    @Override
    public void writeLong(long address, long value) {
        if (within(address) > PAGE - 8) {
            writeInt(address, (int) value);
            writeInt(address + 4, (int) (value >> 32));
            return;
        }
        Translation page = lockAndTranslate(address, Protection.WRITE);
        page.buffer.putLong(page.offset + within(address), value);
        unlock();
    }

    @Override
    public int readIntVolatile(long address) {
        checkAligned(address);
        Translation page = lockAndTranslate(address, Protection.READ);
        try {
            return (int) INT.getVolatile(page.buffer, page.offset + within(address));
        } finally {
            unlock();
        }
    }

    @Override
    public int compareAndExchangeInt(long address, int expected, int value) {
        checkAligned(address);
        Translation page = lockAndTranslate(address, Protection.WRITE);
        try {
            return (int) INT.compareAndExchange(page.buffer, page.offset + within(address), expected, value);
        } finally {
            unlock();
        }
    }

    private static void checkAligned(long address) {
        if ((address & 3) != 0) {
            throw Errno.EINVAL.exception();
        }
    }

    // --- many bytes
    // ---------------------------------------------------------------------------------------------------

    @Override
    public void read(long address, byte[] target, int offset, int length) {
        for (int done = 0; done < length; ) {
            long at = address + done;
            int count = Math.min(length - done, PAGE - within(at));
            Translation page = lockAndTranslate(at, Protection.READ);
            try {
                page.buffer.get(page.offset + within(at), target, offset + done, count);
            } finally {
                unlock();
            }
            done += count;
        }
    }

    @Override
    public void write(long address, byte[] source, int offset, int length) {
        for (int done = 0; done < length; ) {
            long at = address + done;
            int count = Math.min(length - done, PAGE - within(at));
            Translation page = lockAndTranslate(at, Protection.WRITE);
            try {
                page.buffer.put(page.offset + within(at), source, offset + done, count);
            } finally {
                unlock();
            }
            done += count;
        }
    }

    @Override
    public void read(long address, ByteBuffer target) {
        long at = address;
        while (target.hasRemaining()) {
            int count = Math.min(target.remaining(), PAGE - within(at));
            Translation page = lockAndTranslate(at, Protection.READ);
            try {
                target.put(target.position(), page.buffer, page.offset + within(at), count);
            } finally {
                unlock();
            }
            target.position(target.position() + count);
            at += count;
        }
    }

    @Override
    public void write(long address, ByteBuffer source) {
        long at = address;
        while (source.hasRemaining()) {
            int count = Math.min(source.remaining(), PAGE - within(at));
            Translation page = lockAndTranslate(at, Protection.WRITE);
            try {
                page.buffer.put(page.offset + within(at), source, source.position(), count);
            } finally {
                unlock();
            }
            source.position(source.position() + count);
            at += count;
        }
    }

    @Override
    public String readString(long address, int limit, Errno tooLong) {
        byte[] bytes = new byte[Math.min(limit, SHORT_STRING)];
        int length = 0;
        while (length < limit) {
            if (length == bytes.length) {
                bytes = java.util.Arrays.copyOf(bytes, (int) Math.min(limit, 4L * length));
            }
            int count = Math.min(bytes.length - length, PAGE - within(address + length));
            read(address + length, bytes, length, count);
            for (int i = length; i < length + count; i++) {
                if (bytes[i] == 0) {
                    return new String(bytes, 0, i, StandardCharsets.ISO_8859_1);
                }
            }
            length += count;
        }
        throw tooLong.exception();
    }

    // --- transfers
    // ----------------------------------------------------------------------------------------------------

    @Override
    public long transfer(long address, long length, boolean writeToGuest, Transfer consumer) {
        long done = 0;
        transfers.readLock().lock();
        try {
            while (done < length) {
                long count = Math.min(length - done, LARGEST_PIECE);
                long moved = transferPiece(address + done, count, writeToGuest, consumer);
                done += moved & Integer.MAX_VALUE;
                if (moved < 0) {
                    break;
                }
            }
        } catch (ErrnoException e) {
            if (done == 0) {
                throw e;
            }
        } finally {
            transfers.readLock().unlock();
        }
        return done;
    }

    /** Moves up to {@code length} bytes; the number, with bit 63 set if the consumer wants no more. */
    private long transferPiece(long address, long length, boolean writeToGuest, Transfer consumer) {
        lockAndTranslate(address, writeToGuest ? Protection.WRITE : Protection.READ);
        Span span;
        try {
            span = space.lookup().span(address, length, writeToGuest ? Protection.WRITE : Protection.READ);
            span.retain(memory);
        } finally {
            unlock();
        }
        try {
            ByteBuffer piece = memory.buffer(span.physical())
                    .slice(PhysicalMemory.offset(span.physical()), span.bytes())
                    .order(ByteOrder.LITTLE_ENDIAN);
            if (!writeToGuest) {
                piece = piece.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
            }
            consumer.move(piece);
            return piece.position() < span.bytes() ? piece.position() | Long.MIN_VALUE : piece.position();
        } finally {
            span.release(memory);
        }
    }
}
