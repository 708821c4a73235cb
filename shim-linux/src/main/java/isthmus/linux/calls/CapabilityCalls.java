package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.files.Credentials;
import isthmus.core.memory.GuestMemory;
import isthmus.linux.task.CredentialChange;
import isthmus.linux.task.Task;
import java.util.List;

/** capget(2) and capset(2). */
public final class CapabilityCalls {
    public static final List<SystemCall> ROWS = List.of(
            SystemCall.full(125, "capget", (t, a) -> capget(t, a.n(0), a.n(1)), ArgType.ADDRESS, ArgType.ADDRESS),
            SystemCall.full(126, "capset", (t, a) -> capset(t, a.n(0), a.n(1)), ArgType.ADDRESS, ArgType.ADDRESS));

    private static final int VERSION_1 = 0x19980330, VERSION_2 = 0x20071026, VERSION_3 = 0x20080522;
    private static final long LOW = 0xffff_ffffL;

    private CapabilityCalls() {}

    /** How many sets of 32 capabilities the caller's version has; 0 if Linux does not know it, and has written its own. */
    private static int sets(GuestMemory memory, long header) {
        switch (memory.readInt(header)) {
            case VERSION_1 -> {
                return 1;
            }
            case VERSION_2, VERSION_3 -> {
                return 2;
            }
            default -> {
                memory.writeInt(header, VERSION_3);
                return 0;
            }
        }
    }

    private static long capget(Task task, long header, long data) {
        GuestMemory memory = task.memory();
        int sets = sets(memory, header);
        if (sets == 0) {
            if (data == 0) {
                return 0;
            }
            throw Errno.EINVAL.exception();
        }
        int pid = memory.readInt(header + 4);
        if (pid < 0) {
            throw Errno.EINVAL.exception();
        }
        Task target = pid == 0 ? task : task.kernel().tree().pids().task(pid);
        Credentials of = target == null ? null : target.credentials();
        if (of == null) {
            throw Errno.ESRCH.exception();
        }
        if (data == 0) {
            return 0;
        }
        for (int i = 0; i < sets; i++) {
            memory.writeInt(data + 12L * i, (int) (of.effective() >>> 32 * i));
            memory.writeInt(data + 12L * i + 4, (int) (of.permitted() >>> 32 * i));
            memory.writeInt(data + 12L * i + 8, (int) (of.inheritable() >>> 32 * i));
        }
        return 0;
    }

    private static long capset(Task task, long header, long data) {
        GuestMemory memory = task.memory();
        int sets = sets(memory, header);
        if (sets == 0) {
            throw Errno.EINVAL.exception();
        }
        int pid = memory.readInt(header + 4);
        if (pid != 0 && pid != task.tid()) {
            throw Errno.EPERM.exception();
        }
        long effective = 0;
        long permitted = 0;
        long inheritable = 0;
        for (int i = 0; i < sets; i++) {
            effective |= (memory.readInt(data + 12L * i) & LOW) << 32 * i;
            permitted |= (memory.readInt(data + 12L * i + 4) & LOW) << 32 * i;
            inheritable |= (memory.readInt(data + 12L * i + 8) & LOW) << 32 * i;
        }
        effective &= Credentials.ALL_CAPABILITIES;
        permitted &= Credentials.ALL_CAPABILITIES;
        inheritable &= Credentials.ALL_CAPABILITIES;
        Credentials old = task.credentials();
        boolean mayInherit =
                old.has(Credentials.CAP_SETPCAP) || isWithin(inheritable, old.inheritable() | old.permitted());
        if (!mayInherit
                || !isWithin(inheritable, old.inheritable() | old.bounding())
                || !isWithin(permitted, old.permitted())
                || !isWithin(effective, permitted)) {
            throw Errno.EPERM.exception();
        }
        CredentialChange change = new CredentialChange(old);
        change.effective = effective;
        change.permitted = permitted;
        change.inheritable = inheritable;
        change.trimAmbient();
        change.commit(task);
        return 0;
    }

    private static boolean isWithin(long part, long whole) {
        return (part & ~whole) == 0;
    }
}
