package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.files.Credentials;
import isthmus.core.socket.Ucred;
import isthmus.linux.task.Task;

/** A task as the other end of a socket sees it (unix(7)). */
public final class SocketCredentials {
    private SocketCredentials() {}

    /** Process ID, effective user and group; nobody for no task. */
    public static Ucred of(Task task) {
        if (task == null) {
            return Ucred.NONE;
        }
        Credentials who = task.credentials();
        return new Ucred(task.pid(), who.euid(), who.egid());
    }

    /** What a message says if its sender does not: the real IDs. */
    static Ucred real(Task task) {
        Credentials who = task.credentials();
        return new Ucred(task.pid(), who.uid(), who.gid());
    }

    /** Whether the task may claim to be this (SCM_CREDENTIALS). EPERM, ESRCH. */
    static Ucred checked(Task task, Ucred claim) {
        Credentials who = task.credentials();
        boolean pid = claim.pid() == task.pid() || who.has(Credentials.CAP_SYS_ADMIN);
        boolean uid = claim.uid() == who.uid()
                || claim.uid() == who.euid()
                || claim.uid() == who.suid()
                || who.has(Credentials.CAP_SETUID);
        boolean gid = claim.gid() == who.gid()
                || claim.gid() == who.egid()
                || claim.gid() == who.sgid()
                || who.has(Credentials.CAP_SETGID);
        if (!pid || !uid || !gid) {
            throw Errno.EPERM.exception();
        }
        if (claim.uid() == -1 || claim.gid() == -1) {
            throw Errno.EINVAL.exception();
        }
        if (claim.pid() != task.pid() && task.kernel().tree().pids().process(claim.pid()) == null) {
            throw Errno.ESRCH.exception();
        }
        return claim;
    }
}
