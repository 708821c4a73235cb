package isthmus.platform.windows;

import isthmus.core.south.HostException;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.regex.Pattern;

/**
 * The file of the stub's program, in the folder for temporary files. It is open as long as it is in use, so that Windows lets
 * nobody delete it; those of JVMs that were killed are not, and are removed by the next run.
 */
final class StubProgram {
    private static final String PREFIX = "isthmus-stub-", SUFFIX = ".exe";
    private static final Pattern NAME = Pattern.compile(PREFIX + "\\d+\\" + SUFFIX);
    /** One that is so new may be written just now, and not open yet. */
    private static final long TOO_NEW_MILLIS = 60_000;
    /** How long Windows, or a program that looks at it, may hold on to the file of a process that has ended. */
    private static final long PATIENCE_NANOS = 3_000_000_000L;

    private static final long PAUSE_MILLIS = 20;

    final Path file;
    private final FileInputStream use;

    /** Writes it. */
    StubProgram(byte[] content) {
        try {
            file = Files.createTempFile(PREFIX, SUFFIX);
            Files.write(file, content);
            use = new FileInputStream(file.toFile());
        } catch (IOException e) {
            throw new HostException("The stub's program could not be written into the temporary folder: " + e, e);
        }
    }

    /** Removes those that nobody uses. */
    static void removeOld(Path folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
            for (Path each : files) {
                if (NAME.matcher(each.getFileName().toString()).matches() && isOld(each)) {
                    tryDelete(each);
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            return; // what cannot be listed is for another run to remove
        }
    }

    private static boolean isOld(Path file) throws IOException {
        FileTime time = Files.getLastModifiedTime(file);
        return System.currentTimeMillis() - time.toMillis() > TOO_NEW_MILLIS;
    }

    private static IOException tryDelete(Path file) {
        try {
            Files.deleteIfExists(file);
            return null;
        } catch (IOException e) {
            return e; // it is in use
        }
    }

    /** Deletes it, when all processes that run it have ended. Returns null, or why it stays behind. */
    IOException delete() {
        long start = System.nanoTime();
        try {
            use.close();
            IOException refusal = tryDelete(file);
            while (refusal != null && System.nanoTime() - start < PATIENCE_NANOS) {
                Thread.sleep(PAUSE_MILLIS);
                refusal = tryDelete(file);
            }
            return refusal;
        } catch (IOException e) {
            return e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return tryDelete(file);
        }
    }
}
