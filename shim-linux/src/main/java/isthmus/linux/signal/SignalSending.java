package isthmus.linux.signal;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.Credentials;
import isthmus.linux.task.ProcessGroup;
import isthmus.linux.task.Task;
import isthmus.linux.task.ThreadGroup;

/** Who may signal whom (kill(2)), and sending to many. */
public final class SignalSending {
    private SignalSending() {}

    /** EPERM unless {@code sender} may send the signal (0 to 64) to a task of {@code process}. */
    public static void checkPermission(Task sender, ThreadGroup process, Credentials target, int signo) {
        if (sender.group() == process || isAllowed(sender.credentials(), target)) {
            return;
        }
        if (signo == Signal.SIGCONT && sender.group().session() == process.session()) {
            return;
        }
        throw Errno.EPERM.exception();
    }

    private static boolean isAllowed(Credentials sender, Credentials target) {
        return sender.euid() == target.suid()
                || sender.euid() == target.uid()
                || sender.uid() == target.suid()
                || sender.uid() == target.uid()
                || sender.has(Credentials.CAP_KILL);
    }

    /**
     * Checks the permission and sends to a process; signal 0 only checks.
     *
     * @param info what to send; null for signal 0
     * @throws ErrnoException EPERM; EAGAIN if the queue is full
     */
    public static void send(Task sender, ThreadGroup process, int signo, SigInfo info) {
        Task leader = process.leader();
        if (leader == null) {
            throw Errno.ESRCH.exception(); // it is only just being made
        }
        checkPermission(sender, process, leader.credentials(), signo);
        if (info != null && process.signals().send(info) == ProcessSignals.Sent.NO_ROOM) {
            throw Errno.EAGAIN.exception();
        }
    }

    /** The same for one task. */
    public static void send(Task sender, Task to, int signo, SigInfo info) {
        checkPermission(sender, to.group(), to.credentials(), signo);
        if (info != null && to.signals().send(info) == ProcessSignals.Sent.NO_ROOM) {
            throw Errno.EAGAIN.exception();
        }
    }

    /**
     * Sends to every process of a group; well done if one of them could be sent to. With the task lock, so that nobody is missed who
     * is just being forked.
     *
     * @throws ErrnoException ESRCH if there is none, else the error of the last one
     */
    public static void sendToAll(Task sender, ProcessGroup group, int signo, SigInfo info) {
        ErrnoException failure = Errno.ESRCH.exception();
        boolean done = false;
        synchronized (sender.kernel().tree()) {
            for (ThreadGroup process : group.members()) {
                try {
                    send(sender, process, signo, info);
                    done = true;
                } catch (ErrnoException e) {
                    failure = e;
                }
            }
        }
        if (!done) {
            throw failure;
        }
    }

    /** The same in the kernel's own name (a terminal's signals), without checks. */
    public static void sendToProcessGroup(ProcessGroup group, SigInfo info) {
        synchronized (group.session().leader().kernel().tree()) {
            for (ThreadGroup process : group.members()) {
                process.signals().send(info);
            }
        }
    }
}
