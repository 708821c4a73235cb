package isthmus.linux.ipc;

import isthmus.core.Errno;
import isthmus.core.files.Credentials;
import isthmus.core.time.Clocks;
import isthmus.core.wait.Sleeper;
import isthmus.linux.ipc.IpcLimits.Limit;
import java.nio.ByteBuffer;

/** The message queues of a run (msgget(2), msgop(2), msgctl(2)). Its monitor guards all. */
public final class MessageQueues extends IpcTable<MessageQueue> {
    /** Bytes of {@code struct msqid64_ds}, and of {@code struct msginfo}. */
    public static final int STATUS_BYTES = 120, INFO_BYTES = 32;

    private static final int SEGMENT_BYTES = 16;
    private static final int MOST_SEGMENTS = 0xffff;

    private final IpcLimits limits;
    private final IpcMemory memory;

    MessageQueues(IpcLimits limits, IpcMemory memory, Clocks clocks) {
        super(() -> (int) limits.get(Limit.MSGMNI), clocks);
        this.limits = limits;
        this.memory = memory;
    }

    /** msgget(2). */
    public synchronized int get(int key, int flags, Credentials who) {
        return findOrMake(
                key, flags, who, found -> {}, () -> new MessageQueue(memory, limits.get(Limit.MSGMNB), now()));
    }

    // --- msgsnd, msgrcv
    // -----------------------------------------------------------------------------------------------

    /** The most bytes that a message may have. */
    public long largest() {
        return limits.get(Limit.MSGMAX);
    }

    /** msgsnd(2). The message has been checked. ERESTARTNOHAND when interrupted. */
    public void send(int id, QueuedMessage message, boolean waits, Credentials who, int pid, Sleeper sleeper) {
        MessageQueue queue = null;
        while (true) {
            MessageWaiter waiter;
            synchronized (this) {
                queue = queue == null ? find(id) : queue;
                queue.check(who, IpcObject.WRITE);
                if (queue.hasRoomFor(message.text().length)) {
                    queue.put(message, pid, now());
                    return;
                }
                if (!waits) {
                    throw Errno.EAGAIN.exception();
                }
                waiter = new MessageWaiter(null, pid, sleeper);
                queue.addWaiter(waiter);
            }
            await(queue, waiter);
        }
    }

    /** msgrcv(2). The selection has been checked. ERESTARTNOHAND when interrupted. */
    public QueuedMessage receive(int id, MessageSelection wanted, Credentials who, int pid, Sleeper sleeper) {
        MessageQueue queue = null;
        while (true) {
            MessageWaiter waiter;
            synchronized (this) {
                queue = queue == null ? find(id) : queue;
                queue.check(who, IpcObject.READ);
                QueuedMessage message = queue.take(wanted, pid, now());
                if (message != null) {
                    return message;
                }
                if (!wanted.waits()) {
                    throw Errno.ENOMSG.exception();
                }
                waiter = new MessageWaiter(wanted, pid, sleeper);
                queue.addWaiter(waiter);
            }
            await(queue, waiter);
            if (waiter.received != null) {
                return waiter.received;
            }
        }
    }

    /** Waits until there is something to look at; throws what it failed with. Afterwards it is in no list. */
    private void await(MessageQueue queue, MessageWaiter waiter) {
        Sleeper.Outcome outcome = waiter.await();
        synchronized (this) {
            queue.removeWaiter(waiter);
            if (waiter.failure != null) {
                throw waiter.failure.exception();
            }
            if (outcome == Sleeper.Outcome.INTERRUPTED && !waiter.woken) {
                throw Errno.ERESTARTNOHAND.exception();
            }
        }
    }

    // --- msgctl
    // -------------------------------------------------------------------------------------------------------

    /** IPC_SET. EPERM also for a capacity above the limit without CAP_SYS_RESOURCE. */
    public synchronized void set(int id, IpcPermission wanted, long capacity, Credentials who) {
        MessageQueue queue = findOwn(id, who);
        if (Long.compareUnsigned(capacity, limits.get(Limit.MSGMNB)) > 0 && !who.has(Credentials.CAP_SYS_RESOURCE)) {
            throw Errno.EPERM.exception();
        }
        setPermission(queue, wanted);
        queue.setCapacity(capacity < 0 ? Long.MAX_VALUE : capacity);
        queue.wakeReceivers();
        queue.wakeSenders();
    }

    /** IPC_RMID: whoever waits gets EIDRM. */
    public synchronized void remove(int id, Credentials who) {
        MessageQueue queue = findOwn(id, who);
        remove(queue);
        queue.end();
    }

    /** IPC_INFO, or MSG_INFO: fills a {@code struct msginfo}; the highest slot in use. */
    public synchronized int info(boolean usage, ByteBuffer target) {
        int perQueue = (int) limits.get(Limit.MSGMNB);
        int queues = (int) limits.get(Limit.MSGMNI);
        int messages = all().stream().mapToInt(MessageQueue::count).sum();
        long bytes = all().stream().mapToLong(MessageQueue::bytes).sum();
        target.putInt(usage ? all().size() : 32_000 * 16_384 / 1024).putInt(usage ? messages : 16_384);
        target.putInt((int) limits.get(Limit.MSGMAX)).putInt(perQueue).putInt(queues);
        target.putInt(SEGMENT_BYTES).putInt(usage ? (int) bytes : 16_384);
        target.putShort((short) MOST_SEGMENTS).putShort((short) 0);
        return highest();
    }
}
