package isthmus.core.poll;

import static isthmus.core.poll.EpollEvents.EPOLLET;
import static isthmus.core.poll.EpollEvents.EPOLLEXCLUSIVE;
import static isthmus.core.poll.EpollEvents.EPOLLONESHOT;
import static isthmus.core.poll.EpollEvents.EPOLLWAKEUP;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.DeviceNumbers;
import isthmus.core.files.Inode;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.core.files.Stat;
import isthmus.core.wait.PollEvents;
import isthmus.core.wait.WaitQueue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An epoll instance (epoll(7)). Collecting costs as much as there is ready, not as much as is watched.
 *
 * <p>Its monitor guards the items. Lock order: {@link #NESTING}, an epoll, the epolls it watches (there are no loops),
 * then the locks of the watched files, then the ready list. The listeners that files call take the ready list only.
 */
public final class Epoll extends OpenFile {
    private static final int ERROR_BITS = PollEvents.POLLERR | PollEvents.POLLHUP;
    private static final int EXCLUSIVE_ALLOWS =
            PollEvents.POLLIN | PollEvents.POLLOUT | ERROR_BITS | EPOLLWAKEUP | EPOLLET | EPOLLEXCLUSIVE;
    /** The longest chain of epolls that watch epolls, in edges. */
    private static final int MAX_NESTS = 4;
    /** Held while one epoll begins to watch another. */
    private static final Object NESTING = new Object();

    private record Key(OpenFile file, int fd) {}

    /** Receives what is ready. */
    @FunctionalInterface
    public interface Sink {
        /** May throw EFAULT; then this event stays ready. */
        void event(int index, int events, long data);
    }

    private final Inode inode;
    /** Of those who wait for it to be readable, and of those in epoll_wait(2). */
    private final WaitQueue queue = new WaitQueue();

    private final WaitQueue callers = new WaitQueue();
    private final ReadyList ready = new ReadyList();
    private final Map<Key, EpollItem> items = new HashMap<>();
    /** The epolls that watch this one; guarded by {@link #NESTING}. */
    private final List<Epoll> parents = new ArrayList<>(0);

    public Epoll(Inode inode) {
        super(OpenFlags.O_RDWR);
        this.inode = inode;
    }

    @Override
    public Inode inode() {
        return inode;
    }

    @Override
    public String description() {
        return "anon_inode:[eventpoll]";
    }

    @Override
    public long lseek(long offset, int whence) {
        return 0;
    }

    @Override
    public WaitQueue waitQueue() {
        return queue;
    }

    /** Woken with {@link PollEvents#READABLE} when {@link #collect} may find something. */
    public WaitQueue callers() {
        return callers;
    }

    // --- epoll_ctl(2) ---------------------------------------------------------------------------------------------

    /** EPOLL_CTL_ADD. EEXIST, EPERM, EINVAL, ELOOP. The caller holds a reference to {@code file} meanwhile. */
    public void add(OpenFile file, int fd, int events, long data) {
        check(file);
        boolean exclusive = (events & EPOLLEXCLUSIVE) != 0;
        if (exclusive && (file instanceof Epoll || (events & ~EXCLUSIVE_ALLOWS) != 0)) {
            throw Errno.EINVAL.exception();
        }
        EpollItem item = new EpollItem(this, file, fd, events & ~EPOLLWAKEUP | ERROR_BITS, data);
        if (file instanceof Epoll inner) {
            synchronized (NESTING) {
                if (inner.reaches(this) || above() + 1 + inner.below() > MAX_NESTS) {
                    throw Errno.ELOOP.exception();
                }
                insert(item);
                inner.parents.add(this);
            }
        } else {
            insert(item);
        }
    }

    private synchronized void insert(EpollItem item) {
        if (items.putIfAbsent(new Key(item.file, item.fd), item) != null) {
            throw Errno.EEXIST.exception();
        }
        item.file.addCloseListener(item);
        item.file.waitQueue().add(item.entry);
        if (item.ready() != 0) {
            announce(item);
        }
    }

    /** EPOLL_CTL_MOD. ENOENT, EINVAL. */
    public void modify(OpenFile file, int fd, int events, long data) {
        check(file);
        if ((events & EPOLLEXCLUSIVE) != 0) {
            throw Errno.EINVAL.exception();
        }
        synchronized (this) {
            EpollItem item = find(file, fd);
            if ((item.events & EPOLLEXCLUSIVE) != 0) {
                throw Errno.EINVAL.exception();
            }
            item.data = data;
            item.events = events & ~EPOLLWAKEUP | ERROR_BITS;
            if (item.ready() != 0) {
                announce(item);
            }
        }
    }

    /** EPOLL_CTL_DEL. ENOENT, EINVAL. */
    public void delete(OpenFile file, int fd) {
        check(file);
        EpollItem item;
        synchronized (this) {
            item = find(file, fd);
        }
        forget(item);
    }

    private void check(OpenFile file) {
        if (!file.supportsEpoll()) {
            throw Errno.EPERM.exception();
        }
        if (file == this) {
            throw Errno.EINVAL.exception();
        }
    }

    private EpollItem find(OpenFile file, int fd) {
        EpollItem item = items.get(new Key(file, fd));
        if (item == null) {
            throw Errno.ENOENT.exception();
        }
        return item;
    }

    /** Removes an item, if it is still there. */
    void forget(EpollItem item) {
        if (item.file instanceof Epoll inner) {
            synchronized (NESTING) {
                if (detach(item)) {
                    inner.parents.remove(this);
                }
            }
        } else {
            detach(item);
        }
    }

    private synchronized boolean detach(EpollItem item) {
        if (!items.remove(new Key(item.file, item.fd), item)) {
            return false;
        }
        item.file.waitQueue().remove(item.entry);
        item.file.removeCloseListener(item);
        ready.remove(item);
        return true;
    }

    @Override
    protected void closed() {
        List<EpollItem> left;
        synchronized (this) {
            left = List.copyOf(items.values());
        }
        left.forEach(this::forget);
    }

    // --- nesting; callers hold NESTING ----------------------------------------------------------------------------

    private synchronized List<Epoll> children() {
        List<Epoll> children = new ArrayList<>();
        for (EpollItem item : items.values()) {
            if (item.file instanceof Epoll inner) {
                children.add(inner);
            }
        }
        return children;
    }

    private boolean reaches(Epoll other) {
        return this == other || children().stream().anyMatch(child -> child.reaches(other));
    }

    private int below() {
        return children().stream().mapToInt(child -> child.below() + 1).max().orElse(0);
    }

    private int above() {
        return parents.stream().mapToInt(parent -> parent.above() + 1).max().orElse(0);
    }

    // --- epoll_wait(2) --------------------------------------------------------------------------------------------

    /** Something happened to an item. Called with the locks of its file. */
    void announce(EpollItem item) {
        ready.add(item);
        callers.wake(PollEvents.READABLE);
        queue.wake(PollEvents.READABLE);
    }

    /**
     * Hands out at most {@code maximum} ready items and returns their number, which may be 0. Those that stay ready
     * (level-triggered) go to the end of the list, so all get their turn.
     */
    public synchronized int collect(int maximum, Sink sink) {
        int count = 0;
        for (int left = ready.size(); left > 0 && count < maximum; left--) {
            EpollItem item = ready.poll();
            if (item == null) {
                break;
            }
            int happened = item.ready();
            if (happened == 0) {
                continue;
            }
            try {
                sink.event(count, happened, item.data);
            } catch (ErrnoException e) {
                ready.addFirst(item);
                if (count == 0) {
                    throw e;
                }
                return count;
            }
            count++;
            int events = item.events;
            if ((events & EPOLLONESHOT) != 0) {
                item.events = events & EpollEvents.PRIVATE;
            } else if ((events & EPOLLET) == 0) {
                ready.add(item);
            }
        }
        return count;
    }

    /** Readable while something is really ready. */
    @Override
    public synchronized int poll() {
        for (int left = ready.size(); left > 0; left--) {
            EpollItem item = ready.poll();
            if (item == null) {
                return 0;
            }
            if (item.ready() != 0) {
                ready.addFirst(item);
                return PollEvents.READABLE;
            }
        }
        return 0;
    }

    @Override
    public String statusLines() {
        List<EpollItem> watched;
        synchronized (this) {
            watched = List.copyOf(items.values());
        }
        StringBuilder lines = new StringBuilder();
        watched.stream().sorted(Comparator.comparingInt(item -> item.fd)).forEach(item -> {
            Stat stat = item.file.inode().stat();
            lines.append(String.format(
                    Locale.ROOT,
                    "tfd: %8d events: %8x data: %16x  pos:%d ino:%x sdev:%x\n",
                    item.fd,
                    item.events,
                    item.data,
                    item.file.shownOffset(),
                    stat.ino(),
                    DeviceNumbers.internal(stat.dev())));
        });
        return lines.toString();
    }
}
