package isthmus.core.files.tar;

import isthmus.core.files.overlay.LowerLayer;
import isthmus.core.south.HostException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/**
 * A tar archive as a base. A plain one is read in place; a compressed one (gzip, bzip2, xz, zstd) is unpacked once into a
 * temporary file that vanishes with the process.
 */
public final class TarBase implements LowerLayer {
    /** Hears how far the unpacking of a compressed archive is. */
    @FunctionalInterface
    public interface Progress {
        /**
         * @param done bytes of the archive that were read
         * @param total its size in bytes
         */
        void unpacked(long done, long total);
    }

    private final FileChannel archive;
    private final TarNode root;
    private final long firstFreeIno;
    /** How large the plain archive is. */
    private final long bytes;

    /** @throws HostException with one sentence, if it cannot be read or is no archive */
    public TarBase(Path file, Progress progress) {
        FileChannel channel = null;
        boolean done = false;
        try {
            channel = TarSpool.plain(file, progress);
            archive = channel;
            bytes = channel.size();
            TarIndexer indexer =
                    new TarIndexer(this, Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS));
            TarReader reader = new TarReader(channel);
            for (TarMember member = reader.next(); member != null; member = reader.next()) {
                indexer.add(member);
            }
            root = indexer.root();
            firstFreeIno = indexer.nextIno();
            done = true;
        } catch (TarFormatException e) {
            throw refused(file, e.getMessage() + "; make the file again, or fetch it again", e);
        } catch (NoSuchFileException e) {
            throw refused(file, "does not exist; check the path", e);
        } catch (AccessDeniedException e) {
            throw refused(file, "cannot be read: you may not; check its permissions", e);
        } catch (IOException e) {
            throw refused(file, "cannot be read: " + e.getMessage(), e);
        } finally {
            if (!done && channel != null) {
                closeQuietly(channel);
            }
        }
    }

    private static HostException refused(Path file, String why, Exception cause) {
        return new HostException("the archive '" + file + "' " + why, cause);
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // The failure that led here is the one to tell.
        }
    }

    /** Whether a file looks like something this can open: by its first bytes. */
    public static boolean isArchive(Path file) {
        return TarSpool.isArchive(file);
    }

    FileChannel archive() {
        return archive;
    }

    static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.READ);
    }

    @Override
    public TarNode root() {
        return root;
    }

    @Override
    public long firstFreeIno() {
        return firstFreeIno;
    }

    @Override
    public long usedBytes() {
        return bytes;
    }

    @Override
    public void close() {
        closeQuietly(archive);
    }
}
