package isthmus.platform.linux;

import isthmus.core.south.GuestProcess;
import isthmus.core.south.GuestThread;
import isthmus.core.south.SharedSegment;
import java.util.Arrays;
import java.util.BitSet;

/** One life of a {@link StubProcess}: the mapping changes that are still to be made in it, and where it has mappings. */
final class LinuxGuestProcess implements GuestProcess {
    private static final int ROW = StubProcess.ROW;

    final LinuxPlatform platform;
    final StubProcess stub;

    /** Guards the queue and {@link #used}. */
    private final Object queueLock = new Object();

    private long[] queue = new long[16 * ROW];
    private int queued;
    /** Parts of the guest's address range, of {@link Layout#LONGEST_CHANGE} bytes each, where something was mapped. */
    private final BitSet used = new BitSet();

    private final BitSet leftovers;
    /** Guards that a host process which may serve another guest already is not killed. Nothing that waits is done under it. */
    private final Object lifeLock = new Object();

    private volatile boolean closed;
    private volatile boolean ran;

    /** @param leftovers parts of the address range that are to be emptied first */
    LinuxGuestProcess(StubProcess stub, BitSet leftovers) {
        this.leftovers = leftovers;
        this.platform = stub.platform;
        this.stub = stub;
        for (int part = leftovers.nextSetBit(0); part >= 0; part = leftovers.nextSetBit(part + 1)) {
            long start = part * Layout.LONGEST_CHANGE;
            long end = Math.min(start + Layout.LONGEST_CHANGE, Layout.GUEST_LIMIT);
            add(StubCode.SYS_MUNMAP, start, end - start, 0, 0, 0, 0);
        }
        if (startThrough(stub.firstThread())) {
            leftovers.clear();
        }
    }

    /**
     * Has a thread begin with the queued changes, while no guest code can notice. False if there are none, or too many, or if
     * it still makes others.
     */
    boolean startThrough(LinuxGuestThread thread) {
        synchronized (queueLock) {
            if (ran || queued == 0 || queued > Layout.OP_LIMIT || thread.isMakingChanges()) {
                return false;
            }
            thread.startOperations(queue, queued);
            queued = 0;
            return true;
        }
    }

    // --- mapping changes ------------------------------------------------------------------------------------------

    @Override
    public void map(long address, SharedSegment segment, int offset, long bytes, int protection) {
        long fileOffset = ((LinuxSegment) segment).fileOffset + offset;
        synchronized (queueLock) {
            for (long done = 0; done < bytes; done += Layout.LONGEST_CHANGE) {
                long part = Math.min(bytes - done, Layout.LONGEST_CHANGE);
                used.set((int) ((address + done) / Layout.LONGEST_CHANGE));
                used.set((int) ((address + done + part - 1) / Layout.LONGEST_CHANGE));
                add(
                        StubCode.SYS_MMAP,
                        address + done,
                        part,
                        protection,
                        StubFilters.MAP_SHARED_FIXED,
                        Layout.MEMORY_FD,
                        fileOffset + done);
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
        if (!ran || closed || !hasQueued()) {
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
                result = Math.min(result, stub.serve(queue, from, part));
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
        if (result < 0 && !closed) {
            stub.refused(result);
        }
    }

    /** From now on a guest could notice when changes are late. */
    void runs() {
        ran = true;
    }

    // --- threads and life -----------------------------------------------------------------------------------------

    @Override
    public GuestThread newThread() {
        return stub.takeThread(this);
    }

    @Override
    public boolean isAlive() {
        return !closed && stub.isAlive();
    }

    /** Without the queue's lock, which is held while a thread makes changes. */
    @Override
    public void kill() {
        synchronized (lifeLock) {
            if (!closed) {
                stub.kill();
            }
        }
    }

    /** Ends the host process, or empties it for another life. */
    @Override
    public void close() {
        synchronized (queueLock) {
            if (closed) {
                return;
            }
            synchronized (lifeLock) {
                closed = true;
            }
            if (!ran) {
                used.or(leftovers);
            }
        }
        if (!stub.isReusable() || !platform.takeBack(stub, used)) {
            stub.discard();
        }
    }
}
