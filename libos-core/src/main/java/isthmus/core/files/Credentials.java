package isthmus.core.files;

/**
 * What permission checks look at (credentials(7)); immutable. Capabilities are the bits of capabilities(7).
 */
public record Credentials(
        int uid,
        int euid,
        int suid,
        int fsuid,
        int gid,
        int egid,
        int sgid,
        int fsgid,
        int[] groups,
        long permitted,
        long effective,
        long inheritable,
        long bounding,
        long ambient) {
    public static final int CAP_CHOWN = 0,
            CAP_DAC_OVERRIDE = 1,
            CAP_DAC_READ_SEARCH = 2,
            CAP_FOWNER = 3,
            CAP_FSETID = 4;
    public static final int CAP_KILL = 5, CAP_SETGID = 6, CAP_SETUID = 7, CAP_SETPCAP = 8, CAP_LINUX_IMMUTABLE = 9;
    public static final int CAP_IPC_LOCK = 14,
            CAP_SYS_CHROOT = 18,
            CAP_SYS_PTRACE = 19,
            CAP_SYS_ADMIN = 21,
            CAP_SYS_NICE = 23;
    public static final int CAP_SYS_RESOURCE = 24, CAP_MKNOD = 27;
    /** Every capability that Linux 6.1 knows (0 to 40). */
    public static final long ALL_CAPABILITIES = (1L << 41) - 1;

    /** A user as after login: root has every capability, others none. */
    public static Credentials of(int uid, int gid, int... groups) {
        long caps = uid == 0 ? ALL_CAPABILITIES : 0;
        return new Credentials(
                uid, uid, uid, uid, gid, gid, gid, gid, groups.clone(), caps, caps, 0, ALL_CAPABILITIES, 0);
    }

    public boolean has(int capability) {
        return (effective & 1L << capability) != 0;
    }

    /** Whether {@code fsgid} or one of the supplementary groups is {@code group}. */
    public boolean isMember(int group) {
        if (group == fsgid) {
            return true;
        }
        for (int g : groups) {
            if (g == group) {
                return true;
            }
        }
        return false;
    }
}
