package isthmus.core.south;

import java.nio.ByteBuffer;

/** One gigabyte of memory that the kernel sees as a buffer and that can be mapped into guest processes. */
public interface SharedSegment {
    /** The whole segment, little endian. Do not change its position or limit: duplicate or slice it. */
    ByteBuffer buffer();

    /** Makes a range read as zeroes and gives its memory back to the host; both arguments are multiples of 4096. */
    void discard(int offset, int bytes);

    /** Sets bit {@code i} of {@code resident} for each page of 4096 bytes in the range that holds memory; others read as zero. */
    void residentPages(int offset, int bytes, java.util.BitSet resident);
}
