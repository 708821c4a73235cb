package isthmus.core.files.tar;

import com.github.luben.zstd.ZstdInputStream;
import isthmus.core.files.tar.TarBase.Progress;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.tukaani.xz.XZInputStream;

/** From a file to a plain archive: the file itself, or what is unpacked from it into a temporary one. */
final class TarSpool {
    private static final int PIECE = 1 << 18;
    /** xz may take so many KiB for its dictionary. */
    private static final int XZ_MEMORY = 1 << 20;

    private TarSpool() {}

    /** Unpacks a stream. */
    private interface Unpacker {
        InputStream open(InputStream packed) throws IOException;
    }

    static FileChannel plain(Path file, Progress progress) throws IOException, TarFormatException {
        if (Files.isDirectory(file)) {
            throw new TarFormatException("is a directory");
        }
        byte[] start = start(file);
        Unpacker unpacker = unpacker(start);
        return unpacker == null ? TarBase.open(file) : unpack(file, unpacker, progress);
    }

    /** The bytes of the plain archive, unpacked as they are read. */
    static InputStream stream(Path file) throws IOException, TarFormatException {
        Unpacker unpacker = unpacker(start(file));
        InputStream stored = Files.newInputStream(file);
        boolean done = false;
        try {
            InputStream plain = unpacker == null ? stored : open(unpacker, new BufferedInputStream(stored, PIECE));
            done = true;
            return plain;
        } finally {
            if (!done) {
                stored.close();
            }
        }
    }

    static boolean isArchive(Path file) {
        try {
            byte[] start = start(file);
            return unpacker(start) != null || isHeader(start);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isHeader(byte[] start) {
        try {
            return start.length == TarHeader.BYTES && !TarHeader.isZero(start) && TarUtils.verifyCheckSum(start);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static byte[] start(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(TarHeader.BYTES);
        }
    }

    private static boolean matches(byte[] bytes, int at, byte[] wanted) {
        return bytes.length >= at + wanted.length
                && ByteBuffer.wrap(bytes, at, wanted.length).equals(ByteBuffer.wrap(wanted));
    }

    private static byte[] magic(int... bytes) {
        byte[] magic = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            magic[i] = (byte) bytes[i];
        }
        return magic;
    }

    private static Unpacker unpacker(byte[] start) {
        if (matches(start, 0, magic(0x1f, 0x8b))) {
            return in -> GzipCompressorInputStream.builder()
                    .setInputStream(in)
                    .setDecompressConcatenated(true)
                    .get();
        }
        if (matches(start, 0, magic(0xfd, '7', 'z', 'X', 'Z', 0))) {
            return in -> new XZInputStream(in, XZ_MEMORY);
        }
        if (matches(start, 0, magic(0x28, 0xb5, 0x2f, 0xfd))) {
            return ZstdInputStream::new;
        }
        if (matches(start, 0, magic('B', 'Z', 'h'))) {
            return in -> new BZip2CompressorInputStream(in, true);
        }
        return null;
    }

    private static FileChannel unpack(Path file, Unpacker unpacker, Progress progress)
            throws IOException, TarFormatException {
        Path temporary = Files.createTempFile("isthmus-", ".tar");
        FileChannel target = FileChannel.open(
                temporary, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        boolean done = false;
        try {
            copy(file, unpacker, target, progress);
            done = true;
            return target;
        } finally {
            if (!done) {
                target.close();
            }
        }
    }

    private static void copy(Path file, Unpacker unpacker, FileChannel target, Progress progress)
            throws IOException, TarFormatException {
        long total = Files.size(file);
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        try (Counting packed = new Counting(Files.newInputStream(file));
                InputStream plain = open(unpacker, new BufferedInputStream(packed, PIECE))) {
            while (true) {
                int length = read(plain, piece.array());
                if (length < 0) {
                    break;
                }
                piece.limit(length).position(0);
                while (piece.hasRemaining()) {
                    target.write(piece);
                }
                progress.unpacked(packed.count, total);
            }
        }
    }

    private static InputStream open(Unpacker unpacker, InputStream packed) throws TarFormatException {
        try {
            return unpacker.open(packed);
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    /** What goes wrong here is the archive's fault; what goes wrong while writing is the host's. */
    private static int read(InputStream plain, byte[] piece) throws TarFormatException {
        try {
            return plain.read(piece);
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    private static TarFormatException damaged(IOException e) {
        return new TarFormatException(isTruncated(e) ? "is truncated" : "cannot be unpacked: " + e.getMessage());
    }

    /** The libraries for gzip and xz throw an EOFException, the one for zstd says it in words. */
    private static boolean isTruncated(IOException e) {
        return e instanceof EOFException || "Truncated source".equals(e.getMessage());
    }

    private static final class Counting extends FilterInputStream {
        long count;

        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int done = super.read(target, offset, length);
            count += Math.max(0, done);
            return done;
        }
    }
}
