package isthmus.linux.ipc;

import isthmus.core.Errno;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** A message queue of msgget(2). Guarded by the monitor of {@link MessageQueues}. */
final class MessageQueue extends IpcObject {
    /** Oldest first. */
    private final List<QueuedMessage> messages = new ArrayList<>();

    private final List<MessageWaiter> receivers = new ArrayList<>();
    private final List<MessageWaiter> senders = new ArrayList<>();
    private final IpcMemory memory;
    /** Of all texts. */
    private long bytes;
    /** How many there may be, and not more messages than that. */
    private long capacity;

    private long sendTime;
    private long receiveTime;
    private int lastSender;
    private int lastReceiver;

    MessageQueue(IpcMemory memory, long capacity, long now) {
        this.memory = memory;
        this.capacity = capacity;
        this.changeTime = now;
    }

    int count() {
        return messages.size();
    }

    long bytes() {
        return bytes;
    }

    void setCapacity(long newCapacity) {
        capacity = newCapacity;
    }

    long capacity() {
        return capacity;
    }

    boolean hasRoomFor(int length) {
        return bytes + length <= capacity && messages.size() < capacity;
    }

    /** Hands a message to who waits for such a one, or queues it. ENOMEM. */
    void put(QueuedMessage message, int pid, long now) {
        if (!handOver(message, now)) {
            memory.charge(message.cost());
            messages.add(message);
            bytes += message.text().length;
        }
        lastSender = pid;
        sendTime = now;
    }

    private boolean handOver(QueuedMessage message, long now) {
        Iterator<MessageWaiter> each = receivers.iterator();
        while (each.hasNext()) {
            MessageWaiter receiver = each.next();
            if (!receiver.wanted.matches(message.type())) {
                continue;
            }
            each.remove();
            if (receiver.wanted.tooLong(message.text().length)) {
                receiver.fail(Errno.E2BIG);
                continue;
            }
            lastReceiver = receiver.pid;
            receiveTime = now;
            receiver.received = message;
            receiver.wake();
            return true;
        }
        return false;
    }

    /** The message that is wanted, taken out unless it is to be copied; null if there is none. E2BIG; EINVAL for a copy. */
    QueuedMessage take(MessageSelection wanted, int pid, long now) {
        int index = wanted.copies() ? copied(wanted) : find(wanted);
        if (index < 0) {
            return null;
        }
        QueuedMessage message = messages.get(index);
        if (wanted.tooLong(message.text().length)) {
            throw Errno.E2BIG.exception();
        }
        if (wanted.copies()) {
            if (message.text().length > wanted.room()) {
                throw Errno.EINVAL.exception();
            }
            return message;
        }
        messages.remove(index);
        bytes -= message.text().length;
        memory.release(message.cost());
        lastReceiver = pid;
        receiveTime = now;
        wakeSenders();
        return message;
    }

    private int copied(MessageSelection wanted) {
        return wanted.type() < 0 || wanted.type() >= messages.size() ? -1 : (int) wanted.type();
    }

    private int find(MessageSelection wanted) {
        int found = -1;
        for (int i = 0; i < messages.size(); i++) {
            long type = messages.get(i).type();
            if (wanted.matches(type) && (found < 0 || type < messages.get(found).type())) {
                found = i;
                if (!wanted.wantsLowest()) {
                    break;
                }
            }
        }
        return found;
    }

    void addWaiter(MessageWaiter waiter) {
        (waiter.wanted == null ? senders : receivers).add(waiter);
    }

    void removeWaiter(MessageWaiter waiter) {
        (waiter.wanted == null ? senders : receivers).remove(waiter);
    }

    /** All of them look again. */
    void wakeSenders() {
        senders.forEach(MessageWaiter::wake);
    }

    /** All of them look again: whether they may still receive. */
    void wakeReceivers() {
        receivers.forEach(MessageWaiter::wake);
    }

    /** It has been removed. */
    void end() {
        receivers.forEach(waiter -> waiter.fail(Errno.EIDRM));
        senders.forEach(waiter -> waiter.fail(Errno.EIDRM));
        receivers.clear();
        senders.clear();
        messages.forEach(message -> memory.release(message.cost()));
        messages.clear();
    }

    @Override
    void putStatus(ByteBuffer target) {
        putPermission(target);
        target.putLong(sendTime).putLong(receiveTime).putLong(changeTime);
        target.putLong(bytes).putLong(messages.size()).putLong(capacity);
        target.putInt(lastSender).putInt(lastReceiver).putLong(0).putLong(0);
    }

    @Override
    String line() {
        return String.format(
                Locale.ROOT,
                "%10d %10d  %4o  %10d %10d %5d %5d %5d %5d %5d %5d %10d %10d %10d\n",
                key,
                id,
                mode,
                bytes,
                messages.size(),
                lastSender,
                lastReceiver,
                uid,
                gid,
                creatorUid,
                creatorGid,
                sendTime,
                receiveTime,
                changeTime);
    }
}
