package isthmus.linux.tty;

import isthmus.core.Errno;
import isthmus.core.files.Credentials;
import isthmus.core.files.OpenFlags;
import isthmus.linux.signal.SigAction;
import isthmus.linux.signal.SigInfo;
import isthmus.linux.signal.Signal;
import isthmus.linux.signal.SignalSending;
import isthmus.linux.task.ProcessGroup;
import isthmus.linux.task.Session;
import isthmus.linux.task.Task;
import isthmus.linux.task.ThreadGroup;

/** Sessions and their terminals (setsid(2), credentials(7)): who may use a terminal, and who becomes its owner. */
public final class ControllingTerminal {
    private ControllingTerminal() {}

    /** The terminal of the task's session, or null. */
    static Pty of(Task task) {
        Session session = task.group().session();
        return session == null || task.group().isDetachedFromTerminal() ? null : (Pty) session.terminal();
    }

    /**
     * What a process must pass that is not in its terminal's foreground.
     *
     * @param signo SIGTTIN for reading, SIGTTOU for writing and changing
     * @throws isthmus.core.ErrnoException EIO, or ERESTARTSYS after the signal was sent to its process group
     */
    static void checkBackground(Task task, Pty pty, int signo) {
        if (task == null || of(task) != pty) {
            return;
        }
        ProcessGroup foreground;
        synchronized (pty) {
            foreground = pty.foreground();
        }
        ProcessGroup own = task.group().processGroup();
        if (foreground == null || foreground == own || own == null) {
            return;
        }
        if (isIgnored(task, signo)) {
            if (signo == Signal.SIGTTIN) {
                throw Errno.EIO.exception();
            }
            return;
        }
        if (task.kernel().tree().isOrphaned(own)) {
            throw Errno.EIO.exception();
        }
        SignalSending.sendToProcessGroup(own, SigInfo.ofKernel(signo));
        throw Errno.ERESTARTSYS.exception();
    }

    private static boolean isIgnored(Task task, int signo) {
        SigAction action = task.group().signals().handlers().get(signo);
        return action.isIgnore() || Signal.contains(task.signals().blocked(), signo);
    }

    /** open(2) without O_NOCTTY: a session leader without a terminal gets it, if it is free and may be read. */
    static void opened(Task task, Pty pty, int flags) {
        if (task == null || (flags & OpenFlags.O_NOCTTY) != 0 || !OpenFlags.readable(flags)) {
            return;
        }
        ThreadGroup process = task.group();
        Session session = process.session();
        if (session.leader() != process || session.terminal() != null) {
            return;
        }
        synchronized (pty) {
            if (pty.session() == null && pty.isMasterOpen()) {
                pty.setSession(session, process.processGroup());
            }
        }
    }

    /** Makes a terminal that the first process was started with the terminal of its session. */
    public static void adopt(ThreadGroup process, PtySlave file) {
        synchronized (file.pty()) {
            if (file.pty().session() == null) {
                file.pty().setSession(process.session(), process.processGroup());
            }
        }
    }

    /** TIOCSCTTY. EPERM. */
    static void set(Task task, Pty pty, boolean readable, boolean steal) {
        ThreadGroup process = task.group();
        Session session = process.session();
        boolean privileged = task.credentials().has(Credentials.CAP_SYS_ADMIN);
        synchronized (pty) {
            if (session.leader() == process && pty.session() == session) {
                return;
            }
            if (session.leader() != process || session.terminal() != null) {
                throw Errno.EPERM.exception();
            }
            if (pty.session() != null && !(steal && privileged)) {
                throw Errno.EPERM.exception();
            }
            if (!readable && !privileged) {
                throw Errno.EPERM.exception();
            }
            if (pty.session() != null) {
                pty.releaseSession();
            }
            pty.setSession(session, process.processGroup());
        }
    }

    /** TIOCNOTTY: gives the terminal up; if a session leader does, its whole session loses it. ENOTTY. */
    static void leave(Task task, Pty pty) {
        if (of(task) != pty) {
            throw Errno.ENOTTY.exception();
        }
        ThreadGroup process = task.group();
        if (process.session().leader() != process) {
            process.detachFromTerminal();
            return;
        }
        pty.locked(() -> {
            pty.releaseSession(Signal.SIGHUP, Signal.SIGCONT);
            return 0;
        });
    }

    /**
     * A process ends. If it leads a session, the foreground process group of its terminal hears of it, or what was that
     * when the terminal hung up; and the terminal is free. Called with the task lock held.
     */
    public static void processEnds(ThreadGroup process) {
        Session session = process.session();
        if (session == null || session.leader() != process) {
            return;
        }
        if (session.terminal() instanceof Pty pty) {
            ProcessGroup foreground = null;
            synchronized (pty) {
                if (pty.session() == session) {
                    foreground = pty.foreground();
                    pty.releaseSession();
                }
            }
            if (foreground != null) {
                SignalSending.sendToProcessGroup(foreground, SigInfo.ofKernel(Signal.SIGHUP));
            }
            return;
        }
        ProcessGroup former = session.takeFormerForeground();
        if (former != null) {
            SignalSending.sendToProcessGroup(former, SigInfo.ofKernel(Signal.SIGHUP));
            SignalSending.sendToProcessGroup(former, SigInfo.ofKernel(Signal.SIGCONT));
        }
    }
}
