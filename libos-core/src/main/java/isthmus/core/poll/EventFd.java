package isthmus.core.poll;

import isthmus.core.Errno;
import isthmus.core.files.Inode;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.core.wait.PollEvents;
import isthmus.core.wait.WaitQueue;
import java.nio.ByteBuffer;
import java.util.Locale;

/** A counter that can be waited for (eventfd(2)). The counter is unsigned and guarded by this. */
public final class EventFd extends OpenFile {
    /** The largest value that write(2) can reach; one more is an overflow, which only the kernel itself can cause. */
    private static final long MAXIMUM = -2L;

    private final Inode inode;
    private final boolean semaphore;
    private final WaitQueue queue = new WaitQueue();
    private long count;

    /** @param flags O_NONBLOCK or 0 */
    public EventFd(Inode inode, int initial, boolean semaphore, int flags) {
        super(OpenFlags.O_RDWR | flags);
        this.inode = inode;
        this.semaphore = semaphore;
        this.count = Integer.toUnsignedLong(initial);
    }

    @Override
    public Inode inode() {
        return inode;
    }

    @Override
    public String description() {
        return "anon_inode:[eventfd]";
    }

    @Override
    public synchronized String statusLines() {
        return String.format(Locale.ROOT, "eventfd-count: %16x\neventfd-semaphore: %d\n", count, semaphore ? 1 : 0);
    }

    @Override
    public synchronized int read(ByteBuffer target) {
        if (target.remaining() < Long.BYTES) {
            throw Errno.EINVAL.exception();
        }
        if (count == 0) {
            throw Errno.EAGAIN.exception();
        }
        long value = semaphore ? 1 : count;
        count -= value;
        putLong(target, value);
        queue.wake(PollEvents.WRITABLE);
        return Long.BYTES;
    }

    @Override
    public synchronized int write(ByteBuffer source) {
        if (source.remaining() < Long.BYTES) {
            throw Errno.EINVAL.exception();
        }
        long value = getLong(source);
        if (value == -1) {
            throw Errno.EINVAL.exception();
        }
        if (Long.compareUnsigned(-1L - count, value) <= 0) {
            throw Errno.EAGAIN.exception();
        }
        source.position(source.position() + Long.BYTES);
        count += value;
        queue.wake(PollEvents.READABLE);
        return Long.BYTES;
    }

    /** Little endian, at the position, which stays. */
    private static long getLong(ByteBuffer source) {
        long value = 0;
        for (int i = Long.BYTES - 1; i >= 0; i--) {
            value = value << Byte.SIZE | source.get(source.position() + i) & 0xff;
        }
        return value;
    }

    private static void putLong(ByteBuffer target, long value) {
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            target.put((byte) (value >>> shift));
        }
    }

    /** Adds from inside the kernel; at the limit it says overflow ({@code POLLERR}). */
    public synchronized void signal(long value) {
        count = Long.compareUnsigned(-1L - count, value) < 0 ? -1L : count + value;
        queue.wake(PollEvents.READABLE | (count == -1L ? PollEvents.POLLERR : 0));
    }

    @Override
    public long lseek(long offset, int whence) {
        return 0;
    }

    @Override
    public synchronized int poll() {
        int events = count != 0 ? PollEvents.POLLIN : 0;
        if (count == -1L) {
            events |= PollEvents.POLLERR;
        }
        return Long.compareUnsigned(count, MAXIMUM) < 0 ? events | PollEvents.POLLOUT : events;
    }

    @Override
    public WaitQueue waitQueue() {
        return queue;
    }
}
