package isthmus.core.inotify;

import isthmus.core.Errno;
import isthmus.core.files.DeviceNumbers;
import isthmus.core.files.FileEvents;
import isthmus.core.files.Inode;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.core.files.Stat;
import isthmus.core.memory.GuestMemory;
import isthmus.core.wait.PollEvents;
import isthmus.core.wait.WaitQueue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * An inotify instance (inotify(7)): its watches, and the events nobody has read yet. All state is guarded by this; who
 * tells of an event may hold a directory's lock.
 */
public final class Inotify extends OpenFile {
    public static final int IN_ALL_EVENTS = 0xfff;
    public static final int IN_ONLYDIR = 0x01000000, IN_DONT_FOLLOW = 0x02000000, IN_EXCL_UNLINK = 0x04000000;
    public static final int IN_MASK_CREATE = 0x10000000, IN_MASK_ADD = 0x20000000, IN_ONESHOT = 0x80000000;

    /** fs.inotify.max_queued_events and fs.inotify.max_user_watches. */
    private static final int MAX_QUEUED = 16384, MAX_WATCHES = 1 << 20;

    private static final int FIONREAD = 0x541b;
    /** Told whatever the mask of a watch says. */
    private static final int ALWAYS = FileEvents.IN_IGNORED | FileEvents.IN_UNMOUNT;

    private final Inode inode;
    private final Map<Inode, InotifyWatch> byInode = new IdentityHashMap<>();
    private final NavigableMap<Integer, InotifyWatch> byDescriptor = new TreeMap<>();
    private final Deque<InotifyEvent> queue = new ArrayDeque<>();
    private final WaitQueue waitQueue = new WaitQueue();
    private int nextDescriptor = 1;
    private int queuedBytes;
    private boolean closed;

    /** @param flags O_NONBLOCK or 0 */
    public Inotify(Inode inode, int flags) {
        super(OpenFlags.O_RDONLY | flags);
        this.inode = inode;
    }

    @Override
    public Inode inode() {
        return inode;
    }

    @Override
    public String description() {
        return "anon_inode:inotify";
    }

    // --- watches ----------------------------------------------------------------------------------------------------

    /**
     * inotify_add_watch(2): a new watch, or another mask for the one that this file has. The descriptor of the watch. EEXIST
     * with IN_MASK_CREATE, ENOSPC.
     */
    public synchronized int watch(Inode file, int mask) {
        int kept = mask & (IN_ALL_EVENTS | IN_EXCL_UNLINK | IN_ONESHOT);
        InotifyWatch present = byInode.get(file);
        if (present != null) {
            if ((mask & IN_MASK_CREATE) != 0) {
                throw Errno.EEXIST.exception();
            }
            present.setMask((mask & IN_MASK_ADD) != 0 ? present.mask() | kept : kept);
            return present.descriptor();
        }
        if (byDescriptor.size() >= MAX_WATCHES) {
            throw Errno.ENOSPC.exception();
        }
        InotifyWatch watch = new InotifyWatch(this, file, nextDescriptor++, kept);
        byInode.put(file, watch);
        byDescriptor.put(watch.descriptor(), watch);
        file.state().addWatch(watch);
        return watch.descriptor();
    }

    /** inotify_rm_watch(2): EINVAL if there is none. */
    public void unwatch(int descriptor) {
        synchronized (this) {
            InotifyWatch watch = byDescriptor.get(descriptor);
            if (watch == null) {
                throw Errno.EINVAL.exception();
            }
            drop(watch);
        }
        waitQueue.wake(PollEvents.READABLE);
    }

    /** Forgets a watch and says so with IN_IGNORED. */
    private void drop(InotifyWatch watch) {
        forget(watch);
        watch.inode().state().removeWatch(watch);
        enqueue(new InotifyEvent(watch.descriptor(), FileEvents.IN_IGNORED, 0, null));
    }

    private void forget(InotifyWatch watch) {
        byInode.remove(watch.inode());
        byDescriptor.remove(watch.descriptor());
    }

    /** A line for each watch, the newest first, its numbers in hexadecimal. */
    @Override
    public String statusLines() {
        List<InotifyWatch> watches = new ArrayList<>();
        synchronized (this) {
            watches.addAll(byDescriptor.descendingMap().values());
        }
        StringBuilder lines = new StringBuilder();
        for (InotifyWatch watch : watches) {
            Stat stat = watch.inode().stat();
            lines.append(String.format(
                    Locale.ROOT,
                    "inotify wd:%x ino:%x sdev:%x mask:%x ignored_mask:0 \n",
                    watch.descriptor(),
                    stat.ino(),
                    DeviceNumbers.internal(stat.dev()),
                    watch.mask()));
        }
        return lines.toString();
    }

    // --- events -----------------------------------------------------------------------------------------------------

    void event(InotifyWatch watch, int events, int cookie, String name) {
        synchronized (this) {
            boolean wanted = (events & (watch.mask() | ALWAYS) & ~FileEvents.IN_ISDIR) != 0;
            if (closed || !wanted || byDescriptor.get(watch.descriptor()) != watch) {
                return;
            }
            enqueue(new InotifyEvent(watch.descriptor(), events, cookie, name));
            if ((events & FileEvents.IN_IGNORED) != 0) {
                forget(watch);
            } else if ((watch.mask() & IN_ONESHOT) != 0) {
                drop(watch);
            }
        }
        waitQueue.wake(PollEvents.READABLE);
    }

    /** An event like the last one is left out; too many become one IN_Q_OVERFLOW. */
    private void enqueue(InotifyEvent event) {
        if (event.equals(queue.peekLast())) {
            return;
        }
        InotifyEvent added = event;
        if (queue.size() >= MAX_QUEUED) {
            added = new InotifyEvent(-1, FileEvents.IN_Q_OVERFLOW, 0, null);
            if (added.equals(queue.peekLast())) {
                return;
            }
        }
        queue.add(added);
        queuedBytes += added.bytes();
    }

    // --- the file
    // -----------------------------------------------------------------------------------------------------

    /** As many whole events as fit; EINVAL if not even the first does. */
    @Override
    public synchronized int read(ByteBuffer target) {
        ByteBuffer out = target.slice().order(ByteOrder.LITTLE_ENDIAN);
        while (!queue.isEmpty() && queue.peek().bytes() <= out.remaining()) {
            InotifyEvent event = queue.remove();
            queuedBytes -= event.bytes();
            event.put(out);
        }
        if (out.position() == 0) {
            throw (queue.isEmpty() ? Errno.EAGAIN : Errno.EINVAL).exception();
        }
        target.position(target.position() + out.position());
        return out.position();
    }

    @Override
    public synchronized int poll() {
        return queue.isEmpty() ? 0 : PollEvents.READABLE;
    }

    @Override
    public WaitQueue waitQueue() {
        return waitQueue;
    }

    @Override
    public long ioctl(int request, long argument, GuestMemory memory, Object caller) {
        if (request != FIONREAD) {
            throw Errno.ENOTTY.exception();
        }
        int bytes;
        synchronized (this) {
            bytes = queuedBytes;
        }
        memory.writeInt(argument, bytes);
        return 0;
    }

    @Override
    protected synchronized void closed() {
        closed = true;
        for (InotifyWatch watch : byDescriptor.values()) {
            watch.inode().state().removeWatch(watch);
        }
        byInode.clear();
        byDescriptor.clear();
        queue.clear();
    }
}
