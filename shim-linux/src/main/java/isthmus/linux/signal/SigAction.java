package isthmus.linux.signal;

/**
 * What a process does on a signal: the kernel's {@code struct sigaction} (sigaction(2)).
 *
 * @param handler {@link #SIG_DFL}, {@link #SIG_IGN} or the address of a function
 * @param restorer where the function returns to; valid with {@link #SA_RESTORER}
 * @param mask signals that are blocked while it runs
 */
public record SigAction(long handler, long flags, long restorer, long mask) {
    public static final long SIG_DFL = 0, SIG_IGN = 1;
    public static final int SA_NOCLDSTOP = 1, SA_NOCLDWAIT = 2, SA_SIGINFO = 4, SA_UNSUPPORTED = 0x400;
    public static final int SA_EXPOSE_TAGBITS = 0x800, SA_RESTORER = 0x04000000, SA_ONSTACK = 0x08000000;
    public static final int SA_RESTART = 0x10000000, SA_NODEFER = 0x40000000, SA_RESETHAND = 0x80000000;

    /** What every signal has at first. */
    public static final SigAction DEFAULT = new SigAction(SIG_DFL, 0, 0, 0);

    /** Bytes in guest memory. */
    public static final int BYTES = 32;

    public boolean has(int flag) {
        return (flags & Integer.toUnsignedLong(flag)) != 0;
    }

    public boolean isDefault() {
        return handler == SIG_DFL;
    }

    public boolean isIgnore() {
        return handler == SIG_IGN;
    }

    /** Whether a function of the guest is to be called. */
    public boolean isFunction() {
        return handler != SIG_DFL && handler != SIG_IGN;
    }

    /** The same with the default action, as {@code SA_RESETHAND} leaves it. */
    SigAction reset() {
        return new SigAction(SIG_DFL, flags, restorer, mask);
    }
}
