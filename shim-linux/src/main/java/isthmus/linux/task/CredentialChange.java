package isthmus.linux.task;

import isthmus.core.files.Credentials;

/** Credentials in the making: a copy that can be changed, with Linux's rules of what follows from what (capabilities(7)). */
public final class CredentialChange {
    /** Securebits (capabilities(7)). */
    public static final int SECBIT_NOROOT = 1, SECBIT_NO_SETUID_FIXUP = 1 << 2, SECBIT_KEEP_CAPS = 1 << 4;

    public static final int SECBIT_NO_CAP_AMBIENT_RAISE = 1 << 6;
    /** What fsuid 0 is about: CHOWN, DAC_OVERRIDE, DAC_READ_SEARCH, FOWNER, FSETID, LINUX_IMMUTABLE, MKNOD, MAC_OVERRIDE. */
    private static final long FILE_CAPABILITIES = 0x1fL | 1L << 9 | 1L << 27 | 1L << 32;

    private final Credentials old;
    public int uid;
    public int euid;
    public int suid;
    public int fsuid;
    public int gid;
    public int egid;
    public int sgid;
    public int fsgid;
    public int[] groups;
    public long permitted;
    public long effective;
    public long inheritable;
    public long bounding;
    public long ambient;

    public CredentialChange(Credentials old) {
        this.old = old;
        uid = old.uid();
        euid = old.euid();
        suid = old.suid();
        fsuid = old.fsuid();
        gid = old.gid();
        egid = old.egid();
        sgid = old.sgid();
        fsgid = old.fsgid();
        groups = old.groups();
        permitted = old.permitted();
        effective = old.effective();
        inheritable = old.inheritable();
        bounding = old.bounding();
        ambient = old.ambient();
    }

    /** After setuid(2), setreuid(2), setresuid(2): root's capabilities come and go with user ID 0. */
    public void fixCapabilitiesAfterSetuid(int secureBits) {
        if ((secureBits & SECBIT_NO_SETUID_FIXUP) != 0) {
            return;
        }
        boolean wasRoot = old.uid() == 0 || old.euid() == 0 || old.suid() == 0;
        boolean isRoot = uid == 0 || euid == 0 || suid == 0;
        if (wasRoot && !isRoot) {
            if ((secureBits & SECBIT_KEEP_CAPS) == 0) {
                permitted = 0;
                effective = 0;
            }
            ambient = 0;
        }
        if (old.euid() == 0 && euid != 0) {
            effective = 0;
        } else if (old.euid() != 0 && euid == 0) {
            effective = permitted;
        }
    }

    /** After setfsuid(2). */
    public void fixCapabilitiesAfterSetfsuid(int secureBits) {
        if ((secureBits & SECBIT_NO_SETUID_FIXUP) != 0) {
            return;
        }
        if (old.fsuid() == 0 && fsuid != 0) {
            effective &= ~FILE_CAPABILITIES;
        } else if (old.fsuid() != 0 && fsuid == 0) {
            effective |= FILE_CAPABILITIES & permitted;
        }
    }

    /** Ambient capabilities are never more than what is permitted and inheritable. */
    public void trimAmbient() {
        ambient &= permitted & inheritable;
    }

    public Credentials build() {
        return new Credentials(
                uid,
                euid,
                suid,
                fsuid,
                gid,
                egid,
                sgid,
                fsgid,
                groups,
                permitted,
                effective,
                inheritable,
                bounding,
                ambient);
    }

    /** Makes them the task's. A process whose rights changed is no longer dumpable, and loses its parent-death signal (prctl(2)). */
    public void commit(Task task) {
        Credentials built = build();
        boolean more = (permitted & ~old.permitted()) != 0;
        if (euid != old.euid() || egid != old.egid() || fsuid != old.fsuid() || fsgid != old.fsgid() || more) {
            task.group().setDumpable(0);
            task.attributes().parentDeathSignal = 0;
        }
        task.setCredentials(built);
    }
}
