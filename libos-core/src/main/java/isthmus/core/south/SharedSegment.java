package isthmus.core.south;

import java.nio.ByteBuffer;

/** One gigabyte of memory that the kernel sees as a buffer and that can be mapped into guest processes. */
public interface SharedSegment {
    /** The whole segment, little endian. Do not change its position or limit: duplicate or slice it. */
    ByteBuffer buffer();

    /**
     * Makes a range usable: nobody touches what has not been committed once, neither the kernel nor a guest. Both arguments
     * are multiples of 65536. On hosts that give memory to what is touched there is nothing to do.
     *
     * @throws HostException if the host has no more memory
     */
    default void commit(int offset, int bytes) {}

    /** Makes a range read as zeroes and gives its memory back to the host; both arguments are multiples of 4096. */
    void discard(int offset, int bytes);

    /** Sets bit {@code i} of {@code resident} for each page of 4096 bytes in the range that holds memory; others read as zero. */
    void residentPages(int offset, int bytes, java.util.BitSet resident);
}
