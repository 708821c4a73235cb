package isthmus.core.pipe;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.OpenFlags;
import isthmus.core.wait.PollEvents;
import isthmus.core.wait.WaitQueue;
import java.nio.ByteBuffer;
import java.util.function.ToIntFunction;

/**
 * A pipe (pipe(7)): what a pipe's or a FIFO's two ends share. All state is guarded by this, and queues are woken with
 * it held.
 */
public final class Pipe {
    /** Writes of at most so many bytes are atomic. */
    public static final int PIPE_BUF = 4096;

    static final int DEFAULT_SLOTS = 16;
    private static final int EVERYTHING =
            PollEvents.READABLE | PollEvents.WRITABLE | PollEvents.POLLERR | PollEvents.POLLHUP;

    /** Held while two pipes with the same hash are locked. */
    private static final Object TIE = new Object();

    private final WaitQueue readQueue = new WaitQueue();
    private final WaitQueue writeQueue = new WaitQueue();
    /** For ends that are open for both. */
    private final WaitQueue bothQueue = new WaitQueue();

    private final PipeBuffers buffers = new PipeBuffers(DEFAULT_SLOTS);
    private int readers;
    private int writers;
    /** How many readers and writers there ever were; FIFOs wait for a change of these. */
    private int readerCount;

    private int writerCount;

    WaitQueue queue(int flags) {
        return switch (flags & OpenFlags.O_ACCMODE) {
            case OpenFlags.O_RDONLY -> readQueue;
            case OpenFlags.O_WRONLY -> writeQueue;
            default -> bothQueue;
        };
    }

    private void wakeReaders(int events) {
        readQueue.wake(events);
        bothQueue.wake(events);
    }

    private void wakeWriters(int events) {
        writeQueue.wake(events);
        bothQueue.wake(events);
    }

    // --- the ends -------------------------------------------------------------------------------------------------

    synchronized void join(int flags) {
        boolean first = false;
        if (OpenFlags.readable(flags)) {
            readerCount++;
            first = readers++ == 0;
        }
        if (OpenFlags.writable(flags)) {
            writerCount++;
            first |= writers++ == 0;
        }
        if (first) {
            wakeReaders(EVERYTHING);
            wakeWriters(EVERYTHING);
        }
    }

    /** Returns whether nobody is left. */
    synchronized boolean leave(int flags) {
        if (OpenFlags.readable(flags)) {
            readers--;
        }
        if (OpenFlags.writable(flags)) {
            writers--;
        }
        if ((readers == 0) != (writers == 0)) {
            wakeReaders(EVERYTHING);
            wakeWriters(EVERYTHING);
        }
        return readers == 0 && writers == 0;
    }

    synchronized int readers() {
        return readers;
    }

    synchronized int writers() {
        return writers;
    }

    synchronized int readerCount() {
        return readerCount;
    }

    synchronized int writerCount() {
        return writerCount;
    }

    // --- data -----------------------------------------------------------------------------------------------------

    synchronized int read(ByteBuffer target) {
        if (!target.hasRemaining()) {
            return 0;
        }
        if (buffers.isEmpty()) {
            if (writers == 0) {
                return 0;
            }
            throw Errno.EAGAIN.exception();
        }
        boolean wasFull = buffers.isFull();
        int count = buffers.take(target);
        tellRoom(wasFull);
        return count;
    }

    synchronized int write(ByteBuffer source, boolean packets) {
        if (!source.hasRemaining()) {
            return 0; // even if nobody reads
        }
        if (readers == 0) {
            throw Errno.EPIPE.exception();
        }
        if (!source.hasRemaining()) {
            return 0;
        }
        int count = buffers.append(source, packets);
        if (count == 0) {
            throw Errno.EAGAIN.exception();
        }
        wakeReaders(PollEvents.READABLE);
        return count;
    }

    private void tellRoom(boolean wasFull) {
        if (wasFull && !buffers.isFull()) {
            wakeWriters(PollEvents.WRITABLE);
        }
    }

    /**
     * @param flags access mode of the end that asks
     * @param hangUpSeen for a FIFO's reader that came before any writer: the count of writers at that time
     */
    synchronized int poll(int flags, int hangUpSeen) {
        int events = 0;
        if (OpenFlags.readable(flags)) {
            if (!buffers.isEmpty()) {
                events |= PollEvents.READABLE;
            }
            if (writers == 0 && writerCount != hangUpSeen) {
                events |= PollEvents.POLLHUP;
            }
        }
        if (OpenFlags.writable(flags)) {
            if (!buffers.isFull()) {
                events |= PollEvents.WRITABLE;
            }
            if (readers == 0) {
                events |= PollEvents.POLLERR;
            }
        }
        return events;
    }

    /** FIONREAD: bytes to be read. */
    synchronized int bytes() {
        return buffers.bytes();
    }

    /** F_GETPIPE_SZ. */
    synchronized int size() {
        return buffers.slots() * PipeBuffers.PAGE;
    }

