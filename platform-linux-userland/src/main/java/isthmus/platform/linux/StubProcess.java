package isthmus.platform.linux;

import com.sun.jna.LastErrorException;
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
    /** Guarded by this. */
    private final ServiceThread service;

    private volatile boolean killed;
    /** Why it was ended, for the user; null if it has ended on the host, or because nobody needs it any more. */
    private volatile String why;

    private volatile boolean buried;
    /** Guards the end, and is never held for long: who ends it does not wait for those who wait for its threads. */
    private final Object endLock = new Object();

    /** Changed with this held. */
    private final List<LinuxGuestThread> threads = new CopyOnWriteArrayList<>();

    /** Guarded by this: threads that were closed and may live again, the last one first; the next free slot. */
    private final ArrayDeque<LinuxGuestThread> parked = new ArrayDeque<>();

    private int nextSlot = 1;

    StubProcess(LinuxPlatform platform, Window window) {
        this.platform = platform;
        this.window = window;
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
        this.service = new ServiceThread(this);
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
        Slot slot = window.slot(nextSlot);
        int tid = service.start(slot);
        nextSlot++;
        service.awaitReady(slot, tid);
        LinuxGuestThread thread = new LinuxGuestThread(this, slot, tid);
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

    /** What {@link ServiceThread#serve} does. */
    synchronized long serve(long[] rows, int from, int count) {
        return service.serve(rows, from, count);
    }

    /** Puts calls for the stub to make, {@link #ROW} words each, one behind the other into a slot. */
    static void putRows(Slot slot, int offset, long[] rows, int from, int count) {
        for (int i = 0; i < count; i++) {
            for (int word = 0; word < ROW; word++) {
                slot.putLong(offset + i * SlotLayout.OP_BYTES + 8 * word, rows[(from + i) * ROW + word]);
            }
        }
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

    /** Ends it, at once. Its window stays its own until {@link #discard()}. */
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
        Futex.wake(window.slot(0).address());
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
