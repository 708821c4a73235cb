package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.files.Credentials;
import isthmus.core.memory.GuestMemory;
import isthmus.linux.seccomp.SeccompFilter;
import isthmus.linux.task.Task;
import java.util.List;

/** seccomp(2). */
public final class SeccompCalls {
    public static final List<SystemCall> ROWS = List.of(SystemCall.partial(
            317,
            "seccomp",
            "no listeners (SECCOMP_FILTER_FLAG_NEW_LISTENER: EINVAL); SECCOMP_RET_TRACE and USER_NOTIF give ENOSYS",
            (t, a) -> seccomp(t, a.i(0), a.i(1), a.n(2)),
            ArgType.INT,
            ArgType.HEX,
            ArgType.ADDRESS));

    private static final int SET_MODE_STRICT = 0, SET_MODE_FILTER = 1, GET_ACTION_AVAIL = 2, GET_NOTIF_SIZES = 3;
    private static final int FLAG_TSYNC = 1, FLAG_LOG = 2, FLAG_SPEC_ALLOW = 4, FLAG_TSYNC_ESRCH = 16;
    private static final int MODE_STRICT = 1, MODE_FILTER = 2;
    private static final int MAXIMUM = 4096;

    private SeccompCalls() {}

    private static long seccomp(Task task, int operation, int flags, long address) {
        return switch (operation) {
            case SET_MODE_STRICT -> {
                PrctlCalls.refuseIf(flags != 0 || address != 0);
                yield install(task, MODE_STRICT, 0, 0);
            }
            case SET_MODE_FILTER -> install(task, MODE_FILTER, flags, address);
            case GET_ACTION_AVAIL -> {
                PrctlCalls.refuseIf(flags != 0);
                yield actionAvailable(task.memory().readInt(address));
            }
            case GET_NOTIF_SIZES -> throw Errno.EINVAL.exception();
            default -> throw Errno.EINVAL.exception();
        };
    }

    private static long actionAvailable(int action) {
        return switch (action) {
            case SeccompFilter.KILL_PROCESS,
                    SeccompFilter.KILL_THREAD,
                    SeccompFilter.TRAP,
                    SeccompFilter.ERRNO,
                    SeccompFilter.LOG,
                    SeccompFilter.ALLOW -> 0;
            default -> throw Errno.EOPNOTSUPP.exception();
        };
    }

    /** @param mode as PR_SET_SECCOMP has it */
    static long install(Task task, int mode, int flags, long address) {
        SeccompFilter old = task.seccomp();
        if (mode == MODE_STRICT) {
            PrctlCalls.refuseIf(old != null && old.mode() != MODE_STRICT);
            task.setSeccomp(SeccompFilter.strict());
            return 0;
        }
        PrctlCalls.refuseIf(mode != MODE_FILTER || old != null && old.mode() == MODE_STRICT);
        PrctlCalls.refuseIf((flags & ~(FLAG_TSYNC | FLAG_LOG | FLAG_SPEC_ALLOW | FLAG_TSYNC_ESRCH)) != 0);
        if (!task.attributes().noNewPrivileges && !task.credentials().has(Credentials.CAP_SYS_ADMIN)) {
            throw Errno.EACCES.exception();
        }
        SeccompFilter added = SeccompFilter.add(instructions(task.memory(), address), old);
        if ((flags & FLAG_TSYNC) != 0) {
            return synchronize(task, added, (flags & FLAG_TSYNC_ESRCH) != 0);
        }
        task.setSeccomp(added);
        return 0;
    }

    /** A struct sock_fprog: a 16-bit count and, eight bytes on, a pointer. */
    private static byte[] instructions(GuestMemory memory, long address) {
        int count = Short.toUnsignedInt(memory.readShort(address));
        long pointer = memory.readLong(address + 8);
        PrctlCalls.refuseIf(count == 0 || count > MAXIMUM);
        return memory.readBytes(pointer, count * 8);
    }

    /** Gives the filter to all threads; if one has gone another way, its thread ID (or ESRCH). */
    private static long synchronize(Task task, SeccompFilter added, boolean esrch) {
        synchronized (task.kernel().tree()) {
            for (Task other : task.group().tasks()) {
                boolean follows = other.seccomp() == null || added.descendsFrom(other.seccomp());
                if (other != task && !follows) {
                    if (esrch) {
                        throw Errno.ESRCH.exception();
                    }
                    return other.tid();
                }
            }
            for (Task other : task.group().tasks()) {
                other.setSeccomp(added);
                if (task.attributes().noNewPrivileges) {
                    other.attributes().noNewPrivileges = true;
                }
            }
        }
        return 0;
    }
}
