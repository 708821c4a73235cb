package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.files.Credentials;
import isthmus.linux.task.Task;
import isthmus.linux.task.ThreadGroup;

/** Finding the process or task that a call names, and who may do what to it. */
final class Processes {
    private Processes() {}

    /** The task of that number, the caller's own for 0. ESRCH; tasks that have ended count as gone. */
    static Task task(Task caller, int tid) {
        Task found = tid == 0 ? caller : caller.kernel().tree().pids().task(tid);
        if (found == null || found.credentials() == null) {
            throw Errno.ESRCH.exception();
        }
        return found;
    }

    /** The process of that number, the caller's own for 0. ESRCH. */
    static ThreadGroup process(Task caller, int pid) {
        ThreadGroup found =
                pid == 0 ? caller.group() : caller.kernel().tree().pids().process(pid);
        if (found == null) {
            throw Errno.ESRCH.exception();
        }
        return found;
    }

    /** Whether the caller may change another's scheduling: sched_setaffinity(2), setpriority(2). */
    static boolean ownsForScheduling(Task caller, Task target) {
        Credentials mine = caller.credentials();
        Credentials other = target.credentials();
        return mine.euid() == other.euid() || mine.euid() == other.uid() || mine.has(Credentials.CAP_SYS_NICE);
    }

    /** What ptrace(2) calls PTRACE_MODE_READ with real credentials: EPERM unless the caller may look into the target. */
    static void checkInspect(Task caller, Task target) {
        if (caller.group() == target.group()) {
            return;
        }
        Credentials mine = caller.credentials();
        Credentials other = target.credentials();
        boolean same = mine.uid() == other.euid()
                && mine.uid() == other.suid()
                && mine.uid() == other.uid()
                && mine.gid() == other.egid()
                && mine.gid() == other.sgid()
                && mine.gid() == other.gid();
        boolean privileged = mine.has(Credentials.CAP_SYS_PTRACE);
        boolean hidden = target.group().dumpable() != 1 || (other.permitted() & ~mine.permitted()) != 0;
        if (!privileged && (!same || hidden)) {
            throw Errno.EPERM.exception();
        }
    }
}
