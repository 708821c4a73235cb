package isthmus.linux.seccomp;

import isthmus.linux.calls.Args;

/**
 * What a task's system calls must pass: strict mode, or a chain of filters of which the newest runs first and the
 * strictest answer counts. Immutable; a child shares its parent's.
 */
public final class SeccompFilter {
    /** Actions, by rising leniency (seccomp(2)). */
    public static final int KILL_PROCESS = 0x80000000, KILL_THREAD = 0, TRAP = 0x00030000, ERRNO = 0x00050000;

    public static final int USER_NOTIF = 0x7fc00000, TRACE = 0x7ff00000, LOG = 0x7ffc0000, ALLOW = 0x7fff0000;
    public static final int ACTION = 0xffff0000, DATA = 0xffff;
    /** Linux's limit of instructions in one chain, with four more for each filter. */
    private static final int CHAIN_LIMIT = 32_768;

    private static final int MODE_STRICT = 1, MODE_FILTER = 2;
    private static final int ARCH_X86_64 = 0xc000003e;
    private static final int READ = 0, WRITE = 1, SIGRETURN = 15, EXIT = 60;

    private static final SeccompFilter STRICT = new SeccompFilter(null, null);

    private final BpfProgram program;
    private final SeccompFilter older;

    private SeccompFilter(BpfProgram program, SeccompFilter older) {
        this.program = program;
        this.older = older;
    }

    /** SECCOMP_SET_MODE_STRICT. */
    public static SeccompFilter strict() {
        return STRICT;
    }

    /**
     * One more filter. EINVAL for a program that is not valid, ENOMEM if the chain gets too long.
     *
     * @param raw instructions as in {@code struct sock_filter}
     * @param older what there is already, or null
     */
    public static SeccompFilter add(byte[] raw, SeccompFilter older) {
        SeccompFilter added = new SeccompFilter(new BpfProgram(raw), older);
        if (added.chainLength() > CHAIN_LIMIT) {
            throw isthmus.core.Errno.ENOMEM.exception();
        }
        return added;
    }

    private int chainLength() {
        int length = 0;
        for (SeccompFilter at = this; at != null && at.program != null; at = at.older) {
            length += at.program.length() + 4;
        }
        return length;
    }

    /** As PR_GET_SECCOMP and /proc/pid/status have it. */
    public int mode() {
        return program == null ? MODE_STRICT : MODE_FILTER;
    }

    /** How many filters there are (Seccomp_filters in /proc/pid/status). */
    public int count() {
        int count = 0;
        for (SeccompFilter at = this; at != null && at.program != null; at = at.older) {
            count++;
        }
        return count;
    }

    /** Whether {@code ancestor} is this, or was there before filters were added to it. */
    public boolean descendsFrom(SeccompFilter ancestor) {
        for (SeccompFilter at = this; at != null; at = at.older) {
            if (at == ancestor) {
                return true;
            }
        }
        return ancestor == null;
    }

    /** The strictest answer: an action with its data. */
    public int judge(long number, long instructionPointer, Args args) {
        if (program == null) {
            boolean allowed = number == READ || number == WRITE || number == EXIT || number == SIGRETURN;
            return allowed ? ALLOW : KILL_THREAD;
        }
        int[] data = new int[16];
        data[0] = (int) number;
        data[1] = ARCH_X86_64;
        data[2] = (int) instructionPointer;
        data[3] = (int) (instructionPointer >>> 32);
        for (int i = 0; i < 6; i++) {
            data[4 + 2 * i] = (int) args.n(i);
            data[5 + 2 * i] = (int) (args.n(i) >>> 32);
        }
        int strictest = ALLOW;
        for (SeccompFilter at = this; at != null && at.program != null; at = at.older) {
            int answer = at.program.run(data);
            if ((answer & ACTION) < (strictest & ACTION)) { // signed: KILL_PROCESS is the least
                strictest = answer;
            }
        }
        return strictest;
    }
}
