package isthmus.core.poll;

import isthmus.core.files.OpenFile;
import isthmus.core.wait.WaitEntry;

/** What an {@link Epoll} watches: an open file under a descriptor. */
final class EpollItem implements WaitEntry.Listener, OpenFile.CloseListener {
    final Epoll epoll;
    final OpenFile file;
    final int fd;
    final WaitEntry entry;
    /** What to report, with POLLERR and POLLHUP. Written with the epoll's monitor held. */
    volatile int events;
    /** Guarded by the epoll. */
    long data;
    /** Membership of the ready list, and whether it may still enter it; guarded by {@link ReadyList}. */
    EpollItem previous;

    EpollItem next;
    boolean listed;
    boolean removed;

    EpollItem(Epoll epoll, OpenFile file, int fd, int events, long data) {
        this.epoll = epoll;
        this.file = file;
        this.fd = fd;
        this.events = events;
        this.data = data;
        boolean exclusive = (events & EpollEvents.EPOLLEXCLUSIVE) != 0;
        // An exclusive item cannot be modified, so its mask is final; others look at their current events when woken.
        this.entry = new WaitEntry(exclusive ? events : -1, exclusive, this);
    }

    /** What it is ready for now, of what was asked for. */
    int ready() {
        return file.poll() & events & ~EpollEvents.PRIVATE;
    }

    @Override
    public void ready(int happened) {
        int wanted = events;
        if ((wanted & ~EpollEvents.PRIVATE & happened) != 0) {
            epoll.announce(this);
        }
    }

    @Override
    public boolean isAwaited() {
        return !epoll.callers().isEmpty();
    }

    @Override
    public void fileClosed(OpenFile closed) {
        epoll.forget(this);
    }
}
