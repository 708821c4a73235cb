package isthmus.platform.linux;

import com.sun.jna.LastErrorException;
import isthmus.core.handoff.Patience;
import isthmus.core.handoff.Slot;
import isthmus.core.handoff.SlotLayout;
import isthmus.core.south.HostException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A process of the host that runs the stub, with its window of slots. It serves one {@link LinuxGuestProcess} after the
 * other, because to empty it costs far less than to end it and to make another.
 */
final class StubProcess {
    /** Words of one mapping change: call number and six arguments, padded to eight. */
    static final int ROW = 8;
    /** With more threads than this a process is not used again: each takes memory and a number of the host's. */
    private static final int MOST_THREADS_KEPT = 4;

    private static final int SYS_PIDFD_SEND_SIGNAL = 424;
    private static final int SIGKILL = 9;
    private static final int POLLIN = 1;
    private static final int EINTR = 4, ESRCH = 3;

    final LinuxPlatform platform;
    final int pid;
    final int pidfd;
    final Window window;
    private final Slot service;
    private final Slot request;
    private volatile boolean killed;
    /** Why it was ended, for the user; null if it has ended on the host, or because nobody needs it any more. */
    private volatile String why;

    private volatile boolean buried;
    /** Guards the end, and is never held for long: who ends it does not wait for those who wait for its threads. */
    private final Object endLock = new Object();

    /** Changed with this held. */
    private final List<LinuxGuestThread> threads = new CopyOnWriteArrayList<>();

    /** Guarded by this: threads that were closed and may live again, the last one first; the next free slot; the last request. */
    private final ArrayDeque<LinuxGuestThread> parked = new ArrayDeque<>();

    private int nextSlot = 1;
    private int sequence;

    StubProcess(LinuxPlatform platform, Window window) {
        this.platform = platform;
        this.window = window;
        this.service = window.slot(0);
        this.request = window.slot(SlotLayout.SLOT_COUNT);
        int started = 0;
        int descriptor = -1;
        try {
            started = platform.zygote().fork(window.offset());
            descriptor = (int) Libc.syscall(Libc.SYS_PIDFD_OPEN, started, 0, 0, 0, 0, 0);
        } catch (LastErrorException e) {
            throw new HostException(
                    "The host could not open another process (" + e.getMessage() + "); see ulimit -n.", e);
        } finally {
            if (descriptor < 0 && started > 0) {
                Libc.kill(started, SIGKILL);
            }
        }
        this.pid = started;
        this.pidfd = descriptor;
    }

    /** Makes its first thread; if the host refuses, the process is to be discarded. */
    synchronized void prepareThread() {
        parked.add(makeThread());
    }

    // --- threads --------------------------------------------------------------------------------------------------

    synchronized LinuxGuestThread takeThread(LinuxGuestProcess process) {
        LinuxGuestThread thread = parked.poll();
        if (thread == null) {
            thread = makeThread();
        }
        thread.enter(process);
        return thread;
    }

    private synchronized LinuxGuestThread makeThread() {
        if (nextSlot == SlotLayout.SLOT_COUNT) {
            throw new HostException("A process cannot have more than " + (SlotLayout.SLOT_COUNT - 1) + " threads.");
        }
        Slot slot = window.slot(nextSlot++);
        slot.putLong(Layout.ALT_STACK, slot.stubAddress() + Layout.SIGNAL_STACK);
        slot.putLong(Layout.ALT_STACK + 8, 0);
        slot.putLong(Layout.ALT_STACK + 16, Layout.SIGNAL_STACK_BYTES);
        slot.putVolatile(SlotLayout.KERNEL_SLEEPS, 1);
        long[] row = {StubCode.SYS_CLONE, StubCode.THREAD_FLAGS, slot.stubAddress(), 0, 0, 0, 0, 0};
        long tid = serve(row, 0, 1);
        if (tid < 0) {
            nextSlot--;
            throw new HostException("The host could not start another thread (clone: error " + -tid
                    + "); see ulimit -u, and the limit of tasks of its control group.");
        }
        Patience patience = new Patience(false);
        int state = slot.getVolatile(SlotLayout.STATE);
        while (state != SlotLayout.POSTED) {
            if (!isAlive()) {
                throw new HostException("A guest process ended while it started; see isthmus doctor.");
            }
            look(slot, state, patience);
            state = slot.getVolatile(SlotLayout.STATE);
        }
        slot.putInt(SlotLayout.KERNEL_SLEEPS, 0);
        if (slot.getLong(Layout.OP_RESULT) != 0) {
            throw new HostException("The host refused the seccomp filter of a guest thread; see isthmus doctor.");
        }
        LinuxGuestThread thread = new LinuxGuestThread(this, slot, (int) tid);
        threads.add(thread);
        return thread;
    }

    /**
     * The one that {@link #takeThread} gives next. If a life ended before its guest ran, as when a signal comes during
     * fork(2), this thread may still make that life's mapping changes: none other may make any before they are done.
     */
    synchronized LinuxGuestThread firstThread() {
        return parked.element();
    }

    synchronized void park(LinuxGuestThread thread) {
        platform.unserve(thread);
        parked.addFirst(thread); // see firstThread
    }

