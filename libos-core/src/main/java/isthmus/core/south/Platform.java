package isthmus.core.south;

import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * A host, as the library OS sees it: shared memory, and processes that run guest code. One instance serves one run
 * (all guest processes that one {@code isthmus run} starts).
 */
public interface Platform extends AutoCloseable {
    /** Bytes of one shared segment: 1 GiB. A {@link java.nio.ByteBuffer} covers it. */
    int SEGMENT_BYTES = 1 << 30;

    /** Guest addresses are below this; a multiple of 64 KiB. */
    long guestAddressLimit();

    /** Guest addresses are not below this; a multiple of 64 KiB. Programs know it as /proc/sys/vm/mmap_min_addr (proc(5)). */
    default long guestAddressStart() {
        return 1 << 16;
    }

    /** Where the addresses begin that the host keeps for itself, below the limit; a multiple of 64 KiB. */
    default long hostAddresses() {
        return guestAddressLimit();
    }

    /** Where they end. */
    default long hostAddressesEnd() {
        return guestAddressLimit();
    }

    /**
     * The granularity, in bytes, to which a guest address and the offset in a segment that is mapped there must be
     * congruent: 4096 on Linux, 65536 on Windows. Protection always has the granularity 4096.
     */
    int mappingGranularity();

    /**
     * Whether a host with a coarse granularity maps single pages of 4096 bytes anywhere all the same. It takes more calls and
     * more of the host's memory, so that this is for what cannot be had otherwise.
     */
    default boolean mapsSinglePages() {
        return false;
    }

    /** A new shared segment of {@link #SEGMENT_BYTES}, all zero, using host memory only for what is touched. */
    SharedSegment allocateSegment();

    /** An empty guest process. Cheap where the platform keeps some ready. */
    GuestProcess spawn();

    /**
     * Reads the processor's time stamp counter, not before what the caller did last; null where that does not run evenly,
     * and alike on all processors, so that nobody can tell the time by it.
     */
    default LongSupplier cycleCounter() {
        return null;
    }

    /**
     * Where code that replaces a {@code syscall} instruction jumps, with the address after the instruction in rcx and all
     * else as the instruction found it; 0 where call sites cannot be patched.
     */
    long systemCallEntry();

    /**
     * Whether a {@code syscall} instruction of a guest becomes an event. Where it does not, because the host would carry
     * it out as one of its own calls, memory becomes executable only without such instructions: the address space then
     * never asks for {@link Protection#EXEC} together with {@link Protection#WRITE}, nor before it has replaced them.
     */
    default boolean trapsForeignCalls() {
        return true;
    }

    /** The machine, for /proc/cpuinfo and the like. */
    HostInfo host();

    /** Units of 512 bytes that a file of the host takes, links not followed; -1 if the host does not say. */
    default long hostBlocks(Path path) {
        return -1;
    }

    /** Bytes of memory that the segments of this run occupy on the host now. */
    long residentBytes();

    /** Ends every guest process of this run and gives back all memory. */
    @Override
    void close();
}
