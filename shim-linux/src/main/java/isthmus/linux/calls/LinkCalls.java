package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.files.Credentials;
import isthmus.core.files.PathNode;
import isthmus.core.files.RenameOperation;
import isthmus.linux.task.Task;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** link(2), symlink(2), readlink(2), rename(2), unlink(2). */
public final class LinkCalls {
    public static final List<SystemCall> ROWS = List.of(
            SystemCall.full(
                    86,
                    "link",
                    (task, args) -> link(task, Paths.AT_FDCWD, args.n(0), Paths.AT_FDCWD, args.n(1), 0),
                    ArgType.PATH,
                    ArgType.PATH),
            SystemCall.full(
                    265,
                    "linkat",
                    (task, args) -> link(task, args.i(0), args.n(1), args.i(2), args.n(3), args.i(4)),
                    ArgType.AT_FD,
                    ArgType.PATH,
                    ArgType.AT_FD,
                    ArgType.PATH,
                    ArgType.AT_FLAGS),
            SystemCall.full(
                    88,
                    "symlink",
                    (task, args) -> symlink(task, args.n(0), Paths.AT_FDCWD, args.n(1)),
                    ArgType.STRING,
                    ArgType.PATH),
            SystemCall.full(
                    266,
                    "symlinkat",
                    (task, args) -> symlink(task, args.n(0), args.i(1), args.n(2)),
                    ArgType.STRING,
                    ArgType.AT_FD,
                    ArgType.PATH),
            SystemCall.full(
                    89,
                    "readlink",
                    (task, args) -> readlink(task, Paths.AT_FDCWD, args.n(0), args.n(1), args.i(2)),
                    ArgType.PATH,
                    ArgType.BUFFER_OUT,
                    ArgType.SIZE),
            SystemCall.full(
                    267,
                    "readlinkat",
                    (task, args) -> readlink(task, args.i(0), args.n(1), args.n(2), args.i(3)),
                    ArgType.AT_FD,
                    ArgType.PATH,
                    ArgType.BUFFER_OUT,
                    ArgType.SIZE),
            SystemCall.full(
                    82,
                    "rename",
                    (task, args) -> rename(task, Paths.AT_FDCWD, args.n(0), Paths.AT_FDCWD, args.n(1), 0),
                    ArgType.PATH,
                    ArgType.PATH),
            SystemCall.full(
                    264,
                    "renameat",
                    (task, args) -> rename(task, args.i(0), args.n(1), args.i(2), args.n(3), 0),
                    ArgType.AT_FD,
                    ArgType.PATH,
                    ArgType.AT_FD,
                    ArgType.PATH),
            SystemCall.full(
                    316,
                    "renameat2",
                    (task, args) -> rename(task, args.i(0), args.n(1), args.i(2), args.n(3), args.i(4)),
                    ArgType.AT_FD,
                    ArgType.PATH,
                    ArgType.AT_FD,
                    ArgType.PATH,
                    ArgType.RENAME_FLAGS),
            SystemCall.full(87, "unlink", (task, args) -> unlink(task, Paths.AT_FDCWD, args.n(0), 0), ArgType.PATH),
            SystemCall.full(
                    263,
                    "unlinkat",
                    (task, args) -> unlink(task, args.i(0), args.n(1), args.i(2)),
                    ArgType.AT_FD,
                    ArgType.PATH,
                    ArgType.UNLINK_FLAGS),
            SystemCall.full(
                    84,
                    "rmdir",
                    (task, args) -> unlink(task, Paths.AT_FDCWD, args.n(0), Paths.AT_REMOVEDIR),
                    ArgType.PATH));

    private LinkCalls() {}

    private static long link(Task task, int oldDirectory, long oldPath, int newDirectory, long newPath, int flags) {
        if ((flags & ~(Paths.AT_SYMLINK_FOLLOW | Paths.AT_EMPTY_PATH)) != 0) {
            throw Errno.EINVAL.exception();
        }
        boolean follow = (flags & Paths.AT_SYMLINK_FOLLOW) != 0;
        int how = flags & Paths.AT_EMPTY_PATH | (follow ? 0 : Paths.AT_SYMLINK_NOFOLLOW);
        String from = Paths.readPath(task, oldPath, flags);
        if (from.isEmpty() && (flags & Paths.AT_EMPTY_PATH) != 0) {
            if (!task.credentials().has(Credentials.CAP_DAC_READ_SEARCH)) {
                throw Errno.ENOENT.exception();
            }
        }
        PathNode source = Paths.find(task, oldDirectory, from, how);
        String path = task.memory().readPath(newPath);
        task.kernel().vfs().names().link(Paths.actor(task), source, Paths.start(task, newDirectory, path), path);
        return 0;
    }

    private static long symlink(Task task, long targetAddress, int directory, long address) {
        String target = task.memory().readPath(targetAddress);
        String path = task.memory().readPath(address);
        task.kernel().vfs().names().symlink(Paths.actor(task), target, Paths.start(task, directory, path), path);
        return 0;
    }

    private static long readlink(Task task, int directory, long address, long buffer, int size) {
        if (size <= 0) {
            throw Errno.EINVAL.exception();
        }
        String path = task.memory().readPath(address);
        boolean empty = path.isEmpty();
        PathNode node = Paths.find(task, directory, path, Paths.AT_SYMLINK_NOFOLLOW | Paths.AT_EMPTY_PATH);
        if (!node.inode().stat().isSymlink()) {
            throw (empty ? Errno.ENOENT : Errno.EINVAL).exception();
        }
        byte[] text = node.inode().readlink().getBytes(StandardCharsets.ISO_8859_1);
        int length = Math.min(text.length, size);
        task.memory().write(buffer, text, 0, length);
        return length;
    }

    private static long rename(
            Task task, int oldDirectory, long oldAddress, int newDirectory, long newAddress, int flags) {
        RenameOperation.checkFlags(flags);
        String from = task.memory().readPath(oldAddress);
        String to = task.memory().readPath(newAddress);
        task.kernel()
                .vfs()
                .renaming()
                .rename(
                        Paths.actor(task),
                        Paths.start(task, oldDirectory, from),
                        from,
                        Paths.start(task, newDirectory, to),
                        to,
                        flags);
        return 0;
    }

    private static long unlink(Task task, int directory, long address, int flags) {
        if ((flags & ~Paths.AT_REMOVEDIR) != 0) {
            throw Errno.EINVAL.exception();
        }
        String path = task.memory().readPath(address);
        PathNode start = Paths.start(task, directory, path);
        if (flags != 0) {
            task.kernel().vfs().names().rmdir(Paths.actor(task), start, path);
        } else {
            task.kernel().vfs().names().unlink(Paths.actor(task), start, path);
        }
        return 0;
    }
}
