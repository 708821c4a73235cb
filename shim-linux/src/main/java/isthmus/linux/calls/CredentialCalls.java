package isthmus.linux.calls;

import static isthmus.core.files.Credentials.CAP_SETGID;
import static isthmus.core.files.Credentials.CAP_SETUID;

import isthmus.core.Errno;
import isthmus.core.files.Credentials;
import isthmus.core.memory.GuestMemory;
import isthmus.linux.task.CredentialChange;
import isthmus.linux.task.Task;
import java.util.Arrays;
import java.util.List;

/** User and group IDs (credentials(7), setuid(2), setresuid(2), setfsuid(2), setgroups(2) and their kin). */
public final class CredentialCalls {
    public static final List<SystemCall> ROWS = List.of(
            SystemCall.full(102, "getuid", (t, a) -> unsigned(t.credentials().uid())),
            SystemCall.full(104, "getgid", (t, a) -> unsigned(t.credentials().gid())),
            SystemCall.full(107, "geteuid", (t, a) -> unsigned(t.credentials().euid())),
            SystemCall.full(108, "getegid", (t, a) -> unsigned(t.credentials().egid())),
            SystemCall.full(105, "setuid", (t, a) -> setuid(t, a.i(0)), ArgType.UID),
            SystemCall.full(106, "setgid", (t, a) -> setgid(t, a.i(0)), ArgType.GID),
            SystemCall.full(113, "setreuid", (t, a) -> setreuid(t, a.i(0), a.i(1)), ArgType.UID, ArgType.UID),
            SystemCall.full(114, "setregid", (t, a) -> setregid(t, a.i(0), a.i(1)), ArgType.GID, ArgType.GID),
            SystemCall.full(
                    117,
                    "setresuid",
                    (t, a) -> setresuid(t, a.i(0), a.i(1), a.i(2)),
                    ArgType.UID,
                    ArgType.UID,
                    ArgType.UID),
            SystemCall.full(
                    118, "getresuid", CredentialCalls::getresuid, ArgType.ADDRESS, ArgType.ADDRESS, ArgType.ADDRESS),
            SystemCall.full(
                    119,
                    "setresgid",
                    (t, a) -> setresgid(t, a.i(0), a.i(1), a.i(2)),
                    ArgType.GID,
                    ArgType.GID,
                    ArgType.GID),
            SystemCall.full(
                    120, "getresgid", CredentialCalls::getresgid, ArgType.ADDRESS, ArgType.ADDRESS, ArgType.ADDRESS),
            SystemCall.full(122, "setfsuid", (t, a) -> setfsuid(t, a.i(0)), ArgType.UID),
            SystemCall.full(123, "setfsgid", (t, a) -> setfsgid(t, a.i(0)), ArgType.GID),
            SystemCall.full(115, "getgroups", (t, a) -> getgroups(t, a.i(0), a.n(1)), ArgType.INT, ArgType.ADDRESS),
            SystemCall.full(116, "setgroups", (t, a) -> setgroups(t, a.i(0), a.n(1)), ArgType.INT, ArgType.ADDRESS));

    private static final int NGROUPS_MAX = 65_536;
    /** "Leave it as it is", and no valid ID. */
    private static final int NO_ID = -1;

    private CredentialCalls() {}

    private static long unsigned(int id) {
        return Integer.toUnsignedLong(id);
    }

    private static long commitUser(Task task, CredentialChange change) {
        change.fixCapabilitiesAfterSetuid(task.attributes().secureBits);
        change.commit(task);
        return 0;
    }

    private static void checkId(int id) {
        if (id == NO_ID) {
            throw Errno.EINVAL.exception();
        }
    }

    private static void demand(boolean allowed) {
        if (!allowed) {
            throw Errno.EPERM.exception();
        }
    }

    private static long setuid(Task task, int uid) {
        checkId(uid);
        Credentials old = task.credentials();
        CredentialChange change = new CredentialChange(old);
        if (old.has(CAP_SETUID)) {
            change.uid = uid;
            change.suid = uid;
        } else {
            demand(uid == old.uid() || uid == old.suid());
        }
        change.euid = uid;
        change.fsuid = uid;
        return commitUser(task, change);
    }

    private static long setgid(Task task, int gid) {
        checkId(gid);
        Credentials old = task.credentials();
        CredentialChange change = new CredentialChange(old);
        if (old.has(CAP_SETGID)) {
            change.gid = gid;
            change.sgid = gid;
        } else {
            demand(gid == old.gid() || gid == old.sgid());
        }
        change.egid = gid;
        change.fsgid = gid;
        change.commit(task);
        return 0;
    }

    private static long setreuid(Task task, int real, int effective) {
        Credentials old = task.credentials();
        boolean any = old.has(CAP_SETUID);
        CredentialChange change = new CredentialChange(old);
        if (real != NO_ID) {
            demand(any || real == old.uid() || real == old.euid());
            change.uid = real;
        }
        if (effective != NO_ID) {
            demand(any || effective == old.uid() || effective == old.euid() || effective == old.suid());
            change.euid = effective;
        }
        if (real != NO_ID || effective != NO_ID && effective != old.uid()) {
            change.suid = change.euid;
        }
        change.fsuid = change.euid;
        return commitUser(task, change);
    }

