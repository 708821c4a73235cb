package isthmus.linux.calls;

import static isthmus.linux.task.CloneRequest.*;

import isthmus.core.Errno;
import isthmus.core.files.Credentials;
import isthmus.core.memory.GuestMemory;
import isthmus.linux.signal.Signal;
import isthmus.linux.task.CloneRequest;
import isthmus.linux.task.Task;
import isthmus.linux.task.TaskClone;
import java.util.List;

/** New tasks and processes: fork(2), vfork(2), clone(2), clone3(2); and new namespaces, which there are none of. */
public final class CloneCalls {
    private static final String NO_NAMESPACES = "new namespaces are refused with EPERM, as to an ordinary user";

    public static final List<SystemCall> ROWS = List.of(
            SystemCall.partial(
                    56,
                    "clone",
                    NO_NAMESPACES,
                    CloneCalls::cloneOld,
                    ArgType.CLONE_FLAGS,
                    ArgType.ADDRESS,
                    ArgType.ADDRESS,
                    ArgType.ADDRESS,
                    ArgType.HEX),
            SystemCall.full(57, "fork", (t, a) -> new TaskClone(t, CloneRequest.fork()).run()),
            SystemCall.full(58, "vfork", (t, a) -> new TaskClone(t, CloneRequest.vfork()).run()),
            SystemCall.partial(
                    435,
                    "clone3",
                    NO_NAMESPACES,
                    (t, a) -> clone3(t, a.n(0), a.n(1)),
                    ArgType.CLONE_ARGS,
                    ArgType.SIZE),
            SystemCall.partial(272, "unshare", NO_NAMESPACES, (t, a) -> unshare(t, a.n(0)), ArgType.CLONE_FLAGS),
            SystemCall.partial(
                    308,
                    "setns",
                    "there are no other namespaces: EINVAL",
                    (t, a) -> setns(t, a.i(0)),
                    ArgType.FD,
                    ArgType.CLONE_FLAGS));

    private static final long EXIT_SIGNAL = 0xff;
    private static final long NAMESPACES =
            CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET;
    private static final int FIRST_SIZE = 64, KNOWN_SIZE = 88, LARGEST_SIZE = 4096;

    private CloneCalls() {}

    private static boolean any(long flags, long wanted) {
        return (flags & wanted) != 0;
    }

    private static void refuseIf(boolean wrong) {
        if (wrong) {
            throw Errno.EINVAL.exception();
        }
    }

    private static long cloneOld(Task task, Args args) {
        long all = args.n(0) & 0xffff_ffffL;
        long flags = all & ~EXIT_SIGNAL;
        refuseIf(any(flags, CLONE_PIDFD) && any(flags, CLONE_PARENT_SETTID | CLONE_DETACHED));
        CloneRequest request = new CloneRequest(
                flags, (int) (all & EXIT_SIGNAL), args.n(1), args.n(2), args.n(3), args.n(2), args.n(4), 0);
        return run(task, request);
    }

    private static long clone3(Task task, long address, long size) {
        if (size > LARGEST_SIZE || size < 0) {
            throw Errno.E2BIG.exception();
        }
        refuseIf(size < FIRST_SIZE);
        GuestMemory memory = task.memory();
        long[] words = new long[KNOWN_SIZE / 8];
        byte[] bytes = memory.readBytes(address, (int) size);
        for (int i = 0; i < bytes.length; i++) {
            if (i >= KNOWN_SIZE && bytes[i] != 0) {
                throw Errno.E2BIG.exception();
            }
            if (i < KNOWN_SIZE) {
                words[i / 8] |= (bytes[i] & 0xffL) << 8 * (i % 8);
            }
        }
        return clone3(task, words);
    }

    private static long clone3(Task task, long[] words) {
        long flags = words[0];
        long exitSignal = words[4];
        long stack = words[5];
        long stackSize = words[6];
        long tids = words[8];
        long tidCount = words[9];
        refuseIf(tidCount < 0 || tidCount > 32 || tidCount == 0 && tids != 0 || tidCount > 0 && tids == 0);
        refuseIf((exitSignal & ~EXIT_SIGNAL) != 0 || exitSignal > Signal.COUNT);
        refuseIf(any(flags, ~(0xffff_ffffL | CLONE_CLEAR_SIGHAND | CLONE_INTO_CGROUP)));
        refuseIf(any(flags, CLONE_DETACHED | EXIT_SIGNAL & ~CLONE_NEWTIME));
        refuseIf(any(flags, CLONE_SIGHAND) && any(flags, CLONE_CLEAR_SIGHAND));
        refuseIf(any(flags, CLONE_THREAD | CLONE_PARENT) && exitSignal != 0);
        refuseIf((stack == 0) != (stackSize == 0));
        if (any(flags, CLONE_INTO_CGROUP)) {
            throw Errno.EOPNOTSUPP.exception();
        }
        int tid = 0;
        if (tidCount > 0) {
            if (tidCount > 1) {
                throw Errno.EINVAL.exception(); // there is one level of process ID namespaces
            }
            tid = task.memory().readInt(tids);
            refuseIf(tid <= 0);
            if (!task.credentials().has(Credentials.CAP_SYS_ADMIN)) {
                throw Errno.EPERM.exception();
            }
        }
        return run(
                task,
                new CloneRequest(
                        flags,
                        (int) exitSignal,
                        stack == 0 ? 0 : stack + stackSize,
                        words[3],
                        words[2],
                        words[1],
                        words[7],
                        tid));
    }

    private static long run(Task task, CloneRequest request) {
        long flags = request.flags();
        refuseIf(any(flags, CLONE_FS) && any(flags, CLONE_NEWNS | CLONE_NEWUSER));
        refuseIf(any(flags, CLONE_THREAD) && !any(flags, CLONE_SIGHAND));
        refuseIf(any(flags, CLONE_SIGHAND) && !any(flags, CLONE_VM));
        refuseIf(any(flags, CLONE_THREAD) && any(flags, CLONE_NEWUSER | CLONE_NEWPID | CLONE_PIDFD));
        refuseNamespaces(flags);
        return new TaskClone(task, request).run();
    }

    private static void refuseNamespaces(long flags) {
        if (any(flags, NAMESPACES | CLONE_NEWTIME)) {
            throw Errno.EPERM.exception();
        }
    }

    /** No descriptor stands for a namespace. EBADF, EINVAL. */
    private static long setns(Task task, int fd) {
        task.files().peek(fd);
        throw Errno.EINVAL.exception();
    }

    private static long unshare(Task task, long flags) {
        long known = CLONE_FILES
                | CLONE_FS
                | CLONE_SYSVSEM
                | CLONE_THREAD
                | CLONE_SIGHAND
                | CLONE_VM
                | CLONE_NEWTIME
                | NAMESPACES;
        refuseIf((flags & ~known) != 0);
        boolean alone = task.group().tasks().length == 1;
        refuseIf(any(flags, CLONE_THREAD | CLONE_SIGHAND | CLONE_VM) && !alone);
        refuseIf(any(flags, CLONE_VM | CLONE_SIGHAND) && task.addressSpace().isShared());
        refuseNamespaces(flags);
        if (any(flags, CLONE_SYSVSEM)) {
            task.leaveSemaphoreUndos();
        }
        task.unshare(any(flags, CLONE_FILES), any(flags, CLONE_FS));
        return 0;
    }
}
