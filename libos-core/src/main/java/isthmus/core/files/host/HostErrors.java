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

/** What a host says about a file, as an errno. What java.nio has no class for is told by the host's {@link HostWords}. */
final class HostErrors {
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
        Errno known = HostWords.errno(words);
        if (known == null) {
            // Some messages go on after the words, or have a colon and the words at their end.
            int colon = words.lastIndexOf(": ");
            int bracket = words.indexOf(" (");
            known = HostWords.errno(
                    colon >= 0 ? words.substring(colon + 2) : bracket >= 0 ? words.substring(0, bracket) : "");
        }
        return known == null ? Errno.EIO : known;
    }

    static ErrnoException exception(IOException e) {
        return errno(e).exception();
    }
}
