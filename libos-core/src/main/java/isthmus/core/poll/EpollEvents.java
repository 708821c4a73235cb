package isthmus.core.poll;

/** The bits of {@code struct epoll_event.events} (epoll_ctl(2)) besides those of {@link isthmus.core.wait.PollEvents}. */
public final class EpollEvents {
    public static final int EPOLLEXCLUSIVE = 1 << 28, EPOLLWAKEUP = 1 << 29, EPOLLONESHOT = 1 << 30, EPOLLET = 1 << 31;
    /** Those that say how to report, not what. */
    static final int PRIVATE = EPOLLEXCLUSIVE | EPOLLWAKEUP | EPOLLONESHOT | EPOLLET;

    private EpollEvents() {}
}