    private static long setregid(Task task, int real, int effective) {
        Credentials old = task.credentials();
        boolean any = old.has(CAP_SETGID);
        CredentialChange change = new CredentialChange(old);
        if (real != NO_ID) {
            demand(any || real == old.gid() || real == old.egid());
            change.gid = real;
        }
        if (effective != NO_ID) {
            demand(any || effective == old.gid() || effective == old.egid() || effective == old.sgid());
            change.egid = effective;
        }
        if (real != NO_ID || effective != NO_ID && effective != old.gid()) {
            change.sgid = change.egid;
        }
        change.fsgid = change.egid;
        change.commit(task);
        return 0;
    }

    private static boolean isOneOf(int id, int first, int second, int third) {
        return id == NO_ID || id == first || id == second || id == third;
    }

    private static long setresuid(Task task, int real, int effective, int saved) {
        Credentials old = task.credentials();
        demand(old.has(CAP_SETUID)
                || isOneOf(real, old.uid(), old.euid(), old.suid())
                        && isOneOf(effective, old.uid(), old.euid(), old.suid())
                        && isOneOf(saved, old.uid(), old.euid(), old.suid()));
        CredentialChange change = new CredentialChange(old);
        change.uid = real == NO_ID ? old.uid() : real;
        change.euid = effective == NO_ID ? old.euid() : effective;
        change.suid = saved == NO_ID ? old.suid() : saved;
        change.fsuid = change.euid;
        return commitUser(task, change);
    }

    private static long setresgid(Task task, int real, int effective, int saved) {
        Credentials old = task.credentials();
        demand(old.has(CAP_SETGID)
                || isOneOf(real, old.gid(), old.egid(), old.sgid())
                        && isOneOf(effective, old.gid(), old.egid(), old.sgid())
                        && isOneOf(saved, old.gid(), old.egid(), old.sgid()));
        CredentialChange change = new CredentialChange(old);
        change.gid = real == NO_ID ? old.gid() : real;
        change.egid = effective == NO_ID ? old.egid() : effective;
        change.sgid = saved == NO_ID ? old.sgid() : saved;
        change.fsgid = change.egid;
        change.commit(task);
        return 0;
    }

    private static long getresuid(Task task, Args args) {
        Credentials c = task.credentials();
        return writeThree(task.memory(), args, c.uid(), c.euid(), c.suid());
    }

    private static long getresgid(Task task, Args args) {
        Credentials c = task.credentials();
        return writeThree(task.memory(), args, c.gid(), c.egid(), c.sgid());
    }

    private static long writeThree(GuestMemory memory, Args args, int real, int effective, int saved) {
        memory.writeInt(args.n(0), real);
        memory.writeInt(args.n(1), effective);
        memory.writeInt(args.n(2), saved);
        return 0;
    }

    /** Returns the old one, whatever happens. */
    private static long setfsuid(Task task, int uid) {
        Credentials old = task.credentials();
        boolean known = uid == old.uid() || uid == old.euid() || uid == old.suid() || uid == old.fsuid();
        if (uid != NO_ID && uid != old.fsuid() && (known || old.has(CAP_SETUID))) {
            CredentialChange change = new CredentialChange(old);
            change.fsuid = uid;
            change.fixCapabilitiesAfterSetfsuid(task.attributes().secureBits);
            change.commit(task);
        }
        return unsigned(old.fsuid());
    }

    private static long setfsgid(Task task, int gid) {
        Credentials old = task.credentials();
        boolean known = gid == old.gid() || gid == old.egid() || gid == old.sgid() || gid == old.fsgid();
        if (gid != NO_ID && gid != old.fsgid() && (known || old.has(CAP_SETGID))) {
            CredentialChange change = new CredentialChange(old);
            change.fsgid = gid;
            change.commit(task);
        }
        return unsigned(old.fsgid());
    }

    private static long getgroups(Task task, int size, long address) {
        int[] groups = task.credentials().groups();
        if (size < 0 || size > 0 && groups.length > size) {
            throw Errno.EINVAL.exception();
        }
        if (size > 0) {
            for (int i = 0; i < groups.length; i++) {
                task.memory().writeInt(address + 4L * i, groups[i]);
            }
        }
        return groups.length;
    }

    private static long setgroups(Task task, int count, long address) {
        Credentials old = task.credentials();
        demand(old.has(CAP_SETGID));
        if (count < 0 || count > NGROUPS_MAX) {
            throw Errno.EINVAL.exception();
        }
        int[] groups = new int[count];
        for (int i = 0; i < count; i++) {
            groups[i] = task.memory().readInt(address + 4L * i);
            checkId(groups[i]);
        }
        for (int i = 0; i < count; i++) {
            groups[i] ^= Integer.MIN_VALUE; // so that unsigned order is signed order
        }
        Arrays.sort(groups);
        for (int i = 0; i < count; i++) {
            groups[i] ^= Integer.MIN_VALUE;
        }
        CredentialChange change = new CredentialChange(old);
        change.groups = groups;
        change.commit(task);
        return 0;
    }
}
