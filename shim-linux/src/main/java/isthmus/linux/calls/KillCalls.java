package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.linux.signal.SigInfo;
import isthmus.linux.signal.Signal;
import isthmus.linux.signal.SignalSending;
import isthmus.linux.task.PidTable;
import isthmus.linux.task.ProcessGroup;
import isthmus.linux.task.Task;
import isthmus.linux.task.ThreadGroup;
import java.util.List;

/** Sending signals. */
public final class KillCalls {
    public static final List<SystemCall> ROWS = List.of(
            SystemCall.full(62, "kill", KillCalls::kill, ArgType.PID, ArgType.SIGNAL),
            SystemCall.full(
                    129, "rt_sigqueueinfo", KillCalls::rtSigqueueinfo, ArgType.PID, ArgType.SIGNAL, ArgType.SIGINFO),
            SystemCall.full(200, "tkill", KillCalls::tkill, ArgType.PID, ArgType.SIGNAL),
            SystemCall.full(234, "tgkill", KillCalls::tgkill, ArgType.PID, ArgType.PID, ArgType.SIGNAL),
            SystemCall.full(
                    297,
                    "rt_tgsigqueueinfo",
                    KillCalls::rtTgsigqueueinfo,
                    ArgType.PID,
                    ArgType.PID,
                    ArgType.SIGNAL,
                    ArgType.SIGINFO));

    private KillCalls() {}

    private static PidTable pids(Task task) {
        return task.kernel().tree().pids();
    }

    /** EINVAL unless it is 0 or the number of a signal. */
    static void checkSignal(int signo) {
        if (signo != 0 && !Signal.isValid(signo)) {
            throw Errno.EINVAL.exception();
        }
    }

    private static long kill(Task task, Args args) {
        int pid = args.i(0);
        int signo = args.i(1);
        SigInfo info = Signal.isValid(signo)
                ? SigInfo.ofUser(signo, task.pid(), task.credentials().uid())
                : null;
        if (pid > 0) {
            ThreadGroup process = process(task, pid);
            checkSignal(signo);
            SignalSending.send(task, process, signo, info);
            return 0;
        }
        if (pid == Integer.MIN_VALUE) {
            throw Errno.ESRCH.exception();
        }
        if (pid == -1) {
            return killAll(task, signo, info);
        }
        ProcessGroup group = pid == 0 ? task.group().processGroup() : pids(task).processGroup(-pid);
        if (group == null) {
            throw Errno.ESRCH.exception();
        }
        checkSignal(signo);
        SignalSending.sendToAll(task, group, signo, info);
        return 0;
    }

    /** Every process but the caller's own; those that may not be signalled do not count. */
    private static long killAll(Task task, int signo, SigInfo info) {
        Errno failure = null;
        boolean any = false;
        synchronized (task.kernel().tree()) { // nobody is just being forked
            for (ThreadGroup process : pids(task).processes()) {
                if (process == task.group()) {
                    continue;
                }
                any = true;
                checkSignal(signo);
                try {
                    SignalSending.send(task, process, signo, info);
                } catch (ErrnoException e) {
                    failure = e.errno() == Errno.EPERM ? failure : e.errno();
                }
            }
        }
        if (!any) {
            throw Errno.ESRCH.exception();
        }
        if (failure != null) {
            throw failure.exception();
        }
        return 0;
    }

    /** The process that has a task of this number; ESRCH. */
    private static ThreadGroup process(Task task, int pid) {
        Task found = pids(task).task(pid);
        ThreadGroup process = found != null ? found.group() : pids(task).process(pid);
        if (process == null) {
            throw Errno.ESRCH.exception();
        }
        return process;
    }

    private static long tkill(Task task, Args args) {
        return sendToTask(task, 0, args.i(0), args.i(1));
    }

    private static long tgkill(Task task, Args args) {
        if (args.i(0) <= 0) {
            throw Errno.EINVAL.exception();
        }
        return sendToTask(task, args.i(0), args.i(1), args.i(2));
    }

    /** @param pid 0 for any */
    private static long sendToTask(Task task, int pid, int tid, int signo) {
        if (tid <= 0) {
            throw Errno.EINVAL.exception();
        }
        Task to = findTask(task, pid, tid);
        checkSignal(signo);
        SigInfo info = signo == 0
                ? null
                : SigInfo.ofThreadKill(signo, task.pid(), task.credentials().uid());
        SignalSending.send(task, to, signo, info);
        return 0;
    }

    private static Task findTask(Task task, int pid, int tid) {
        Task to = pids(task).task(tid);
        if (to == null || pid != 0 && to.pid() != pid) {
            throw Errno.ESRCH.exception();
        }
        return to;
    }

    private static long rtSigqueueinfo(Task task, Args args) {
        SigInfo info = readInfo(task, args.n(2), args.i(1), args.i(0));
        ThreadGroup process = process(task, args.i(0));
        checkSignal(args.i(1));
        SignalSending.send(task, process, args.i(1), args.i(1) == 0 ? null : info);
        return 0;
    }

    private static long rtTgsigqueueinfo(Task task, Args args) {
        int pid = args.i(0);
        int tid = args.i(1);
        int signo = args.i(2);
        byte[] raw = task.memory().readBytes(args.n(3), SigInfo.BYTES);
        if (pid <= 0 || tid <= 0) {
            throw Errno.EINVAL.exception();
        }
        SigInfo info = SigInfo.ofGuest(signo, raw);
        checkForged(task, info, tid);
        Task to = findTask(task, pid, tid);
        checkSignal(signo);
        SignalSending.send(task, to, signo, signo == 0 ? null : info);
        return 0;
    }

    static SigInfo readInfo(Task task, long address, int signo, int pid) {
        SigInfo info = SigInfo.ofGuest(signo, task.memory().readBytes(address, SigInfo.BYTES));
        checkForged(task, info, pid);
        return info;
    }

    /** Only to itself may a task send what looks like the kernel's or kill's. {@code id} is a process's or a task's. */
    static void checkForged(Task task, SigInfo info, int id) {
        boolean forged = info.code() >= 0 || info.code() == SigInfo.SI_TKILL;
        if (forged && task.pid() != id) {
            throw Errno.EPERM.exception();
        }
    }
}
