package isthmus.core.files.host;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * Where {@link HostNamesFile} lies: in the folder {@code isthmus-UID} of the host's folder for temporary files, on hosts
 * without user numbers {@code isthmus-NAME}. The place must be the same for all runs of a user, so nothing in it comes from
 * the environment where the JVM does not take it from there, and nothing is tried instead.
 */
final class HostNamesFolder {
    private static final int ALL_BUT_OWNER = 077;

    private HostNamesFolder() {}

    /**
     * The folder, made if need be.
     *
     * @param temporary the host's folder for temporary files
     * @throws IOException also if what is there is no folder, belongs to another user or is open to others
     */
    static Path in(Path temporary) throws IOException {
        boolean unix = temporary.getFileSystem().supportedFileAttributeViews().contains("unix");
        Object user = unix ? thisUser(temporary) : System.getProperty("user.name");
        Path folder = temporary.resolve("isthmus-" + user);
        make(folder, unix);
        check(folder, unix ? user : null);
        return folder;
    }

    private static void make(Path folder, boolean unix) throws IOException {
        FileAttribute<?>[] privately = unix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
        try {
            Files.createDirectory(folder, privately);
        } catch (FileAlreadyExistsException e) {
            return; // by us, or by somebody else: that is looked at next
        }
    }

    /** java.nio tells who owns a file but not who we are: so a file of ours is made and looked at. */
    private static Object thisUser(Path temporary) throws IOException {
        Path probe = temporary.resolve(
                "isthmus-" + ProcessHandle.current().pid() + "-" + Long.toUnsignedString(System.nanoTime(), 36));
        Files.createDirectory(probe);
        try {
            return Files.getAttribute(probe, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        } finally {
            Files.delete(probe);
        }
    }

    /** @param user null where the host has no user numbers */
    private static void check(Path folder, Object user) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("'" + folder + "' is not a directory");
        }
        if (user == null) {
            return;
        }
        Map<String, Object> found = Files.readAttributes(folder, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
        if (!found.get("uid").equals(user)) {
            throw new IOException("'" + folder + "' belongs to another user");
        }
        if (((Integer) found.get("mode") & ALL_BUT_OWNER) != 0) {
            throw new IOException("'" + folder + "' is open to other users");
        }
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
