package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.files.Actor;
import isthmus.core.files.OpenFile;
import isthmus.core.files.PathNode;
import isthmus.core.memory.GuestMemory;
import isthmus.linux.elf.ProgramFinder;
import isthmus.linux.task.Task;
import isthmus.linux.task.TaskExec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** execve(2) and execveat(2). */
public final class ExecCalls {
    public static final List<SystemCall> ROWS = List.of(
            SystemCall.full(
                    59,
                    "execve",
                    (t, a) -> execve(t, a.n(0), a.n(1), a.n(2)),
                    ArgType.PATH,
                    ArgType.STRING_VECTOR,
                    ArgType.STRING_VECTOR),
            SystemCall.full(
                    322,
                    "execveat",
                    (t, a) -> execveat(t, a.i(0), a.n(1), a.n(2), a.n(3), a.i(4)),
                    ArgType.AT_FD,
                    ArgType.PATH,
                    ArgType.STRING_VECTOR,
                    ArgType.STRING_VECTOR,
                    ArgType.EXEC_FLAGS));

    private static final int AT_FDCWD = -100, AT_SYMLINK_NOFOLLOW = 0x100, AT_EMPTY_PATH = 0x1000;
    /** MAX_ARG_STRLEN. */
    private static final int STRING_LIMIT = 131_072;
    /** No set of strings that is larger can be taken, whatever the limits. */
    private static final long TOTAL_LIMIT = 6L << 20;

    private ExecCalls() {}

    /** The strings of a vector that ends with a null pointer; none for a null vector. EFAULT, E2BIG. */
    private static List<String> strings(GuestMemory memory, long vector) {
        List<String> found = new ArrayList<>();
        long total = 0;
        for (long at = vector; vector != 0; at += 8) {
            long pointer = memory.readLong(at);
            if (pointer == 0) {
                break;
            }
            String string = memory.readString(pointer, STRING_LIMIT, Errno.E2BIG);
            total += string.length() + 9;
            if (total > TOTAL_LIMIT) {
                throw Errno.E2BIG.exception();
            }
            found.add(string);
        }
        return found;
    }

    private static long execve(Task task, long path, long arguments, long environment) {
        GuestMemory memory = task.memory();
        String name = memory.readPath(path);
        TaskExec.exec(task, null, name, true, strings(memory, arguments), strings(memory, environment));
        return 0;
    }

    private static long execveat(Task task, int fd, long path, long arguments, long environment, int flags) {
        if ((flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH)) != 0) {
            throw Errno.EINVAL.exception();
        }
        GuestMemory memory = task.memory();
        String name = memory.readPath(path);
        List<String> argv = strings(memory, arguments);
        List<String> envp = strings(memory, environment);
        boolean follow = (flags & AT_SYMLINK_NOFOLLOW) == 0;
        boolean self = name.isEmpty() && (flags & AT_EMPTY_PATH) != 0;
        if (!self && (fd == AT_FDCWD || name.startsWith("/"))) {
            PathNode start = task.fs().workingDirectory();
            TaskExec.exec(task, () -> finder(task).walk(start, name, follow), name, true, argv, envp);
            return 0;
        }
        PathNode start = self && fd == AT_FDCWD ? task.fs().workingDirectory() : place(task, fd);
        Supplier<PathNode> place = () -> self ? start : finder(task).walk(start, name, follow);
        String shown = self ? "/dev/fd/" + fd : "/dev/fd/" + fd + "/" + name;
        boolean staysOpen = fd == AT_FDCWD || !task.files().isCloseOnExec(fd);
        TaskExec.exec(task, place, shown, staysOpen, argv, envp);
        return 0;
    }

    private static PathNode place(Task task, int fd) {
        OpenFile file = task.files().get(fd);
        try {
            PathNode place = file.path();
            if (place == null) {
                throw Errno.EACCES.exception();
            }
            return place;
        } finally {
            file.release();
        }
    }

    private static ProgramFinder finder(Task task) {
        Actor actor = new Actor(task.fs().root(), task.credentials(), task.fs().umask(), task);
        return new ProgramFinder(task.kernel().vfs(), actor, task.fs().workingDirectory());
    }
}
