package isthmus.platform.linux;

import com.sun.jna.Native;

/** syscall(2) for callers to whom no error matters enough for an exception; see {@link Libc} for the others. */
final class QuietSyscall {
    static {
        Native.register(QuietSyscall.class, "c");
    }

    private QuietSyscall() {}

    /** The result, or -1. */
    static native long syscall(long number, long a, long b, long c, long d, long e, long f);
}
