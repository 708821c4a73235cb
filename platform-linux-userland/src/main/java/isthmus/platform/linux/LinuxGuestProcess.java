package isthmus.platform.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.Pointer;
import isthmus.core.south.GuestProcess;
import isthmus.core.south.GuestThread;
import isthmus.core.south.HostException;
import isthmus.core.south.SharedSegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A stub process, its window of slots, and the mapping changes that are still to be made in it. */
final class LinuxGuestProcess implements GuestProcess {
    /** Words of one queued change: call number and six arguments, padded to eight. */
    static final int ROW = 8;

    private static final int SYS_PIDFD_SEND_SIGNAL = 424;
    private static final int SIGKILL = 9;

    final LinuxPlatform platform;
    final int pid;
    final int pidfd;
    final long windowOffset;
    private final long windowAddress;
    private final ByteBuffer window;
    private final Slot service;
    private final Slot request;

    /** Guarded by this: threads that were closed and may live again, all threads, the next free slot. */
    private final ArrayDeque<LinuxGuestThread> parked = new ArrayDeque<>();

    private final List<LinuxGuestThread> threads = new ArrayList<>();
    private int nextSlot = 1;
    private int sequence;
    /** Guards the queue; taken before this object's monitor. */
    private final Object queueLock = new Object();

    private long[] queue = new long[16 * ROW];
    private int queued;
    private volatile boolean closed;
    private volatile boolean ran;

    LinuxGuestProcess(LinuxPlatform platform, long windowOffset) {
        this.platform = platform;
        this.windowOffset = windowOffset;
        this.windowAddress = platform.context.map(windowOffset, Layout.WINDOW_STRIDE);
        this.window = new Pointer(windowAddress)
                .getByteBuffer(0, Layout.WINDOW_STRIDE)
                .order(ByteOrder.LITTLE_ENDIAN);
        this.service = new Slot(window, windowAddress, 0);
        this.request = new Slot(window, windowAddress, Layout.SLOT_COUNT);
        int started = 0;
        int descriptor = -1;
        try {
            started = platform.zygote().fork(windowOffset);
            descriptor = (int) Libc.syscall(Libc.SYS_PIDFD_OPEN, started, 0, 0, 0, 0, 0);
        } catch (LastErrorException e) {
            throw new HostException(
                    "The host could not open another process (" + e.getMessage() + "); see ulimit -n.", e);
        } finally {
            if (descriptor < 0) {
                if (started > 0) {
                    Libc.kill(started, SIGKILL);
                }
                Libc.munmap(windowAddress, Layout.WINDOW_STRIDE);
            }
        }
        this.pid = started;
        this.pidfd = descriptor;
    }

    /** Makes its first thread; if the host refuses, the process is to be closed. */
    void prepareThread() {
        LinuxGuestThread first = makeThread();
        synchronized (this) {
            parked.add(first);
        }
    }

    // --- mapping changes ------------------------------------------------------------------------------------------

    @Override
    public void map(long address, SharedSegment segment, int offset, long bytes, int protection) {
        long fileOffset = ((LinuxSegment) segment).fileOffset + offset;
        synchronized (queueLock) {
            for (long done = 0; done < bytes; done += Layout.LONGEST_CHANGE) {
                long part = Math.min(bytes - done, Layout.LONGEST_CHANGE);
                add(StubCode.SYS_MMAP, address + done, part, protection, 0x11, Layout.MEMORY_FD, fileOffset + done);
            }
        }
    }

    @Override
    public void protect(long address, long bytes, int protection) {
        ranges(StubCode.SYS_MPROTECT, address, bytes, protection);
    }

    @Override
    public void unmap(long address, long bytes) {
        ranges(StubCode.SYS_MUNMAP, address, bytes, 0);
    }

    private void ranges(int call, long address, long bytes, int protection) {
        synchronized (queueLock) {
            for (long done = 0; done < bytes; done += Layout.LONGEST_CHANGE) {
                add(call, address + done, Math.min(bytes - done, Layout.LONGEST_CHANGE), protection, 0, 0, 0);
            }
        }
    }

    private void add(long number, long a, long b, long c, long d, long e, long f) {
        int at = queued * ROW;
        if (at + ROW > queue.length) {
            queue = Arrays.copyOf(queue, queue.length * 2);
        }
        queue[at] = number;
        queue[at + 1] = a;
        queue[at + 2] = b;
        queue[at + 3] = c;
        queue[at + 4] = d;
        queue[at + 5] = e;
        queue[at + 6] = f;
        queued++;
    }

    /** Makes the queued changes by a thread of this process if the calling kernel thread serves one, else by the service thread. */
    @Override
    public void flush() {
        if (!ran || !hasQueued()) {
            return; // a process that has not run yet makes them when it starts
        }
        LinuxGuestThread mine = platform.servedByCaller(this);
        if (mine != null) {
            flushThrough(mine);
            return;
        }
        synchronized (queueLock) {
            int count = queued;
            long result = 0;
            for (int from = 0; from < count && result >= 0; from += Layout.REQUEST_LIMIT) {
                int part = Math.min(count - from, Layout.REQUEST_LIMIT);
                serve(queue, from, part);
                for (int i = 0; i < part; i++) {
                    result = Math.min(result, service.getLong(Layout.REPLY_RESULTS + 8 * i));
                }
            }
            queued = 0;
            check(result);
        }
    }

    private boolean hasQueued() {
        synchronized (queueLock) {
            return queued > 0;
        }
    }

