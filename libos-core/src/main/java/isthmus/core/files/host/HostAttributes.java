package isthmus.core.files.host;

import isthmus.core.Errno;
import isthmus.core.files.Mode;
import isthmus.core.files.Stat;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
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
    static Void setMode(Path path, int mode, int permissions, boolean unix) throws IOException {
        if (isSpecial(mode) || Mode.isSymlink(mode)) {
            throw Errno.EPERM.exception();
        }
        if (!unix) {
            // Such a host knows only whether a file may be written.
            Files.setAttribute(path, "dos:readonly", (permissions & 0222) == 0, LinkOption.NOFOLLOW_LINKS);
            return null;
        }
        try {
            Files.setAttribute(path, "unix:mode", permissions, LinkOption.NOFOLLOW_LINKS);
        } catch (AccessDeniedException e) {
            // It cannot be opened for reading; it was looked at a moment ago and is no link.
            Files.setAttribute(path, "unix:mode", permissions);
        }
        return null;
    }

    static Void setOwner(Path path, int uid, int gid, boolean unix, Stat now) throws IOException {
        if (!unix) {
            if (uid != -1 && uid != now.uid() || gid != -1 && gid != now.gid()) {
                throw Errno.EPERM.exception();
            }
            return null;
        }
        if (uid != -1) {
            Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
        }
        if (gid != -1) {
            Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
        }
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
