package isthmus.linux.task;

/**
 * What clone3(2) is asked for, after it was checked.
 *
 * @param exitSignal what the parent gets when the child ends, or 0
 * @param stackPointer 0 to keep the parent's
 * @param wantedTid the number that the child is to have, or 0
 */
public record CloneRequest(
        long flags,
        int exitSignal,
        long stackPointer,
        long parentTid,
        long childTid,
        long pidfd,
        long tls,
        int wantedTid) {
    public static final long CLONE_NEWTIME = 0x80,
            CLONE_VM = 0x100,
            CLONE_FS = 0x200,
            CLONE_FILES = 0x400,
            CLONE_SIGHAND = 0x800;
    public static final long CLONE_PIDFD = 0x1000, CLONE_PTRACE = 0x2000, CLONE_VFORK = 0x4000, CLONE_PARENT = 0x8000;
    public static final long CLONE_THREAD = 0x10000,
            CLONE_NEWNS = 0x20000,
            CLONE_SYSVSEM = 0x40000,
            CLONE_SETTLS = 0x80000;
    public static final long CLONE_PARENT_SETTID = 0x100000, CLONE_CHILD_CLEARTID = 0x200000, CLONE_DETACHED = 0x400000;
    public static final long CLONE_UNTRACED = 0x800000, CLONE_CHILD_SETTID = 0x1000000, CLONE_NEWCGROUP = 0x2000000;
    public static final long CLONE_NEWUTS = 0x4000000, CLONE_NEWIPC = 0x8000000, CLONE_NEWUSER = 0x10000000;
    public static final long CLONE_NEWPID = 0x20000000, CLONE_NEWNET = 0x40000000, CLONE_IO = 0x80000000L;
    public static final long CLONE_CLEAR_SIGHAND = 0x100000000L, CLONE_INTO_CGROUP = 0x200000000L;

    /** fork(2). */
    public static CloneRequest fork() {
        return new CloneRequest(0, 17, 0, 0, 0, 0, 0, 0);
    }

    /** vfork(2). */
    public static CloneRequest vfork() {
        return new CloneRequest(CLONE_VFORK | CLONE_VM, 17, 0, 0, 0, 0, 0, 0);
    }

    private boolean has(long flag) {
        return (flags & flag) != 0;
    }

    boolean isThread() {
        return has(CLONE_THREAD);
    }

    boolean sharesMemory() {
        return has(CLONE_VM);
    }

    boolean isVfork() {
        return has(CLONE_VFORK);
    }

    boolean sharesFiles() {
        return has(CLONE_FILES);
    }

    boolean sharesFs() {
        return has(CLONE_FS);
    }

    boolean sharesSemaphoreUndos() {
        return has(CLONE_SYSVSEM);
    }

    boolean sharesHandlers() {
        return has(CLONE_SIGHAND);
    }

    boolean clearsHandlers() {
        return has(CLONE_CLEAR_SIGHAND);
    }

    boolean keepsParent() {
        return has(CLONE_PARENT);
    }

    boolean setsTls() {
        return has(CLONE_SETTLS);
    }

    boolean setsParentTid() {
        return has(CLONE_PARENT_SETTID);
    }

    boolean setsChildTid() {
        return has(CLONE_CHILD_SETTID);
    }

    boolean clearsChildTid() {
        return has(CLONE_CHILD_CLEARTID);
    }

    boolean wantsPidfd() {
        return has(CLONE_PIDFD);
    }
}
