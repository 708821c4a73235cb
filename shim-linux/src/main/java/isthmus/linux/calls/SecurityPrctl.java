package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.files.Credentials;
import isthmus.linux.task.CredentialChange;
import isthmus.linux.task.Task;
import isthmus.linux.task.TaskAttributes;

/** The part of prctl(2) that is about privileges: capabilities(7), no_new_privs, seccomp(2). */
final class SecurityPrctl {
    private static final int PR_GET_KEEPCAPS = 7, PR_SET_KEEPCAPS = 8, PR_GET_SECCOMP = 21, PR_SET_SECCOMP = 22;
    private static final int PR_CAPBSET_READ = 23, PR_CAPBSET_DROP = 24, PR_GET_SECUREBITS = 27, PR_SET_SECUREBITS = 28;
    private static final int PR_SET_NO_NEW_PRIVS = 38, PR_GET_NO_NEW_PRIVS = 39, PR_CAP_AMBIENT = 47;
    private static final int PR_SET_IO_FLUSHER = 57, PR_GET_IO_FLUSHER = 58;
    private static final int AMBIENT_IS_SET = 1, AMBIENT_RAISE = 2, AMBIENT_LOWER = 3, AMBIENT_CLEAR_ALL = 4;
    private static final int LAST_CAPABILITY = 40;
    private static final int SECUREBITS = 0x55, SECUREBIT_LOCKS = 0xaa;
    private static final int KEEP_CAPS_LOCKED = 1 << 5;

    private SecurityPrctl() {}

    static long prctl(Task task, int option, Args args) {
        TaskAttributes attributes = task.attributes();
        Credentials credentials = task.credentials();
        long value = args.n(1);
        switch (option) {
            case PR_GET_KEEPCAPS -> {
                return (attributes.secureBits & CredentialChange.SECBIT_KEEP_CAPS) != 0 ? 1 : 0;
            }
            case PR_SET_KEEPCAPS -> setKeepCaps(attributes, value);
            case PR_GET_SECCOMP -> {
                return task.seccomp() == null ? 0 : task.seccomp().mode();
            }
            case PR_SET_SECCOMP -> {
                return SeccompCalls.install(task, (int) value, 0, args.n(2));
            }
            case PR_CAPBSET_READ -> {
                return credentials.bounding() >>> capability(value) & 1;
            }
            case PR_CAPBSET_DROP -> {
                demand(credentials.has(Credentials.CAP_SETPCAP));
                CredentialChange change = new CredentialChange(credentials);
                change.bounding &= ~(1L << capability(value));
                change.commit(task);
            }
            case PR_GET_SECUREBITS -> {
                return attributes.secureBits;
            }
            case PR_SET_SECUREBITS -> setSecureBits(attributes, credentials, value);
            case PR_SET_NO_NEW_PRIVS -> {
                PrctlCalls.refuseIf(value != 1);
                PrctlCalls.refuseUnlessZero(args, 2);
                attributes.noNewPrivileges = true;
            }
            case PR_GET_NO_NEW_PRIVS -> {
                PrctlCalls.refuseUnlessZero(args, 1);
                return attributes.noNewPrivileges ? 1 : 0;
            }
            case PR_CAP_AMBIENT -> {
                return ambient(task, args);
            }
            case PR_SET_IO_FLUSHER -> demand(credentials.has(Credentials.CAP_SYS_RESOURCE));
            case PR_GET_IO_FLUSHER -> demand(credentials.has(Credentials.CAP_SYS_RESOURCE));
            default -> throw Errno.EINVAL.exception();
        }
        return 0;
    }

    private static void demand(boolean allowed) {
        if (!allowed) {
            throw Errno.EPERM.exception();
        }
    }

    private static int capability(long value) {
        PrctlCalls.refuseIf(value < 0 || value > LAST_CAPABILITY);
        return (int) value;
    }

    private static void setKeepCaps(TaskAttributes attributes, long value) {
        PrctlCalls.refuseIf(value != 0 && value != 1);
        demand((attributes.secureBits & KEEP_CAPS_LOCKED) == 0);
        int others = attributes.secureBits & ~CredentialChange.SECBIT_KEEP_CAPS;
        attributes.secureBits = value == 1 ? others | CredentialChange.SECBIT_KEEP_CAPS : others;
    }

    private static void setSecureBits(TaskAttributes attributes, Credentials credentials, long value) {
        int old = attributes.secureBits;
        boolean changesLocked = ((old & SECUREBIT_LOCKS) >> 1 & (old ^ value)) != 0;
        boolean unlocks = (old & SECUREBIT_LOCKS & ~value) != 0;
        boolean unknown = (value & ~(long) (SECUREBITS | SECUREBIT_LOCKS)) != 0;
        demand(!changesLocked && !unlocks && !unknown && credentials.has(Credentials.CAP_SETPCAP));
        attributes.secureBits = (int) value;
    }

    private static long ambient(Task task, Args args) {
        CredentialChange change = new CredentialChange(task.credentials());
        int operation = args.i(1);
        PrctlCalls.refuseIf(args.n(3) != 0 || args.n(4) != 0);
        if (operation == AMBIENT_CLEAR_ALL) {
            PrctlCalls.refuseIf(args.n(2) != 0);
            change.ambient = 0;
            change.commit(task);
            return 0;
        }
        int capability = capability(args.n(2));
        long bit = 1L << capability;
        switch (operation) {
            case AMBIENT_IS_SET -> {
                return (change.ambient & bit) != 0 ? 1 : 0;
            }
            case AMBIENT_RAISE -> {
                boolean held = (change.permitted & change.inheritable & bit) != 0;
                demand(held && (task.attributes().secureBits & CredentialChange.SECBIT_NO_CAP_AMBIENT_RAISE) == 0);
                change.ambient |= bit;
            }
            case AMBIENT_LOWER -> change.ambient &= ~bit;
            default -> throw Errno.EINVAL.exception();
        }
        change.commit(task);
        return 0;
    }
}
