package isthmus.linux.task;

import isthmus.core.files.Credentials;
import isthmus.core.files.Inode;
import isthmus.core.files.Mode;
import isthmus.core.files.Mount;
import isthmus.core.files.PathNode;

/** What execve(2) makes of credentials: set-user-ID, set-group-ID, and capabilities(7), "Transformation of capabilities during execve()". */
final class ExecCredentials {
    private static final int SECBIT_NOROOT = CredentialChange.SECBIT_NOROOT;

    /**
     * The outcome.
     *
     * @param secure whether the program has more rights than who started it (AT_SECURE)
     */
    record Result(Credentials credentials, boolean secure) {}

    private ExecCredentials() {}

    static Result of(Credentials old, TaskAttributes attributes, PathNode file) {
        CredentialChange change = new CredentialChange(old);
        boolean honoured = !attributes.noNewPrivileges && !file.mount().has(Mount.MS_NOSUID);
        Inode inode = file.inode();
        int mode = inode.mode();
        if (honoured && (mode & Mode.S_ISUID) != 0) {
            change.euid = inode.uid();
        }
        if (honoured && (mode & (Mode.S_ISGID | 010)) == (Mode.S_ISGID | 010)) {
            change.egid = inode.gid();
        }
        change.suid = change.euid;
        change.fsuid = change.euid;
        change.sgid = change.egid;
        change.fsgid = change.egid;
        boolean changedIds = change.euid != old.uid() || change.egid != old.gid();
        boolean gainedIds = change.euid != old.euid() || change.egid != old.egid();
        boolean root = (attributes.secureBits & SECBIT_NOROOT) == 0 && (change.euid == 0 || change.uid == 0);
        if (gainedIds) {
            change.ambient = 0;
        }
        change.permitted = root ? old.inheritable() | old.bounding() : change.ambient;
        change.effective = root && change.euid == 0 ? change.permitted : change.ambient;
        boolean secure = changedIds || change.uid != 0 && root && change.euid == 0;
        return new Result(change.build(), secure);
    }
}
