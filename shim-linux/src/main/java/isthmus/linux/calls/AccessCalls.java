package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.files.Credentials;
import isthmus.core.files.PathNode;
import isthmus.linux.task.Task;
import java.util.List;

/** access(2). */
public final class AccessCalls {
    public static final List<SystemCall> ROWS = List.of(
            SystemCall.full(
                    21,
                    "access",
                    (task, args) -> access(task, Paths.AT_FDCWD, args.n(0), args.i(1), 0),
                    ArgType.PATH,
                    ArgType.ACCESS_MODE),
            SystemCall.full(
                    269,
                    "faccessat",
                    (task, args) -> access(task, args.i(0), args.n(1), args.i(2), 0),
                    ArgType.AT_FD,
                    ArgType.PATH,
                    ArgType.ACCESS_MODE),
            SystemCall.full(
                    439,
                    "faccessat2",
                    (task, args) -> access(task, args.i(0), args.n(1), args.i(2), args.i(3)),
                    ArgType.AT_FD,
                    ArgType.PATH,
                    ArgType.ACCESS_MODE,
                    ArgType.ACCESS_FLAGS));

    private AccessCalls() {}

    private static long access(Task task, int directory, long address, int mask, int flags) {
        int known = Paths.AT_EACCESS | Paths.AT_SYMLINK_NOFOLLOW | Paths.AT_EMPTY_PATH;
        if ((mask & ~7) != 0 || (flags & ~known) != 0) {
            throw Errno.EINVAL.exception();
        }
        String path = Paths.readPath(task, address, flags);
        Credentials who = (flags & Paths.AT_EACCESS) != 0 ? task.credentials() : real(task.credentials());
        PathNode node = Paths.find(task, who, directory, path, flags);
        if (mask != 0) {
            task.kernel().vfs().attributes().access(who, node, mask);
        }
        return 0;
    }

    /** Credentials judged by the real IDs: what a set-user-ID program asks on behalf of its user. */
    private static Credentials real(Credentials c) {
        long capabilities = c.uid() == 0 ? c.permitted() : 0;
        if (c.fsuid() == c.uid() && c.fsgid() == c.gid() && c.effective() == capabilities) {
            return c;
        }
        return new Credentials(
                c.uid(),
                c.euid(),
                c.suid(),
                c.uid(),
                c.gid(),
                c.egid(),
                c.sgid(),
                c.gid(),
                c.groups(),
                c.permitted(),
                capabilities,
                c.inheritable(),
                c.bounding(),
                c.ambient());
    }
}