    /** Has the service thread make up to {@link Layout#REQUEST_LIMIT} calls, waits for it, and returns the least result. */
    synchronized long serve(long[] rows, int from, int count) {
        putRows(request, Layout.REQUEST_OPS, rows, from, count);
        request.putInt(Layout.REQUEST_COUNT, count);
        sequence++;
        request.putVolatile(Layout.REQUEST_SEQUENCE, sequence);
        Futex.wake(request.address());
        Patience patience = new Patience(false);
        while (true) {
            int reply = service.getVolatile(Layout.REPLY_SEQUENCE);
            if (reply == sequence || !isAlive()) {
                return leastReply(count);
            }
            look(service, reply, patience);
        }
    }

    /** Sleeps until a slot's first word is another, or for a while; a guest that overwrites what the stub answers ends. */
    private void look(Slot slot, int word, Patience patience) {
        long before = System.nanoTime();
        Futex.await(slot.address(), word, platform.timeoutAddress());
        patience.waited(System.nanoTime() - before, true, false);
        if (patience.isOver()) {
            kill("its service thread's answer did not come within 30 s; the program may have overwritten it");
        }
    }

    /** Puts calls for the stub to make, {@link #ROW} words each, one behind the other into a slot. */
    static void putRows(Slot slot, int offset, long[] rows, int from, int count) {
        for (int i = 0; i < count; i++) {
            for (int word = 0; word < ROW; word++) {
                slot.putLong(offset + i * SlotLayout.OP_BYTES + 8 * word, rows[(from + i) * ROW + word]);
            }
        }
    }

    private long leastReply(int count) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            least = Math.min(least, service.getLong(Layout.REPLY_RESULTS + 8 * i));
        }
        return least;
    }

    /** The host did not make a mapping change; what is mapped now is not what it should be. */
    void refused(long result) {
        if (isAlive()) {
            kill("the host refused to change its memory map (error " + -result
                    + "; 12 means too many mappings, see vm.max_map_count)");
        }
    }

    /** Interrupts a thread of this process by a signal. */
    void signal(int tid) {
        try {
            Libc.syscall(Libc.SYS_TGKILL, pid, tid, StubCode.INTERRUPT_SIGNAL, 0, 0, 0);
        } catch (LastErrorException e) {
            // A thread that is gone is found to be so by who waits for it.
            if (e.getErrorCode() != ESRCH && !killed && isAlive()) {
                platform.complain("a guest thread could not be interrupted: " + e.getMessage());
            }
        }
    }

    // --- life -----------------------------------------------------------------------------------------------------

    boolean isAlive() {
        if (killed) {
            return false;
        }
        try {
            Libc.syscall(SYS_PIDFD_SEND_SIGNAL, pidfd, 0, 0, 0, 0, 0);
            return true;
        } catch (LastErrorException e) {
            if (e.getErrorCode() != ESRCH && !buried) {
                why = "the host did not say whether its process lives: " + e.getMessage();
            }
            return false;
        }
    }

    /** Why it is gone: a clause for the user. */
    String whyGone() {
        String reason = why;
        return reason != null ? reason : "the host, or somebody there, has ended the process " + pid + " that ran it";
    }

    /** Whether all of its threads wait for orders and it is not larger than others, so that it can serve again. */
    synchronized boolean isReusable() {
        return !killed && parked.size() == threads.size() && threads.size() <= MOST_THREADS_KEPT && isAlive();
    }

    /** Ends it. Its window stays its own until {@link #discard()}. */
    void kill() {
        kill(null);
    }

    /** The same while it has a guest, who is told why. */
    void kill(String reason) {
        synchronized (endLock) {
            if (killed) {
                return;
            }
            if (why == null && isAlive()) {
                why = reason;
            }
            killed = true;
            if (!buried) { // else its descriptor may be another's by now
                try {
                    Libc.syscall(SYS_PIDFD_SEND_SIGNAL, pidfd, SIGKILL, 0, 0, 0, 0);
                } catch (LastErrorException e) {
                    // it was gone already: ESRCH
                }
            }
        }
        for (LinuxGuestThread thread : threads) {
            Futex.wake(thread.slot().address());
        }
    }

    /** Ends it and lets others have its window. Returns when no guest code of it runs any more. Called once, by the last user. */
    void discard() {
        kill();
        if (runsGuestCode()) {
            awaitEnd();
        }
        platform.bury(this);
    }

    /** Whether a thread runs guest code now; then memory must not be given to others before the process is gone. */
    private synchronized boolean runsGuestCode() {
        for (LinuxGuestThread thread : threads) {
            if (thread.isInGuest()) {
                return true;
            }
        }
        return false;
    }

    /** Gives the descriptors back, once the process has ended. Idempotent. */
    synchronized void bury() {
        synchronized (endLock) {
            if (buried) {
                return;
            }
            buried = true;
            Libc.close(pidfd);
        }
        for (LinuxGuestThread thread : threads) {
            thread.bury();
        }
    }

    /** Returns when the host has removed the process. */
    void awaitEnd() {
        int[] pollfd = {pidfd, POLLIN};
        while (!buried) {
            try {
                if (Libc.poll(pollfd, 1, -1) > 0) {
                    return;
                }
            } catch (LastErrorException e) {
                if (e.getErrorCode() != EINTR) {
                    throw new HostException("Waiting for a guest process to end failed: " + e.getMessage(), e);
                }
            }
        }
    }
}
