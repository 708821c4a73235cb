package isthmus.platform.linux;

import com.sun.jna.Pointer;
import isthmus.core.south.Platform;
import isthmus.core.south.SharedSegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;

/** A gigabyte of the run's memory file. */
final class LinuxSegment implements SharedSegment {
    private static final int PAGE = 4096;
    private final SharedFile file;
    final long fileOffset;
    private final long address;
    private final ByteBuffer buffer;

    LinuxSegment(SharedFile file, long fileOffset) {
        this.file = file;
        this.fileOffset = fileOffset;
        this.address = file.map(fileOffset, Platform.SEGMENT_BYTES);
        this.buffer =
                new Pointer(address).getByteBuffer(0, Platform.SEGMENT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public ByteBuffer buffer() {
        return buffer;
    }

    @Override
    public void discard(int offset, int bytes) {
        file.discard(fileOffset + offset, bytes);
    }

    @Override
    public void residentPages(int offset, int bytes, BitSet resident) {
        byte[] vector = new byte[bytes / PAGE];
        Libc.mincore(address + offset, bytes, vector);
        int absent = 0;
        for (int i = 0; i < vector.length; i++) {
            if ((vector[i] & 1) != 0) {
                resident.set(i);
            } else if (i >= absent) { // or swapped out, which mincore(2) does not tell
                absent = (int) Math.min(
                                file.nextData(fileOffset + offset + (long) i * PAGE) - fileOffset - offset, bytes)
                        / PAGE;
                if (absent == i) {
                    resident.set(i);
                }
            }
        }
    }

    /** See {@link Mappings#releaseWhenUnused}. */
    void release() {
        Mappings.releaseWhenUnused(buffer, address, Platform.SEGMENT_BYTES);
    }
}
