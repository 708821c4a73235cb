package isthmus.core.files.host;

import isthmus.core.Errno;
import isthmus.core.files.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.concurrent.TimeUnit;

/**
 * Changes of attributes on the host. Without following links java.nio opens the file to change it, which would wait at a
 * FIFO: special files are left alone (EPERM).
 */
final class HostAttributes {
    private HostAttributes() {}

    private static boolean isSpecial(int mode) {
        return !Mode.isRegular(mode) && !Mode.isDirectory(mode) && !Mode.isSymlink(mode);
    }

    /** @param mode what it is now, with the type */
    static Void setMode(HostFiles files, Path path, int mode, int permissions) throws IOException {
        if (isSpecial(mode) || Mode.isSymlink(mode)) {
            throw Errno.EPERM.exception();
        }
        files.setPermissions(path, permissions);
        return null;
    }

    /** Nanoseconds; {@link Long#MIN_VALUE} leaves one as it is. */
    static Void setTimes(Path path, int mode, long atime, long mtime) throws IOException {
        if (isSpecial(mode)) {
            throw Errno.EPERM.exception();
        }
        Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setTimes(time(mtime), time(atime), null);
        return null;
    }

    private static FileTime time(long nanos) {
        return nanos == Long.MIN_VALUE ? null : FileTime.from(nanos, TimeUnit.NANOSECONDS);
    }

    /** The view of extended attributes; EOPNOTSUPP where the host has none. */
    static UserDefinedFileAttributeView xattrs(Path path) {
        UserDefinedFileAttributeView view =
                Files.getFileAttributeView(path, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view == null) {
            throw Errno.EOPNOTSUPP.exception();
        }
        return view;
    }
}
