package isthmus.core.files.host;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Where {@link HostNamesFile} lies: in the folder {@code isthmus-UID} of the host's folder for temporary files, on hosts
 * without user numbers {@code isthmus-NAME}. The place must be the same for all runs of a user, so nothing in it comes from
 * the environment where the JVM does not take it from there, and nothing is tried instead.
 */
final class HostNamesFolder {
    private HostNamesFolder() {}

    /**
     * The folder, made if need be.
     *
     * @param temporary the host's folder for temporary files
     * @throws IOException also if what is there is no folder, belongs to another user or is open to others
     */
    static Path in(Path temporary) throws IOException {
        HostFiles files = HostFiles.in(temporary);
        Object user = files.user(temporary);
        Path folder = temporary.resolve("isthmus-" + user);
        try {
            Files.createDirectory(folder, files.permissions(0700));
        } catch (FileAlreadyExistsException e) {
            // by us, or by somebody else: that is looked at next
        }
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("'" + folder + "' is not a directory");
        }
        files.checkPrivate(folder, user);
        return folder;
    }

    /** Whether a directory of the host holds a lock file; it must then keep its name. */
    static boolean isAt(Path directory) throws IOException {
        try {
            Files.readAttributes(
                    directory.resolve(HostNamesFile.NAME), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
