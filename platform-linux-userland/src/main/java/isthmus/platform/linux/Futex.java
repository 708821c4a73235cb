package isthmus.platform.linux;

/** futex(2) of the host. Errors are no exceptions here: who waits looks at the word again whatever woke it. */
final class Futex {
    private static final int SYS_FUTEX = 202;
    private static final int FUTEX_WAIT = 0, FUTEX_WAKE = 1;

    private Futex() {}

    /** Sleeps while the word has the value. Any reason to wake returns. */
    static void await(long address, int value, long timeoutAddress) {
        QuietSyscall.syscall(SYS_FUTEX, address, FUTEX_WAIT, value, timeoutAddress, 0, 0);
    }

    static void wake(long address) {
        QuietSyscall.syscall(SYS_FUTEX, address, FUTEX_WAKE, 1, 0, 0, 0);
    }
}
