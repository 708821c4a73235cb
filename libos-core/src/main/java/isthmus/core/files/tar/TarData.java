package isthmus.core.files.tar;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Where the contents of a member are: one run of bytes, or several with holes between them.
 *
 * @param starts where each run begins in the contents, ascending
 * @param lengths how long each is
 * @param places where each is in the archive
 */
record TarData(long[] starts, long[] lengths, long[] places) {
    static TarData plain(long place, long length) {
        return new TarData(new long[] {0}, new long[] {length}, new long[] {place});
    }

    /** How many blocks of 4096 bytes the runs touch, which a file system would store. */
    long storedBlocks() {
        long blocks = 0;
        long next = 0;
        for (int i = 0; i < starts.length; i++) {
            long first = Math.max(next, starts[i] >> 12);
            next = Math.max(first, starts[i] + lengths[i] + 4095 >> 12);
            blocks += lengths[i] == 0 ? 0 : next - first;
        }
        return blocks;
    }

    /** Reads from {@code position}; {@code size} is that of the contents. 0 at the end. */
    int read(FileChannel archive, ByteBuffer target, long position, long size) throws IOException {
        if (position >= size || !target.hasRemaining()) {
            return 0;
        }
        int wanted = (int) Math.min(target.remaining(), size - position);
        for (int i = 0; i < starts.length; i++) {
            if (position < starts[i]) {
                return zeroes(target, (int) Math.min(wanted, starts[i] - position));
            }
            long within = position - starts[i];
            if (within < lengths[i]) {
                return read(archive, target, places[i] + within, (int) Math.min(wanted, lengths[i] - within));
            }
        }
        return zeroes(target, wanted);
    }

    private static int read(FileChannel archive, ByteBuffer target, long place, int length) throws IOException {
        int limit = target.limit();
        target.limit(target.position() + length);
        try {
            int done = archive.read(target, place);
            if (done <= 0) {
                throw new IOException("the archive became shorter");
            }
            return done;
        } finally {
            target.limit(limit);
        }
    }

    private static int zeroes(ByteBuffer target, int length) {
        for (int i = 0; i < length; i++) {
            target.put((byte) 0);
        }
        return length;
    }
}
