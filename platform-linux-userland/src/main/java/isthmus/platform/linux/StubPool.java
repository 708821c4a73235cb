package isthmus.platform.linux;

import isthmus.core.south.HostException;
import isthmus.core.wait.Threads;
import java.util.ArrayDeque;
import java.util.BitSet;

/** Keeps a few stub processes ready, new ones and those whose guest has ended, so that fork and exec need not wait for one. */
final class StubPool {
    private static final int READY = 3;
    /** When the host has refused a process, so long nobody asks it without need. */
    private static final long PAUSE_MILLIS = 1000;

    private static final int MOST_KEPT = 8;

    /** A process, and the parts of its address range that are to be emptied before it is used. */
    private record Ready(StubProcess process, BitSet leftovers) {}

    private final LinuxPlatform platform;

    /** Guarded by this; those used last come first. */
    private final ArrayDeque<Ready> ready = new ArrayDeque<>();

    private boolean closed;
    private final Thread filler = new Thread(this::fill, "isthmus-stub-pool");

    StubPool(LinuxPlatform platform) {
        this.platform = platform;
        filler.setDaemon(true);
        filler.start();
    }

    LinuxGuestProcess take() {
        for (Ready next = poll(); next != null; next = poll()) {
            if (next.process.isAlive()) {
                return new LinuxGuestProcess(next.process, next.leftovers);
            }
            next.process.discard();
        }
        StubProcess process = platform.makeProcess();
        if (process == null) {
            throw new HostException("The run has ended.");
        }
        return new LinuxGuestProcess(process, new BitSet());
    }

    private synchronized Ready poll() {
        Ready next = ready.poll();
        if (ready.size() < READY) {
            notifyAll();
        }
        return next;
    }

    /** Keeps a process whose guest has ended; false if there are enough. */
    synchronized boolean takeBack(StubProcess process, BitSet leftovers) {
        if (closed || ready.size() >= MOST_KEPT) {
            return false;
        }
        ready.addFirst(new Ready(process, leftovers));
        return true;
    }

    private void fill() {
        while (true) {
            synchronized (this) {
                while (ready.size() >= READY && !closed) {
                    try {
                        wait();
                    } catch (InterruptedException e) {
                        return;
                    }
                }
                if (closed) {
                    return;
                }
            }
            StubProcess process;
            try {
                process = platform.makeProcess();
            } catch (HostException e) {
                if (!pause()) { // take() meets the same refusal and reports it, or finds it gone
                    return;
                }
                continue;
            }
            if (process == null) {
                return;
            }
            synchronized (this) {
                ready.addLast(new Ready(process, new BitSet()));
            }
        }
    }

    /** False when the pool is closed. */
    private synchronized boolean pause() {
        long end = System.nanoTime() + PAUSE_MILLIS * 1_000_000L;
        try {
            for (long left = PAUSE_MILLIS; left > 0 && !closed; left = (end - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
        } catch (InterruptedException e) {
            return false;
        }
        return !closed;
    }

    /** Makes no process any more; one that is being made may still come. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Returns when no process is being made. */
    void awaitEnd() {
        Threads.join(filler);
    }
}
