package isthmus.linux.trace;

import java.util.Map;

/** What strerror(3) says of the errors that programs meet. */
final class ErrorText {
    private static final Map<Integer, String> TEXTS = Map.ofEntries(
            Map.entry(1, "Operation not permitted"),
            Map.entry(2, "No such file or directory"),
            Map.entry(3, "No such process"),
            Map.entry(4, "Interrupted system call"),
            Map.entry(5, "Input/output error"),
            Map.entry(6, "No such device or address"),
            Map.entry(7, "Argument list too long"),
            Map.entry(8, "Exec format error"),
            Map.entry(9, "Bad file descriptor"),
            Map.entry(10, "No child processes"),
            Map.entry(11, "Resource temporarily unavailable"),
            Map.entry(12, "Cannot allocate memory"),
            Map.entry(13, "Permission denied"),
            Map.entry(14, "Bad address"),
            Map.entry(16, "Device or resource busy"),
            Map.entry(17, "File exists"),
            Map.entry(18, "Invalid cross-device link"),
            Map.entry(19, "No such device"),
            Map.entry(20, "Not a directory"),
            Map.entry(21, "Is a directory"),
            Map.entry(22, "Invalid argument"),
            Map.entry(24, "Too many open files"),
            Map.entry(25, "Inappropriate ioctl for device"),
            Map.entry(26, "Text file busy"),
            Map.entry(27, "File too large"),
            Map.entry(28, "No space left on device"),
            Map.entry(29, "Illegal seek"),
            Map.entry(30, "Read-only file system"),
            Map.entry(31, "Too many links"),
            Map.entry(32, "Broken pipe"),
            Map.entry(34, "Numerical result out of range"),
            Map.entry(35, "Resource deadlock avoided"),
            Map.entry(36, "File name too long"),
            Map.entry(38, "Function not implemented"),
            Map.entry(39, "Directory not empty"),
            Map.entry(40, "Too many levels of symbolic links"),
            Map.entry(61, "No data available"),
            Map.entry(62, "Timer expired"),
            Map.entry(75, "Value too large for defined data type"),
            Map.entry(88, "Socket operation on non-socket"),
            Map.entry(95, "Operation not supported"),
            Map.entry(97, "Address family not supported by protocol"),
            Map.entry(98, "Address already in use"),
            Map.entry(104, "Connection reset by peer"),
            Map.entry(106, "Transport endpoint is already connected"),
            Map.entry(107, "Transport endpoint is not connected"),
            Map.entry(110, "Connection timed out"),
            Map.entry(111, "Connection refused"),
            Map.entry(115, "Operation now in progress"),
            Map.entry(125, "Operation canceled"),
            Map.entry(130, "Owner died"),
            Map.entry(131, "State not recoverable"));

    private ErrorText() {}

    static String of(int errno) {
        return TEXTS.getOrDefault(errno, "Unknown error " + errno);
    }
}
