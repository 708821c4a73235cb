package isthmus.core;

/**
 * The error numbers of Linux x86-64 (errno(3), {@code asm-generic/errno.h}), each with one preallocated exception.
 *
 * <p>The numbers from 512 on are Linux's internal restart codes: a system call that a signal cut short ends with one
 * of them, and the shim turns it into a restart or {@link #EINTR}. They never reach a program.
 */
public enum Errno {
    EPERM(1),
    ENOENT(2),
    ESRCH(3),
    EINTR(4),
    EIO(5),
    ENXIO(6),
    E2BIG(7),
    ENOEXEC(8),
    EBADF(9),
    ECHILD(10),
    EAGAIN(11),
    ENOMEM(12),
    EACCES(13),
    EFAULT(14),
    ENOTBLK(15),
    EBUSY(16),
    EEXIST(17),
    EXDEV(18),
    ENODEV(19),
    ENOTDIR(20),
    EISDIR(21),
    EINVAL(22),
    ENFILE(23),
    EMFILE(24),
    ENOTTY(25),
    ETXTBSY(26),
    EFBIG(27),
    ENOSPC(28),
    ESPIPE(29),
    EROFS(30),
    EMLINK(31),
    EPIPE(32),
    EDOM(33),
    ERANGE(34),
    EDEADLK(35),
    ENAMETOOLONG(36),
    ENOLCK(37),
    ENOSYS(38),
    ENOTEMPTY(39),
    ELOOP(40),
    ENOMSG(42),
    EIDRM(43),
    ENODATA(61),
    ETIME(62),
    EPROTO(71),
    EBADMSG(74),
    EOVERFLOW(75),
    EBADFD(77),
    ELIBBAD(80),
    EILSEQ(84),
    EUSERS(87),
    ENOTSOCK(88),
    EDESTADDRREQ(89),
    EMSGSIZE(90),
    EPROTOTYPE(91),
    ENOPROTOOPT(92),
    EPROTONOSUPPORT(93),
    ESOCKTNOSUPPORT(94),
    EOPNOTSUPP(95),
    EPFNOSUPPORT(96),
    EAFNOSUPPORT(97),
    EADDRINUSE(98),
    EADDRNOTAVAIL(99),
    ENETDOWN(100),
    ENETUNREACH(101),
    ECONNABORTED(103),
    ECONNRESET(104),
    ENOBUFS(105),
    EISCONN(106),
    ENOTCONN(107),
    ETOOMANYREFS(109),
    ETIMEDOUT(110),
    ECONNREFUSED(111),
    EHOSTUNREACH(113),
    EALREADY(114),
    EINPROGRESS(115),
    ESTALE(116),
    EDQUOT(122),
    ECANCELED(125),
    EOWNERDEAD(130),
    ENOTRECOVERABLE(131),
    /** Restart if the handler was installed with {@code SA_RESTART}, or if there was no handler. */
    ERESTARTSYS(512),
    /** Restart always. */
    ERESTARTNOINTR(513),
    /** Restart only if no handler ran. */
    ERESTARTNOHAND(514),
    /** Restart through {@code restart_syscall} if no handler ran, with the time that is left. */
    ERESTART_RESTARTBLOCK(516);

    private final int number;

    @SuppressWarnings("ImmutableEnumChecker") // it has no stack trace and no suppressed list, so nothing in it changes
    private final ErrnoException exception;

    Errno(int number) {
        this.number = number;
        this.exception = new ErrnoException(this);
    }

    /** The positive error number. */
    public int number() {
        return number;
    }

    /** The one exception of this error; it has no stack trace. */
    public ErrnoException exception() {
        return exception;
    }

    /** What a system call returns for this error: the negated number. */
    public long result() {
        return -number;
    }
}