    /**
     * F_SETPIPE_SZ: rounds up to a power of two of pages and returns what it became. EBUSY if more is in use; EPERM above
     * {@code maximum}; EINVAL above 2^31.
     */
    synchronized int resize(long size, long maximum) {
        if (size < 0 || size > 1L << 31) {
            throw Errno.EINVAL.exception();
        }
        long rounded = Math.max(PipeBuffers.PAGE, Long.highestOneBit(Math.max(size - 1, 1)) << 1);
        if (rounded > size() && rounded > maximum) {
            throw Errno.EPERM.exception();
        }
        int slots = (int) (rounded / PipeBuffers.PAGE);
        if (slots < buffers.used()) {
            throw Errno.EBUSY.exception();
        }
        boolean wasFull = buffers.isFull();
        buffers.resize(slots);
        tellRoom(wasFull);
        return (int) rounded;
    }

    /**
     * Reads from {@code source} into this pipe as much as there is room for, at most {@code length}. EAGAIN if there is no
     * room; what the source throws. The source is called with this pipe locked and must take no lock of another pipe.
     */
    synchronized int fill(long length, ToIntFunction<ByteBuffer> source, boolean packets) {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(length, room()));
        int count = source.applyAsInt(buffer);
        if (count > 0) {
            buffer.flip();
            write(buffer, packets);
        }
        return count;
    }

    // --- splice(2) ------------------------------------------------------------------------------------------------

    /** Takes bytes out and passes them on; see {@link #drain}. */
    @FunctionalInterface
    public interface Sink {
        /** May take less than it is offered, as its position shows. */
        void accept(ByteBuffer source);
    }

    /**
     * Offers up to {@code length} bytes, page by page, to {@code sink} until it does not take all. Returns how much it took;
     * 0 at end of file. EAGAIN if there is nothing; what the sink throws before it took anything. The sink is called with
     * this pipe locked and must take no lock of another pipe.
     */
    synchronized long drain(long length, Sink sink) {
        if (buffers.isEmpty()) {
            if (writers == 0) {
                return 0;
            }
            throw Errno.EAGAIN.exception();
        }
        boolean wasFull = buffers.isFull();
        long moved = 0;
        try {
            while (moved < length && !buffers.isEmpty()) {
                ByteBuffer view = buffers.view(0, (int) Math.min(length - moved, PipeBuffers.PAGE));
                int offered = view.remaining();
                try {
                    sink.accept(view);
                } catch (ErrnoException e) {
                    if (moved == 0) {
                        throw e;
                    }
                    break;
                }
                if (view.position() > 0) {
                    buffers.drop(view.position());
                }
                moved += view.position();
                if (view.position() < offered) {
                    break;
                }
            }
        } finally {
            tellRoom(wasFull);
        }
        return moved;
    }

    /** Bytes that certainly go in now; the same errors as {@link #write}. */
    private int room() {
        if (readers == 0) {
            throw Errno.EPIPE.exception();
        }
        if (buffers.isFull()) {
            throw Errno.EAGAIN.exception();
        }
        return (buffers.slots() - buffers.used()) * PipeBuffers.PAGE;
    }

    /**
     * Moves ({@code consume}) or copies up to {@code length} bytes from {@code from} to {@code to}, slot by slot. 0 at end of
     * file. EAGAIN if there is nothing or no room. Two pipes are locked in the order of their identity hashes; a tie, which
     * may happen, is broken by a third lock.
     */
    static long transfer(Pipe from, Pipe to, long length, boolean consume) {
        int a = System.identityHashCode(from);
        int b = System.identityHashCode(to);
        if (a == b) {
            synchronized (TIE) {
                synchronized (from) {
                    synchronized (to) {
                        return transferLocked(from, to, length, consume);
                    }
                }
            }
        }
        synchronized (a < b ? from : to) {
            synchronized (a < b ? to : from) {
                return transferLocked(from, to, length, consume);
            }
        }
    }

    private static long transferLocked(Pipe from, Pipe to, long length, boolean consume) {
        if (to.readers == 0) {
            throw Errno.EPIPE.exception();
        }
        if (from.buffers.isEmpty() && from.writers == 0) {
            return 0;
        }
        if (from.buffers.isEmpty() || to.buffers.isFull()) {
            throw Errno.EAGAIN.exception();
        }
        boolean wasFull = from.buffers.isFull();
        long moved = 0;
        int skip = 0;
        while (moved < length && skip < from.buffers.used() && !to.buffers.isFull()) {
            int count = to.buffers.copySlot(from.buffers, skip, (int) Math.min(length - moved, PipeBuffers.PAGE));
            moved += count;
            if (consume) {
                from.buffers.drop(count);
            } else {
                skip++;
            }
        }
        from.tellRoom(wasFull);
        to.wakeReaders(PollEvents.READABLE);
        return moved;
    }
}
