package isthmus.core.patch;

import java.nio.ByteBuffer;

/** The bytes of a file. */
public interface ByteSource {
    /** In bytes. */
    long size();

    /** Copies from {@code position} on into {@code target} as much as there is; the number of bytes, 0 at the end. */
    int read(long position, ByteBuffer target);
}
