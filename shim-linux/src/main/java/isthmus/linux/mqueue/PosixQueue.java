package isthmus.linux.mqueue;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.Mode;
import isthmus.core.files.OpenFile;
import isthmus.core.files.PathNode;
import isthmus.core.files.Stat;
import isthmus.core.wait.PollEvents;
import isthmus.core.wait.Sleeper;
import isthmus.core.wait.WaitQueue;
import isthmus.linux.pseudo.PseudoInode;
import isthmus.linux.task.Task;
import isthmus.linux.task.ThreadGroup;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Locale;
import java.util.TreeMap;

/** A message queue: a file of the file system {@code mqueue}. Its monitor guards all but what a field says. */
public final class PosixQueue extends PseudoInode {
    /** MQ_PRIO_MAX: priorities are smaller. */
    public static final int PRIORITIES = 32_768;
    /** What stat(2) says. */
    private static final int SIZE = 80;

    private final PosixQueues queues;
    private final String name;
    private final QueueAttributes attributes;
    /** The real user ID that it counts for. */
    private final int payer;

    private final WaitQueue events = new WaitQueue();
    private final TreeMap<Integer, Deque<QueueMessage>> messages = new TreeMap<>(Collections.reverseOrder());
    private final Deque<QueueWaiter> receivers = new ArrayDeque<>();
    private final Deque<QueueWaiter> senders = new ArrayDeque<>();
    private int count;
    private long bytes;
    private QueueNotification notification;

    private int permissions;
    private int uid;
    private int gid;
    private long touched;
    /** Guarded by {@link #queues}. */
    private volatile boolean unlinked;

    private boolean dropped;

    PosixQueue(PosixQueues queues, String name, QueueAttributes attributes, int mode, int uid, int gid, int payer) {
        super(queues.fileSystem(), Mode.S_IFREG | mode);
        this.queues = queues;
        this.name = name;
        this.attributes = attributes;
        this.permissions = mode & 07777;
        this.uid = uid;
        this.gid = gid;
        this.payer = payer;
        this.touched = queues.now();
    }

    String name() {
        return name;
    }

    public QueueAttributes attributes() {
        return attributes;
    }

    int payer() {
        return payer;
    }

    /** How many messages there are. */
    public synchronized int count() {
        return count;
    }

    // --- messages
    // -----------------------------------------------------------------------------------------------------

    /**
     * Sends a message.
     *
     * @param waits whether to wait for room
     * @param deadline in {@link System#nanoTime()}'s time, or {@link Sleeper#FOREVER}
     * @throws ErrnoException EAGAIN, ETIMEDOUT, ERESTARTSYS, ENOMEM
     */
    public void send(QueueMessage message, boolean waits, long deadline, Task sender) {
        queues.memory().charge(message.cost());
        boolean taken = false;
        try {
            QueueWaiter waiter = offer(message, waits, sender);
            if (waiter != null) {
                await(waiter, senders, deadline);
            }
            taken = true;
        } finally {
            if (!taken) {
                queues.memory().release(message.cost());
            }
        }
    }

    /** Null if the message is in, or else who waits for room. */
    private QueueWaiter offer(QueueMessage message, boolean waits, Task sender) {
        QueueNotification due;
        synchronized (this) {
            if (count >= attributes.messages()) {
                QueueWaiter waiter = waiter(waits, sender.sleeper(), message);
                senders.add(waiter);
                return waiter;
            }
            touched = queues.now();
            QueueWaiter receiver = receivers.poll();
            if (receiver != null) {
                receiver.message = message;
                receiver.finish();
                return null;
            }
            insert(message);
            events.wake(PollEvents.READABLE);
            due = count == 1 ? notification : null;
            notification = due == null ? notification : null;
        }
        if (due != null) {
            due.deliver(sender);
        }
        return null;
    }

    private static QueueWaiter waiter(boolean waits, Sleeper sleeper, QueueMessage message) {
        if (!waits) {
            throw Errno.EAGAIN.exception();
        }
        return new QueueWaiter(sleeper, message);
    }

    private void insert(QueueMessage message) {
        messages.computeIfAbsent(message.priority(), p -> new ArrayDeque<>()).add(message);
        count++;
        bytes += message.text().length;
    }

