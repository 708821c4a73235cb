package isthmus.core.files.host;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.Mode;
import isthmus.core.files.XattrOperations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.List;

/** The {@code user.} attributes of a host file; names come without that prefix and must be ASCII. */
final class HostXattrs {
    private static final String USER = "user.";

    private HostXattrs() {}

    /** Whether a file of this mode can have any. */
    static boolean carries(int mode) {
        return Mode.isRegular(mode) || Mode.isDirectory(mode);
    }

    /** The host's name of a guest's attribute; EOPNOTSUPP for what the host cannot keep. */
    static String userName(String attribute, int mode) {
        boolean ascii = attribute.chars().allMatch(c -> c < 0x80);
        if (!attribute.startsWith(USER) || !ascii || !carries(mode)) {
            throw Errno.EOPNOTSUPP.exception();
        }
        return attribute.substring(USER.length());
    }

    /** The guest's names of all of them. */
    static List<String> names(UserDefinedFileAttributeView view) {
        List<String> found = new ArrayList<>();
        list(view).forEach(user -> found.add(USER + user));
        return found;
    }

    /** Empty where the host has no attributes, or does not let them be read. */
    static List<String> list(UserDefinedFileAttributeView view) {
        try {
            return view.list();
        } catch (IOException e) {
            Errno errno = HostErrors.errno(e);
            if (errno == Errno.ENOENT || errno == Errno.EIO) {
                throw errno.exception();
            }
            return List.of();
        }
    }

    static byte[] get(UserDefinedFileAttributeView view, String name) {
        try {
            ByteBuffer value = ByteBuffer.allocate(view.size(name));
            view.read(name, value);
            return value.array();
        } catch (IOException e) {
            throw missing(e);
        }
    }

    /** @param flags {@link XattrOperations#XATTR_CREATE} and its kin */
    static Void set(UserDefinedFileAttributeView view, String name, byte[] value, int flags) {
        try {
            boolean present = flags != 0 && view.list().contains(name);
            if (present && (flags & XattrOperations.XATTR_CREATE) != 0) {
                throw Errno.EEXIST.exception();
            }
            if (!present && (flags & XattrOperations.XATTR_REPLACE) != 0) {
                throw Errno.ENODATA.exception();
            }
            view.write(name, ByteBuffer.wrap(value));
            return null;
        } catch (IOException e) {
            throw HostErrors.exception(e);
        }
    }

    static Void remove(UserDefinedFileAttributeView view, String name) {
        try {
            view.delete(name);
            return null;
        } catch (IOException e) {
            throw missing(e);
        }
    }

    /** java.nio says only in words that nobody promises what it could not read: then the attribute is not there. */
    private static ErrnoException missing(IOException e) {
        Errno errno = HostErrors.errno(e);
        return (errno == Errno.EIO ? Errno.ENODATA : errno).exception();
    }
}
