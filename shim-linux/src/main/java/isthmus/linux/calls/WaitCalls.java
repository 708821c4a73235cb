package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.files.OpenFile;
import isthmus.core.memory.GuestMemory;
import isthmus.linux.signal.Signal;
import isthmus.linux.task.ChildWait;
import isthmus.linux.task.PidFd;
import isthmus.linux.task.Task;
import java.util.List;

/** wait4(2) and waitid(2). */
public final class WaitCalls {
    public static final List<SystemCall> ROWS = List.of(
            SystemCall.full(
                    61,
                    "wait4",
                    (t, a) -> wait4(t, a.i(0), a.n(1), a.i(2), a.n(3)),
                    ArgType.PID,
                    ArgType.WAIT_STATUS,
                    ArgType.WAIT_OPTIONS,
                    ArgType.ADDRESS),
            SystemCall.full(
                    247,
                    "waitid",
                    WaitCalls::waitid,
                    ArgType.ID_TYPE,
                    ArgType.PID,
                    ArgType.ADDRESS,
                    ArgType.WAIT_OPTIONS,
                    ArgType.ADDRESS));

    private static final int P_ALL = 0, P_PID = 1, P_PGID = 2, P_PIDFD = 3;
    private static final int KINDS = ChildWait.WNOTHREAD | ChildWait.WALL | ChildWait.WCLONE;
    private static final int STATES = ChildWait.WEXITED | ChildWait.WSTOPPED | ChildWait.WCONTINUED;

    private WaitCalls() {}

    private static long wait4(Task task, int pid, long statusAddress, int options, long usageAddress) {
        if ((options & ~(ChildWait.WNOHANG | ChildWait.WSTOPPED | ChildWait.WCONTINUED | KINDS)) != 0) {
            throw Errno.EINVAL.exception();
        }
        if (pid == Integer.MIN_VALUE) {
            throw Errno.ESRCH.exception();
        }
        ChildWait.Kind kind = pid == -1 ? ChildWait.Kind.ALL : pid > 0 ? ChildWait.Kind.PROCESS : ChildWait.Kind.GROUP;
        int id = pid == 0 ? task.group().processGroup().id() : Math.abs(pid);
        ChildWait.Change change = new ChildWait(task, kind, id, options | ChildWait.WEXITED).run(null);
        if (change == null) {
            return 0;
        }
        if (usageAddress != 0) {
            LimitCalls.writeUsage(task.memory(), usageAddress, change.usage());
        }
        if (statusAddress != 0) {
            task.memory().writeInt(statusAddress, change.waitStatus());
        }
        return change.pid();
    }

    private static long waitid(Task task, Args args) {
        int type = args.i(0);
        int id = args.i(1);
        int options = args.i(3);
        if ((options & ~(ChildWait.WNOHANG | ChildWait.WNOWAIT | STATES | KINDS)) != 0 || (options & STATES) == 0) {
            throw Errno.EINVAL.exception();
        }
        ChildWait.Change change = switch (type) {
            case P_ALL -> new ChildWait(task, ChildWait.Kind.ALL, 0, options).run(null);
            case P_PID -> waitForProcess(task, id, options);
            case P_PGID -> waitForGroup(task, id, options);
            case P_PIDFD -> waitForPidFd(task, id, options);
            default -> throw Errno.EINVAL.exception();
        };
        if (change != null && args.n(4) != 0) {
            LimitCalls.writeUsage(task.memory(), args.n(4), change.usage());
        }
        if (args.n(2) != 0) {
            writeInfo(task.memory(), args.n(2), change);
        }
        return 0;
    }

    private static ChildWait.Change waitForProcess(Task task, int pid, int options) {
        if (pid <= 0) {
            throw Errno.EINVAL.exception();
        }
        return new ChildWait(task, ChildWait.Kind.PROCESS, pid, options).run(null);
    }

    private static ChildWait.Change waitForGroup(Task task, int id, int options) {
        if (id < 0) {
            throw Errno.EINVAL.exception();
        }
        int group = id == 0 ? task.group().processGroup().id() : id;
        return new ChildWait(task, ChildWait.Kind.GROUP, group, options).run(null);
    }

    private static ChildWait.Change waitForPidFd(Task task, int fd, int options) {
        if (fd < 0) {
            throw Errno.EINVAL.exception();
        }
        OpenFile file = task.files().get(fd);
        try {
            if (!(file instanceof PidFd pidFd)) {
                throw Errno.EBADF.exception();
            }
            return new ChildWait(task, ChildWait.Kind.PROCESS, pidFd.process().pid(), options)
                    .run(file.isNonBlocking() ? file : null);
        } finally {
            file.release();
        }
    }

    /** The six fields that waitid(2) sets; all zero where WNOHANG found nothing. */
    private static void writeInfo(GuestMemory memory, long address, ChildWait.Change change) {
        memory.writeInt(address, change == null ? 0 : Signal.SIGCHLD);
        memory.writeInt(address + 4, 0);
        memory.writeInt(address + 8, change == null ? 0 : change.code());
        memory.writeInt(address + 16, change == null ? 0 : change.pid());
        memory.writeInt(address + 20, change == null ? 0 : change.uid());
        memory.writeInt(address + 24, change == null ? 0 : change.status());
    }
}