    /** Takes the oldest of the most urgent messages; EAGAIN, ETIMEDOUT, ERESTARTSYS. */
    public QueueMessage receive(boolean waits, long deadline, Sleeper sleeper) {
        QueueWaiter waiter;
        synchronized (this) {
            if (count > 0) {
                QueueMessage message = remove();
                queues.memory().release(message.cost());
                return message;
            }
            waiter = waiter(waits, sleeper, null);
            receivers.add(waiter);
        }
        await(waiter, receivers, deadline);
        queues.memory().release(waiter.message.cost());
        return waiter.message;
    }

    private QueueMessage remove() {
        Deque<QueueMessage> first = messages.firstEntry().getValue();
        QueueMessage message = first.remove();
        if (first.isEmpty()) {
            messages.pollFirstEntry();
        }
        count--;
        bytes -= message.text().length;
        touched = queues.now();
        QueueWaiter sender = senders.poll();
        if (sender != null) {
            insert(sender.message);
            sender.finish();
        } else {
            events.wake(PollEvents.WRITABLE);
        }
        return message;
    }

    private void await(QueueWaiter waiter, Deque<QueueWaiter> list, long deadline) {
        Sleeper.Outcome outcome = waiter.await(deadline);
        if (outcome == Sleeper.Outcome.WOKEN) {
            return;
        }
        synchronized (this) {
            if (!waiter.isDone()) {
                list.remove(waiter);
                throw outcome == Sleeper.Outcome.TIMED_OUT
                        ? Errno.ETIMEDOUT.exception()
                        : Errno.ERESTARTSYS.exception();
            }
        }
    }

    /** {@link PollEvents}. */
    synchronized int poll() {
        int ready = count > 0 ? PollEvents.READABLE : 0;
        return count < attributes.messages() ? ready | PollEvents.WRITABLE : ready;
    }

    WaitQueue events() {
        return events;
    }

    /** What read(2) gives. */
    synchronized String statusText() {
        boolean signals = notification != null && notification.kind() == QueueNotification.SIGEV_SIGNAL;
        return String.format(
                Locale.ROOT,
                "QSIZE:%-10d NOTIFY:%-5d SIGNO:%-5d NOTIFY_PID:%-6d\n",
                bytes,
                notification == null ? 0 : notification.kind(),
                signals ? notification.signo() : 0,
                notification == null ? 0 : notification.owner().pid());
    }

    // --- notification
    // -------------------------------------------------------------------------------------------------

    /** mq_notify(3): EBUSY if there is one already. */
    public synchronized void notify(QueueNotification wanted) {
        if (notification != null) {
            throw Errno.EBUSY.exception();
        }
        notification = wanted;
    }

    /** mq_notify(3) without an event, or a descriptor of the process is closed. */
    public synchronized void forgetNotification(ThreadGroup owner) {
        if (notification != null && notification.owner() == owner) {
            notification = null;
        }
    }

    // --- the file
    // -----------------------------------------------------------------------------------------------------

    @Override
    public OpenFile open(PathNode path, int flags, Object caller) {
        return new PosixQueueFile(this, path, flags);
    }

    @Override
    public synchronized int mode() {
        return Mode.S_IFREG | permissions;
    }

    @Override
    public synchronized int uid() {
        return uid;
    }

    @Override
    public synchronized int gid() {
        return gid;
    }

    @Override
    public synchronized void setMode(int newPermissions) {
        permissions = newPermissions & 07777;
    }

    @Override
    public synchronized void setOwner(int newUid, int newGid) {
        uid = newUid == -1 ? uid : newUid;
        gid = newGid == -1 ? gid : newGid;
    }

    @Override
    public Stat stat() {
        Stat made = super.stat();
        synchronized (this) {
            return new Stat(
                    made.dev(),
                    made.ino(),
                    mode(),
                    unlinked ? 0 : 1,
                    uid,
                    gid,
                    0,
                    SIZE,
                    4096,
                    0,
                    touched,
                    touched,
                    touched,
                    0);
        }
    }

    @Override
    public boolean isDeleted() {
        return unlinked;
    }

    void setUnlinked() {
        unlinked = true;
    }

    @Override
    protected void unused() {
        queues.dropIfUnused(this);
    }

    synchronized boolean isDropped() {
        return dropped;
    }

    /** Nobody will ever open it again. */
    synchronized void drop() {
        dropped = true;
        for (Deque<QueueMessage> each : messages.values()) {
            each.forEach(message -> queues.memory().release(message.cost()));
        }
        messages.clear();
        count = 0;
    }
}
