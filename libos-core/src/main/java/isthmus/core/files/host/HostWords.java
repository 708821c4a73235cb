package isthmus.core.files.host;

import isthmus.core.Errno;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Words in which a host says why it refuses something, where java.nio has no exception of its own for it. */
public final class HostWords {
    /** Those of strerror(3). */
    private static final Map<String, Errno> POSIX = Map.ofEntries(
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

    private static final Map<String, Errno> LEARNED = new ConcurrentHashMap<>();

    private HostWords() {}

    /** What this host says, in its user's language; a full stop and blanks at the end do not matter. */
    public static void learn(Map<String, Errno> words) {
        words.forEach((text, errno) -> LEARNED.putIfAbsent(plain(text), errno));
    }

    /** Null if these words mean nothing. */
    static Errno errno(String words) {
        Errno known = POSIX.get(words);
        return known != null ? known : LEARNED.get(plain(words));
    }

    private static String plain(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '.' || Character.isWhitespace(text.charAt(end - 1)))) {
            end--;
        }
        return text.substring(0, end);
    }
}
