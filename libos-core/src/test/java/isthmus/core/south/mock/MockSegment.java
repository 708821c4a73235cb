package isthmus.core.south.mock;

import isthmus.core.south.Platform;
import isthmus.core.south.SharedSegment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;

/** A segment in a sparse temporary file. A page counts as resident when a byte of it is not zero. */
public final class MockSegment implements SharedSegment {
    private static final int PAGE = 4096;
    private final int index;
    private final ByteBuffer buffer;

    MockSegment(int index) {
        this.index = index;
        try {
            Path file = Files.createTempFile("isthmus-mock", ".segment");
            try (FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
                buffer = channel.map(FileChannel.MapMode.READ_WRITE, 0, Platform.SEGMENT_BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its place in the order of allocation. */
    public int index() {
        return index;
    }

    @Override
    public ByteBuffer buffer() {
        return buffer;
    }

    @Override
    public void discard(int offset, int bytes) {
        check(offset, bytes);
        for (int page = offset; page < offset + bytes; page += PAGE) {
            if (!isZero(page)) {
                buffer.put(page, new byte[PAGE]);
            }
        }
    }

    @Override
    public void residentPages(int offset, int bytes, BitSet resident) {
        check(offset, bytes);
        for (int i = 0; i < bytes / PAGE; i++) {
            if (!isZero(offset + i * PAGE)) {
                resident.set(i);
            }
        }
    }

    private boolean isZero(int page) {
        for (int i = 0; i < PAGE; i += 8) {
            if (buffer.getLong(page + i) != 0) {
                return false;
            }
        }
        return true;
    }

    private static void check(int offset, int bytes) {
        if (offset % PAGE != 0
                || bytes % PAGE != 0
                || bytes <= 0
                || offset < 0
                || Platform.SEGMENT_BYTES - bytes < offset) {
            throw new IllegalArgumentException("discard or residentPages of " + bytes + " at " + offset);
        }
    }

    void close() {}
}
