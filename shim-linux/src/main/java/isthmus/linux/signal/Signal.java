package isthmus.linux.signal;

/** Signal numbers of x86-64 (signal(7)) and sets of them: a {@code long} whose bit {@code n - 1} stands for signal n. */
public final class Signal {
    private static final String[] NAMES =
            ("0 HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG"
                            + " XCPU XFSZ VTALRM PROF WINCH IO PWR SYS")
                    .split(" ");

    public static final int SIGHUP = 1, SIGINT = 2, SIGQUIT = 3, SIGILL = 4, SIGTRAP = 5, SIGABRT = 6, SIGBUS = 7;
    public static final int SIGFPE = 8, SIGKILL = 9, SIGUSR1 = 10, SIGSEGV = 11, SIGUSR2 = 12, SIGPIPE = 13;
    public static final int SIGALRM = 14, SIGTERM = 15, SIGSTKFLT = 16, SIGCHLD = 17, SIGCONT = 18, SIGSTOP = 19;
    public static final int SIGTSTP = 20, SIGTTIN = 21, SIGTTOU = 22, SIGURG = 23, SIGXCPU = 24, SIGXFSZ = 25;
    public static final int SIGVTALRM = 26, SIGPROF = 27, SIGWINCH = 28, SIGIO = 29, SIGPWR = 30, SIGSYS = 31;
    /** The first real-time signal as the kernel counts (glibc keeps 32 and 33 for itself). */
    public static final int SIGRTMIN = 32;
    /** The highest signal number. */
    public static final int COUNT = 64;

    /** Cannot be caught, blocked or ignored. */
    public static final long UNBLOCKABLE = bit(SIGKILL) | bit(SIGSTOP);
    /** Stop a process unless caught. */
    public static final long STOPS = bit(SIGSTOP) | bit(SIGTSTP) | bit(SIGTTIN) | bit(SIGTTOU);
    /** Caused by the very instruction that ran; delivered before all others. */
    public static final long SYNCHRONOUS =
            bit(SIGSEGV) | bit(SIGBUS) | bit(SIGILL) | bit(SIGTRAP) | bit(SIGFPE) | bit(SIGSYS);

    private static final long IGNORED = bit(SIGCONT) | bit(SIGCHLD) | bit(SIGWINCH) | bit(SIGURG);
    private static final long CORE = bit(SIGQUIT)
            | bit(SIGILL)
            | bit(SIGTRAP)
            | bit(SIGABRT)
            | bit(SIGFPE)
            | bit(SIGSEGV)
            | bit(SIGBUS)
            | bit(SIGSYS)
            | bit(SIGXCPU)
            | bit(SIGXFSZ);

    /** What a signal does that has no handler and is not ignored. */
    public enum DefaultAction {
        TERM,
        CORE,
        STOP,
        IGNORE
    }

    private Signal() {}

    /** The set that holds just this signal; 1 to 64. */
    public static long bit(int signo) {
        return 1L << signo - 1;
    }

    public static boolean contains(long set, int signo) {
        return (set & bit(signo)) != 0;
    }

    /** 1 to 64. */
    public static boolean isValid(int signo) {
        return signo >= 1 && signo <= COUNT;
    }

    public static boolean isRealTime(int signo) {
        return signo >= SIGRTMIN;
    }

    /** {@code SIGSEGV}, {@code SIGRT_2}; the number where there is no such signal. */
    public static String name(int signo) {
        if (signo > 0 && signo < NAMES.length) {
            return "SIG" + NAMES[signo];
        }
        return signo >= 32 && signo <= 64 ? "SIGRT_" + (signo - 32) : String.valueOf(signo);
    }

    /** SIGCONT counts as ignored: that it continues a process is done when it is sent. */
    public static DefaultAction defaultAction(int signo) {
        if (contains(IGNORED, signo)) {
            return DefaultAction.IGNORE;
        }
        if (contains(STOPS, signo)) {
            return DefaultAction.STOP;
        }
        return contains(CORE, signo) ? DefaultAction.CORE : DefaultAction.TERM;
    }

    /** The member of a set that is not empty to be delivered first: synchronous ones, then by number. */
    static int first(long set) {
        long urgent = set & SYNCHRONOUS;
        return Long.numberOfTrailingZeros(urgent != 0 ? urgent : set) + 1;
    }
}
