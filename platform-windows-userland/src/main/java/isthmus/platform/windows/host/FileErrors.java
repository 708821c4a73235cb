package isthmus.platform.windows.host;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import isthmus.core.Errno;
import java.util.HashMap;
import java.util.Map;

/**
 * What Windows says when it refuses something that has to do with files. java.nio has no class for most of it and keeps no
 * number, only the system's text in the user's language; so the system is asked for the texts of the numbers.
 */
public final class FileErrors {
    private static final int FROM_SYSTEM_WITHOUT_INSERTS = 0x1200;
    private static final int TEXT_BYTES = 4096;
    /** The numbers of winerror.h. What is in use by another program is as busy as what Linux calls so. */
    private static final Map<Integer, Errno> NUMBERS = Map.ofEntries(
            Map.entry(1, Errno.EOPNOTSUPP), // INVALID_FUNCTION
            Map.entry(3, Errno.ENOENT), // PATH_NOT_FOUND
            Map.entry(4, Errno.ENFILE), // TOO_MANY_OPEN_FILES
            Map.entry(5, Errno.EACCES), // ACCESS_DENIED
            Map.entry(8, Errno.ENOMEM), // NOT_ENOUGH_MEMORY
            Map.entry(14, Errno.ENOMEM), // OUTOFMEMORY
            Map.entry(15, Errno.ENOENT), // INVALID_DRIVE
            Map.entry(17, Errno.EXDEV), // NOT_SAME_DEVICE
            Map.entry(19, Errno.EROFS), // WRITE_PROTECT
            Map.entry(21, Errno.ENXIO), // NOT_READY
            Map.entry(32, Errno.EBUSY), // SHARING_VIOLATION
            Map.entry(33, Errno.EBUSY), // LOCK_VIOLATION
            Map.entry(39, Errno.ENOSPC), // HANDLE_DISK_FULL
            Map.entry(50, Errno.EOPNOTSUPP), // NOT_SUPPORTED
            Map.entry(53, Errno.ENOENT), // BAD_NETPATH
            Map.entry(65, Errno.EACCES), // NETWORK_ACCESS_DENIED
            Map.entry(67, Errno.ENOENT), // BAD_NET_NAME
            Map.entry(82, Errno.EACCES), // CANNOT_MAKE
            Map.entry(87, Errno.EINVAL), // INVALID_PARAMETER
            Map.entry(112, Errno.ENOSPC), // DISK_FULL
            Map.entry(123, Errno.EINVAL), // INVALID_NAME
            Map.entry(145, Errno.ENOTEMPTY), // DIR_NOT_EMPTY
            Map.entry(161, Errno.ENOENT), // BAD_PATHNAME
            Map.entry(170, Errno.EBUSY), // BUSY
            Map.entry(206, Errno.ENAMETOOLONG), // FILENAME_EXCED_RANGE
            Map.entry(223, Errno.EFBIG), // FILE_TOO_LARGE
            Map.entry(225, Errno.EACCES), // VIRUS_INFECTED
            Map.entry(267, Errno.ENOTDIR), // DIRECTORY
            Map.entry(303, Errno.EBUSY), // DELETE_PENDING
            Map.entry(1142, Errno.EMLINK), // TOO_MANY_LINKS
            Map.entry(1224, Errno.EBUSY), // USER_MAPPED_FILE
            Map.entry(1295, Errno.EDQUOT), // DISK_QUOTA_EXCEEDED
            Map.entry(1314, Errno.EPERM), // PRIVILEGE_NOT_HELD
            Map.entry(1463, Errno.EOPNOTSUPP), // SYMLINK_NOT_SUPPORTED
            Map.entry(1464, Errno.ELOOP), // SYMLINK_CLASS_DISABLED
            Map.entry(1816, Errno.EDQUOT), // NOT_ENOUGH_QUOTA
            Map.entry(1920, Errno.EACCES), // CANT_ACCESS_FILE
            Map.entry(1921, Errno.ELOOP), // CANT_RESOLVE_FILENAME
            Map.entry(4390, Errno.EINVAL)); // NOT_A_REPARSE_POINT

    static {
        Native.register(FileErrors.class, "kernel32");
    }

    private FileErrors() {}

    private static native int FormatMessageW(
            int flags, long source, int number, int language, Memory text, int characters, long arguments);

    /** The texts, in the language in which java.nio gets them. */
    public static Map<String, Errno> texts() {
        Map<String, Errno> texts = new HashMap<>();
        try (Memory buffer = new Memory(TEXT_BYTES)) {
            NUMBERS.forEach((number, errno) -> {
                int length = FormatMessageW(FROM_SYSTEM_WITHOUT_INSERTS, 0, number, 0, buffer, TEXT_BYTES / 2, 0);
                if (length > 0) {
                    texts.put(buffer.getWideString(0), errno);
                }
            });
        }
        return texts;
    }
}
