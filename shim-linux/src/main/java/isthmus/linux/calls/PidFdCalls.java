package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.FdTable;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.core.files.PathFile;
import isthmus.linux.proc.ProcessDirectory;
import isthmus.linux.signal.SigInfo;
import isthmus.linux.signal.SignalSending;
import isthmus.linux.task.PidFd;
import isthmus.linux.task.Task;
import isthmus.linux.task.ThreadGroup;
import java.util.List;

/** Processes as files: pidfd_open(2), pidfd_send_signal(2), pidfd_getfd(2). */
public final class PidFdCalls {
    public static final List<SystemCall> ROWS = List.of(
            SystemCall.full(434, "pidfd_open", (t, a) -> open(t, a.i(0), a.i(1)), ArgType.PID, ArgType.OPEN_FLAGS),
            SystemCall.full(
                    424,
                    "pidfd_send_signal",
                    (t, a) -> sendSignal(t, a.i(0), a.i(1), a.n(2), a.i(3)),
                    ArgType.FD,
                    ArgType.SIGNAL,
                    ArgType.SIGINFO,
                    ArgType.HEX),
            SystemCall.full(
                    438,
                    "pidfd_getfd",
                    (t, a) -> getFd(t, a.i(0), a.i(1), a.i(2)),
                    ArgType.FD,
                    ArgType.INT,
                    ArgType.HEX));

    private PidFdCalls() {}

    private static long open(Task task, int pid, int flags) {
        PrctlCalls.refuseIf((flags & ~OpenFlags.O_NONBLOCK) != 0 || pid <= 0);
        ThreadGroup process = task.kernel().tree().pids().process(pid);
        if (process == null) {
            boolean isThread = task.kernel().tree().pids().task(pid) != null;
            throw (isThread ? Errno.EINVAL : Errno.ESRCH).exception();
        }
        return Descriptors.install(task, new PidFd(task.kernel().anonInode(), process, flags), true);
    }

    /** The process behind a descriptor. EBADF. */
    private static ThreadGroup process(Task task, int fd) {
        OpenFile file = task.files().get(fd);
        try {
            if (!(file instanceof PidFd pidFd)) {
                throw Errno.EBADF.exception();
            }
            return pidFd.process();
        } finally {
            file.release();
        }
    }

    /** As {@link #process}, but a directory /proc/PID will do too. EBADF. */
    private static ThreadGroup addressee(Task task, int fd) {
        OpenFile file = task.files().get(fd);
        try {
            if (!(file instanceof PathFile) && file.inode() instanceof ProcessDirectory directory) {
                return directory.process();
            }
        } finally {
            file.release();
        }
        return process(task, fd);
    }

    private static long sendSignal(Task task, int fd, int signo, long infoAddress, int flags) {
        PrctlCalls.refuseIf(flags != 0);
        ThreadGroup process = addressee(task, fd);
        SigInfo info;
        if (infoAddress != 0) {
            SigInfo given = SigInfo.ofGuest(signo, task.memory().readBytes(infoAddress, SigInfo.BYTES));
            PrctlCalls.refuseIf(task.memory().readInt(infoAddress) != signo);
            boolean forged = given.code() >= 0 || given.code() == SigInfo.SI_TKILL;
            if (forged && process != task.group()) {
                throw Errno.EPERM.exception();
            }
            info = given;
        } else {
            info = SigInfo.ofUser(signo, task.pid(), task.credentials().uid());
        }
        KillCalls.checkSignal(signo);
        if (process.isReaped()) {
            throw Errno.ESRCH.exception();
        }
        SignalSending.send(task, process, signo, signo == 0 ? null : info);
        return 0;
    }

    private static long getFd(Task task, int pidfd, int fd, int flags) {
        PrctlCalls.refuseIf(flags != 0);
        ThreadGroup process = process(task, pidfd);
        Task target = process.leader();
        FdTable files = target.files();
        if (process.isZombie() || files == null) {
            throw Errno.ESRCH.exception();
        }
        Processes.checkInspect(task, target);
        OpenFile file;
        try {
            file = files.get(fd);
        } catch (ErrnoException e) {
            throw Errno.EBADF.exception();
        }
        return Descriptors.install(task, file, true);
    }
}
