package isthmus.core.wait;

/** Readiness bits, with the values of poll(2) and epoll(7). */
public final class PollEvents {
    public static final int POLLIN = 0x1, POLLPRI = 0x2, POLLOUT = 0x4, POLLERR = 0x8, POLLHUP = 0x10, POLLNVAL = 0x20;
    public static final int POLLRDNORM = 0x40, POLLRDBAND = 0x80, POLLWRNORM = 0x100, POLLWRBAND = 0x200;
    public static final int POLLMSG = 0x400, POLLRDHUP = 0x2000;
    /** What a wake on an object with new data carries. */
    public static final int READABLE = POLLIN | POLLRDNORM;
    /** What a wake on an object with new room carries. */
    public static final int WRITABLE = POLLOUT | POLLWRNORM;

    private PollEvents() {}
}
