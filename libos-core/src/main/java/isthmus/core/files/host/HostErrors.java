package isthmus.core.files.host;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.util.Map;

/** What a host says about a file, as an errno. What java.nio has no class for is told by the host's words (strerror(3)). */
final class HostErrors {
    private static final Map<String, Errno> WORDS = Map.ofEntries(
            Map.entry("No space left on device", Errno.ENOSPC),
            Map.entry("Disk quota exceeded", Errno.EDQUOT),
            Map.entry("Read-only file system", Errno.EROFS),
            Map.entry("Operation not permitted", Errno.EPERM),
            Map.entry("Permission denied", Errno.EACCES),
            Map.entry("Not a directory", Errno.ENOTDIR),
            Map.entry("Is a directory", Errno.EISDIR),
            Map.entry("Directory not empty", Errno.ENOTEMPTY),
            Map.entry("File name too long", Errno.ENAMETOOLONG),
            Map.entry("Too many levels of symbolic links", Errno.ELOOP),
            Map.entry("Invalid cross-device link", Errno.EXDEV),
            Map.entry("Cross-device link", Errno.EXDEV),
            Map.entry("Too many links", Errno.EMLINK),
            Map.entry("Too many open files", Errno.ENFILE),
            Map.entry("Too many open files in system", Errno.ENFILE),
            Map.entry("Operation not supported", Errno.EOPNOTSUPP),
            Map.entry("Function not implemented", Errno.EOPNOTSUPP),
            Map.entry("Device or resource busy", Errno.EBUSY),
            Map.entry("Text file busy", Errno.ETXTBSY),
            Map.entry("File too large", Errno.EFBIG),
            Map.entry("Invalid argument", Errno.EINVAL),
            Map.entry("Stale file handle", Errno.ESTALE),
            Map.entry("No such device or address", Errno.ENXIO),
            Map.entry("No data available", Errno.ENODATA),
            Map.entry("Argument list too long", Errno.E2BIG),
            Map.entry("Numerical result out of range", Errno.ERANGE));

    private HostErrors() {}

    static Errno errno(IOException e) {
        return switch (e) {
            case NoSuchFileException n -> Errno.ENOENT;
            case FileAlreadyExistsException n -> Errno.EEXIST;
            case AccessDeniedException n -> Errno.EACCES;
            case DirectoryNotEmptyException n -> Errno.ENOTEMPTY;
            case NotDirectoryException n -> Errno.ENOTDIR;
            case NotLinkException n -> Errno.EINVAL;
            case FileSystemLoopException n -> Errno.ELOOP;
            case ClosedChannelException n -> Errno.EIO;
            default -> byWords(e);
        };
    }

    private static Errno byWords(IOException e) {
        String words = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
        if (words == null) {
            return Errno.EIO;
        }
        Errno known = WORDS.get(words);
        if (known == null) {
            // Some messages go on after the words, or have a colon and the words at their end.
            int colon = words.lastIndexOf(": ");
            int bracket = words.indexOf(" (");
            known = WORDS.get(
                    colon >= 0 ? words.substring(colon + 2) : bracket >= 0 ? words.substring(0, bracket) : "");
        }
        return known == null ? Errno.EIO : known;
    }

    static ErrnoException exception(IOException e) {
        return errno(e).exception();
    }
}
