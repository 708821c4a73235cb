package isthmus.core.socket;

import isthmus.core.Errno;
import java.nio.charset.StandardCharsets;

/**
 * An address of unix(7): a path, an abstract name (which starts with NUL, and may hold more of them), or none.
 *
 * @param name ISO 8859-1
 */
public record UnixAddress(String name) {
    public static final UnixAddress UNNAMED = new UnixAddress("");
    /** sizeof(struct sockaddr_un), and of its path. */
    public static final int SIZE = 110, PATH = 108;

    public boolean isUnnamed() {
        return name.isEmpty();
    }

    public boolean isAbstract() {
        return !name.isEmpty() && name.charAt(0) == 0;
    }

    public boolean isPath() {
        return !name.isEmpty() && name.charAt(0) != 0;
    }

    /** From {@code struct sockaddr_un}, family included; EINVAL for what is none. Two bytes are the unnamed one. */
    public static UnixAddress parse(byte[] sockaddr) {
        if (sockaddr.length < 2 || sockaddr.length > SIZE || sockaddr[0] != SocketType.AF_UNIX || sockaddr[1] != 0) {
            throw Errno.EINVAL.exception();
        }
        String text = new String(sockaddr, 2, sockaddr.length - 2, StandardCharsets.ISO_8859_1);
        int end = text.indexOf(0, 1);
        return new UnixAddress(text.isEmpty() || text.charAt(0) == 0 || end < 0 ? text : text.substring(0, end));
    }

    /** As {@code struct sockaddr_un}; a path ends with a NUL. */
    public byte[] toBytes() {
        byte[] bytes = new byte[2 + name.length() + (isPath() ? 1 : 0)];
        bytes[0] = SocketType.AF_UNIX;
        for (int i = 0; i < name.length(); i++) {
            bytes[2 + i] = (byte) name.charAt(i);
        }
        return bytes;
    }
}
