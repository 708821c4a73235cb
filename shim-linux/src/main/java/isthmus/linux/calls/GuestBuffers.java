package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.memory.GuestMemory;
import java.nio.ByteBuffer;

/** The guest memory that one call reads into or writes from: one range, or those of an array of {@code struct iovec}. */
final class GuestBuffers {
    /** How much one call moves at most: Linux's {@code MAX_RW_COUNT}. */
    static final long MAX_RW_COUNT = 0x7ffff000L;

    static final int UIO_MAXIOV = 1024;

    private final GuestMemory memory;
    /** Address, length, address, length … */
    private final long[] ranges;

    private final long total;

    private GuestBuffers(GuestMemory memory, long[] ranges, long total) {
        this.memory = memory;
        this.ranges = ranges;
        this.total = total;
    }

    /** One range. EFAULT if it reaches beyond what can be a program's address. */
    static GuestBuffers range(GuestMemory memory, long address, long length) {
        if ((address | length | address + length) < 0) {
            throw Errno.EFAULT.exception();
        }
        long clipped = Math.min(length, MAX_RW_COUNT);
        return new GuestBuffers(memory, new long[] {address, clipped}, clipped);
    }

    /** The ranges of an iovec array: EINVAL for more than 1024 or a negative length, EFAULT; the sum is clipped. */
    static GuestBuffers vector(GuestMemory memory, long address, long count) {
        return vector(memory, memory, address, count);
    }

    /** Ranges of {@code target}, described by an iovec array in the caller's own memory. */
    static GuestBuffers vector(GuestMemory memory, GuestMemory target, long address, long count) {
        if (count < 0 || count > UIO_MAXIOV) {
            throw Errno.EINVAL.exception();
        }
        long[] ranges = new long[2 * (int) count];
        for (int i = 0; i < ranges.length; i++) {
            ranges[i] = memory.readLong(address + 8L * i);
            if ((i & 1) != 0 && ranges[i] < 0) {
                throw Errno.EINVAL.exception();
            }
        }
        long total = 0;
        for (int i = 0; i < ranges.length; i += 2) {
            if ((ranges[i] | ranges[i] + ranges[i + 1]) < 0) {
                throw Errno.EFAULT.exception();
            }
            ranges[i + 1] = Math.min(ranges[i + 1], MAX_RW_COUNT - total);
            total += ranges[i + 1];
        }
        return new GuestBuffers(target, ranges, total);
    }

    /** What is done with one range. */
    interface RangeAction {
        void accept(long address, long length);
    }

    /** The ranges in order; an exception ends it. */
    void forEach(RangeAction action) {
        for (int i = 0; i < ranges.length; i += 2) {
            action.accept(ranges[i], ranges[i + 1]);
        }
    }

    /** Bytes in all ranges. */
    long total() {
        return total;
    }

    /**
     * {@link GuestMemory#transfer} over up to {@code length} bytes after the first {@code skip}. The consumer may throw only
     * while nothing has been moved.
     */
    long transfer(long skip, long length, boolean writeToGuest, GuestMemory.Transfer consumer) {
        long moved = 0;
        long before = skip;
        for (int i = 0; i < ranges.length && moved < length; i += 2) {
            if (before >= ranges[i + 1]) {
                before -= ranges[i + 1];
                continue;
            }
            long wanted = Math.min(ranges[i + 1] - before, length - moved);
            long done;
            try {
                done = memory.transfer(ranges[i] + before, wanted, writeToGuest, consumer);
            } catch (ErrnoException e) {
                if (moved == 0) {
                    throw e;
                }
                break;
            }
            before = 0;
            moved += done;
            if (done < wanted) {
                break;
            }
        }
        return moved;
    }

    /** A copy of up to {@code length} bytes after the first {@code skip}; less if there is bad memory, EFAULT if that comes first. */
    ByteBuffer gather(long skip, int length) {
        ByteBuffer copy = ByteBuffer.allocate(length);
        transfer(skip, length, false, copy::put);
        return copy.flip();
    }

    /** Copies all that {@code source} has remaining to the start of the ranges; EFAULT. */
    void scatter(ByteBuffer source) {
        scatter(0, source);
    }

    /**
     * Copies all that {@code source} has remaining to the ranges after their first {@code skip} bytes; EFAULT, and {@code
     * source} is where it ended. Unlike at {@link #transfer} the caller may hold a lock.
     */
    void scatter(long skip, ByteBuffer source) {
        long before = skip;
        for (int i = 0; i < ranges.length && source.hasRemaining(); i += 2) {
            if (before < ranges[i + 1]) {
                int part = (int) Math.min(ranges[i + 1] - before, source.remaining());
                memory.write(ranges[i] + before, source.slice(source.position(), part));
                source.position(source.position() + part);
            }
            before = Math.max(0, before - ranges[i + 1]);
        }
    }
}