    /** Makes the queued changes by a stopped thread of this process. */
    void flushThrough(LinuxGuestThread thread) {
        if (!hasQueued()) {
            return;
        }
        synchronized (queueLock) {
            int count = queued;
            long result = 0;
            for (int from = 0; from < count && result == 0; from += Layout.OP_LIMIT) {
                result = thread.runOperations(queue, from, Math.min(count - from, Layout.OP_LIMIT));
            }
            queued = 0;
            check(result);
        }
    }

    private void check(long result) {
        if (result < 0 && isAlive()) {
            close();
            platform.complain("the host refused to change a guest's memory map (error " + -result
                    + "; 12 means too many mappings, see vm.max_map_count): the process was ended");
        }
    }

    /** From now on a guest could notice when changes are late. */
    void runs() {
        ran = true;
    }

    // --- threads --------------------------------------------------------------------------------------------------

    @Override
    public synchronized GuestThread newThread() {
        LinuxGuestThread thread = parked.poll();
        if (thread == null) {
            return makeThread();
        }
        thread.recycle();
        return thread;
    }

    private synchronized LinuxGuestThread makeThread() {
        if (nextSlot == Layout.SLOT_COUNT) {
            throw new HostException("A process cannot have more than " + (Layout.SLOT_COUNT - 1) + " threads.");
        }
        Slot slot = new Slot(window, windowAddress, nextSlot++);
        slot.putLong(Layout.ALT_STACK, slot.stubAddress + Layout.SIGNAL_STACK);
        slot.putLong(Layout.ALT_STACK + 8, 0);
        slot.putLong(Layout.ALT_STACK + 16, Layout.SIGNAL_STACK_BYTES);
        slot.putVolatile(Layout.KERNEL_SLEEPS, 1);
        long[] row = {StubCode.SYS_CLONE, StubCode.THREAD_FLAGS, slot.stubAddress, 0, 0, 0, 0, 0};
        serve(row, 0, 1);
        long tid = service.getLong(Layout.REPLY_RESULTS);
        if (tid < 0) {
            nextSlot--;
            throw new HostException("The host could not start another thread (clone: error " + -tid
                    + "); see ulimit -u, and the limit of tasks of its control group.");
        }
        while (slot.getVolatile(Layout.STATE) != Layout.POSTED) {
            if (!isAlive()) {
                throw new HostException("A guest process ended while it started; see isthmus doctor.");
            }
            Libc.futexWait(slot.address, 0, platform.timeoutAddress());
        }
        slot.putInt(Layout.KERNEL_SLEEPS, 0);
        if (slot.getLong(Layout.OP_RESULT) != 0) {
            throw new HostException("The host refused the seccomp filter of a guest thread; see isthmus doctor.");
        }
        LinuxGuestThread thread = new LinuxGuestThread(this, slot, (int) tid);
        threads.add(thread);
        return thread;
    }

    synchronized void park(LinuxGuestThread thread) {
        platform.unserve(thread);
        parked.add(thread);
    }

    /** Has the service thread make up to {@link Layout#REQUEST_LIMIT} calls, and waits for it. */
    private synchronized void serve(long[] rows, int from, int count) {
        for (int i = 0; i < count; i++) {
            for (int word = 0; word < ROW; word++) {
                request.putLong(Layout.REQUEST_OPS + i * Layout.OP_BYTES + 8 * word, rows[(from + i) * ROW + word]);
            }
        }
        request.putInt(Layout.REQUEST_COUNT, count);
        sequence++;
        request.putVolatile(Layout.REQUEST_SEQUENCE, sequence);
        Libc.futexWake(request.address);
        while (true) {
            int reply = service.getVolatile(Layout.REPLY_SEQUENCE);
            if (reply == sequence || !isAlive()) {
                return;
            }
            Libc.futexWait(service.address, reply, platform.timeoutAddress());
        }
    }

    void signal(int tid) {
        try {
            Libc.syscall(Libc.SYS_TGKILL, pid, tid, StubCode.INTERRUPT_SIGNAL, 0, 0, 0);
        } catch (LastErrorException e) {
            if (!closed && isAlive()) {
                platform.complain("a guest thread could not be interrupted: " + e.getMessage());
            }
        }
    }

    // --- life -----------------------------------------------------------------------------------------------------

    @Override
    public boolean isAlive() {
        if (closed) {
            return false;
        }
        try {
            Libc.syscall(SYS_PIDFD_SEND_SIGNAL, pidfd, 0, 0, 0, 0, 0);
            return true;
        } catch (LastErrorException e) {
            return false;
        }
    }

    /** Whether a thread runs guest code now; then memory must not be given to others before the process is gone. */
    synchronized boolean runsGuestCode() {
        for (LinuxGuestThread thread : threads) {
            if (thread.isInGuest()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        try {
            Libc.syscall(SYS_PIDFD_SEND_SIGNAL, pidfd, SIGKILL, 0, 0, 0, 0);
        } catch (LastErrorException e) {
            // it was gone already: ESRCH
        }
        synchronized (this) {
            for (LinuxGuestThread thread : threads) {
                Libc.futexWake(thread.slot.address);
            }
        }
        platform.bury(this, runsGuestCode());
    }

    /** Gives the window back; the process is gone. */
    void unmap() {
        Libc.close(pidfd);
        platform.context.discard(windowOffset, Layout.WINDOW_STRIDE);
        Libc.munmap(windowAddress, Layout.WINDOW_STRIDE);
    }
}
