package isthmus.linux.signal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * What a signal carries ({@code siginfo_t}, sigaction(2)). Immutable. Which fields of the union mean anything follows
 * from {@link #signo} and {@link #code}; their places are those of x86-64.
 */
public final class SigInfo {
    /** Bytes of a {@code siginfo_t}. */
    public static final int BYTES = 128;

    public static final int SI_USER = 0, SI_KERNEL = 0x80, SI_QUEUE = -1, SI_TIMER = -2, SI_MESGQ = -3;
    public static final int SI_ASYNCIO = -4, SI_SIGIO = -5, SI_TKILL = -6;
    public static final int SEGV_MAPERR = 1, SEGV_ACCERR = 2, BUS_ADRALN = 1, BUS_ADRERR = 2;
    public static final int CLD_EXITED = 1, CLD_KILLED = 2, CLD_DUMPED = 3, CLD_TRAPPED = 4, CLD_STOPPED = 5;
    public static final int CLD_CONTINUED = 6;

    /** POLL_IN to POLL_HUP. */
    private static final int POLL_CODES = 6;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;

    private SigInfo(byte[] bytes) {
        this.bytes = bytes;
    }

    private static SigInfo header(int signo, int errno, int code) {
        byte[] bytes = new byte[BYTES];
        INT.set(bytes, 0, signo);
        INT.set(bytes, 4, errno);
        INT.set(bytes, 8, code);
        return new SigInfo(bytes);
    }

    private SigInfo with(int offset, int value) {
        INT.set(bytes, offset, value);
        return this;
    }

    private SigInfo withLong(int offset, long value) {
        LONG.set(bytes, offset, value);
        return this;
    }

    /** Sent by kill(2). {@code uid} is the sender's real user ID. */
    public static SigInfo ofUser(int signo, int pid, int uid) {
        return header(signo, 0, SI_USER).with(16, pid).with(20, uid);
    }

    /** Sent by tkill(2) or tgkill(2). */
    public static SigInfo ofThreadKill(int signo, int pid, int uid) {
        return header(signo, 0, SI_TKILL).with(16, pid).with(20, uid);
    }

    /** Sent by the kernel itself: code {@link #SI_KERNEL} and nothing else. */
    public static SigInfo ofKernel(int signo) {
        return header(signo, 0, SI_KERNEL);
    }

    /** A fault of the processor or of memory at an address. */
    public static SigInfo ofFault(int signo, int code, long address) {
        return header(signo, 0, code).withLong(16, address);
    }

    /**
     * A change of a child.
     *
     * @param status the exit status, or the number of the signal
     * @param utime user CPU time in clock ticks (100 a second); {@code stime} system CPU time
     */
    public static SigInfo ofChild(int signo, int code, int pid, int uid, int status, long utime, long stime) {
        return header(signo, 0, code)
                .with(16, pid)
                .with(20, uid)
                .with(24, status)
                .withLong(32, utime)
                .withLong(40, stime);
    }

    /** A POSIX timer ran out (timer_create(2)). */
    public static SigInfo ofTimer(int signo, int timer, int overrun, long value) {
        return header(signo, 0, SI_TIMER).with(16, timer).with(20, overrun).withLong(24, value);
    }

    /** A message came into an empty queue (mq_notify(3)). {@code uid} is the sender's real user ID. */
    public static SigInfo ofMessageQueue(int signo, int pid, int uid, long value) {
        return header(signo, 0, SI_MESGQ).with(16, pid).with(20, uid).withLong(24, value);
    }

    /** Readiness of a descriptor (F_SETSIG, fcntl(2)). */
    public static SigInfo ofPoll(int signo, int code, long band, int fd) {
        return header(signo, 0, code).withLong(16, band).with(24, fd);
    }

    /**
     * A seccomp filter trapped a system call ({@code SYS_SECCOMP}).
     *
     * @param address of the instruction after the call; {@code data} what the filter added
     */
    public static SigInfo ofSystemCall(long address, int number, int data) {
        int architecture = 0xc000003e; // AUDIT_ARCH_X86_64
        return header(Signal.SIGSYS, data, 1)
                .withLong(16, address)
                .with(24, number)
                .with(28, architecture);
    }

    /** As a guest made it, with this number; {@code source} has {@link #BYTES} bytes and is copied. */
    public static SigInfo ofGuest(int signo, byte[] source) {
        return new SigInfo(source.clone()).with(0, signo);
    }

    public int signo() {
        return (int) INT.get(bytes, 0);
    }

    public int errno() {
        return (int) INT.get(bytes, 4);
    }

    public int code() {
        return (int) INT.get(bytes, 8);
    }

    /** {@code si_pid}, or {@code si_timerid}. */
    public int pid() {
        return (int) INT.get(bytes, 16);
    }

    /** {@code si_uid}, or {@code si_overrun}. */
    public int uid() {
        return (int) INT.get(bytes, 20);
    }

    /** {@code si_status}, {@code si_int} or {@code si_fd}. */
    public int status() {
        return (int) INT.get(bytes, 24);
    }

    /** {@code si_value}. */
    public long value() {
        return (long) LONG.get(bytes, 24);
    }

    /** {@code si_addr} or {@code si_band}. */
    public long address() {
        return (long) LONG.get(bytes, 16);
    }

    public long utime() {
        return (long) LONG.get(bytes, 32);
    }

    public long stime() {
        return (long) LONG.get(bytes, 40);
    }

    /** Which fields of the union count. */
    enum Layout {
        KILL,
        TIMER,
        POLL,
        FAULT,
        CHILD,
        QUEUED
    }

    Layout layout() {
        int code = code();
        if (code > SI_USER && code < SI_KERNEL) {
            return switch (signo()) {
                case Signal.SIGILL, Signal.SIGFPE, Signal.SIGSEGV, Signal.SIGBUS, Signal.SIGTRAP -> Layout.FAULT;
                case Signal.SIGCHLD -> Layout.CHILD;
                case Signal.SIGIO -> Layout.POLL;
                default -> code <= POLL_CODES ? Layout.POLL : Layout.KILL;
            };
        }
        return switch (code) {
            case SI_TIMER -> Layout.TIMER;
            case SI_SIGIO -> Layout.POLL;
            default -> code < 0 ? Layout.QUEUED : Layout.KILL;
        };
    }

    /** A timer's signal with another number of overruns. */
    public SigInfo withOverrun(int overrun) {
        return new SigInfo(bytes.clone()).with(20, overrun);
    }

    /** The {@code siginfo_t}, in a new array. */
    public byte[] encode() {
        return bytes.clone();
    }
}
