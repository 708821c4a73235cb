package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.files.Actor;
import isthmus.core.files.Credentials;
import isthmus.core.files.FileOpener;
import isthmus.core.files.OpenFile;
import isthmus.core.files.PathNode;
import isthmus.core.files.WalkOptions;
import isthmus.linux.task.Task;
import java.util.function.Function;

/** From the directory descriptor, path and flags of a call of the {@code *at} family to a place. */
final class Paths {
    static final int AT_FDCWD = -100;
    static final int AT_SYMLINK_NOFOLLOW = 0x100, AT_EACCESS = 0x200, AT_REMOVEDIR = 0x200, AT_SYMLINK_FOLLOW = 0x400;
    static final int AT_NO_AUTOMOUNT = 0x800, AT_EMPTY_PATH = 0x1000;

    private Paths() {}

    /** The task as permission checks see it. */
    static Actor actor(Task task) {
        return new Actor(task.fs().root(), task.credentials(), task.fs().umask(), task);
    }

    /** Where a path starts; EBADF, ENOTDIR. An absolute path needs no valid descriptor. */
    static PathNode start(Task task, int directory, String path) {
        if (directory == AT_FDCWD || !path.isEmpty() && path.charAt(0) == '/') {
            return task.fs().workingDirectory();
        }
        if (path.isEmpty()) {
            throw Errno.ENOENT.exception();
        }
        PathNode place = task.files().peek(directory).path();
        if (place == null) {
            throw Errno.ENOTDIR.exception();
        }
        return place;
    }

    /** What a path leads to, relative to the current directory. */
    static PathNode find(Task task, long address, boolean follow) {
        return find(task, AT_FDCWD, address, follow ? 0 : AT_SYMLINK_NOFOLLOW);
    }

    /**
     * What a path leads to.
     *
     * @param flags of which AT_SYMLINK_NOFOLLOW and AT_EMPTY_PATH are heeded; others are the caller's to refuse
     */
    static PathNode find(Task task, int directory, long address, int flags) {
        return find(task, directory, readPath(task, address, flags), flags);
    }

    /** Does something with what a path leads to; see {@link FileOpener#found}. */
    static <T> T found(Task task, int directory, long address, int flags, Function<PathNode, T> action) {
        String path = readPath(task, address, flags);
        return FileOpener.found(() -> find(task, directory, path, flags), action);
    }

    static PathNode find(Task task, int directory, String path, int flags) {
        return find(task, task.credentials(), directory, path, flags);
    }

    /** The same for other credentials than the task's own. */
    static PathNode find(Task task, Credentials who, int directory, String path, int flags) {
        if (path.isEmpty() && (flags & AT_EMPTY_PATH) != 0) {
            return ofDescriptor(task, directory);
        }
        WalkOptions options = WalkOptions.follow((flags & AT_SYMLINK_NOFOLLOW) == 0);
        return task.kernel().vfs().namespace().walk(task.fs().root(), start(task, directory, path), who, path, options);
    }

    /** A null pointer counts as an empty path where that is allowed (since Linux 6.11). */
    static String readPath(Task task, long address, int flags) {
        return address == 0 && (flags & AT_EMPTY_PATH) != 0 ? "" : task.memory().readPath(address);
    }

    private static PathNode ofDescriptor(Task task, int descriptor) {
        return descriptor == AT_FDCWD
                ? task.fs().workingDirectory()
                : ofFile(task.files().peek(descriptor));
    }

    /** The place of an open file; one of its own for a file without a path. */
    static PathNode ofFile(OpenFile file) {
        PathNode place = file.path();
        return place != null ? place : PathNode.anonymous(file.inode(), file.description());
    }
}
