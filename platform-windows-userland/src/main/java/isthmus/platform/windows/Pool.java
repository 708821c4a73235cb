package isthmus.platform.windows;

import isthmus.core.south.HostException;
import isthmus.core.wait.Threads;
import java.util.ArrayDeque;

/**
 * Keeps a few stub processes ready, new ones and those whose guest has ended, so that fork and exec need not wait for one:
 * one at first, as most programs take none, and more once they are taken.
 */
final class Pool {
    private static final int MOST_READY = 3, MOST_KEPT = 8;
    /** When the host has refused a process, so long nobody asks it without need. */
    private static final long PAUSE_MILLIS = 1000;

    private final WindowsPlatform platform;
    /** Guarded by this; those used last come first. */
    private final ArrayDeque<StubProcess> ready = new ArrayDeque<>();

    /** So many are kept ready. */
    private int target = 1;

    private boolean taken;
    private boolean closed;
    private final Thread filler = new Thread(this::fill, "isthmus-stub-pool");

    Pool(WindowsPlatform platform, StubProcess first) {
        this.platform = platform;
        ready.add(first);
        filler.setDaemon(true);
        filler.start();
    }

    StubProcess take() {
        for (StubProcess next = poll(); next != null; next = poll()) {
            if (next.isUsable()) {
                return next;
            }
            platform.bury(next);
        }
        StubProcess process = platform.makeProcess();
        if (process == null) {
            throw new HostException("The run has ended.");
        }
        return process;
    }

    private synchronized StubProcess poll() {
        StubProcess next = ready.poll();
        if (taken) {
            target = MOST_READY;
        }
        taken = true;
        notifyAll();
        return next;
    }

    /** Keeps a process whose guest has ended; false if there are enough. */
    synchronized boolean takeBack(StubProcess process) {
        if (closed || ready.size() >= MOST_KEPT) {
            return false;
        }
        ready.addFirst(process);
        return true;
    }

    private void fill() {
        while (awaitNeed()) {
            StubProcess process;
            try {
                process = platform.makeProcess();
            } catch (HostException e) {
                pause(); // take() meets the same refusal and reports it, or finds it gone
                continue;
            }
            if (process == null) {
                return;
            }
            synchronized (this) {
                ready.add(process);
                notifyAll();
            }
        }
    }

    /** False when the pool is closed. */
    private synchronized boolean awaitNeed() {
        while (ready.size() >= target && !closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                return false;
            }
        }
        return !closed;
    }

    private synchronized void pause() {
        long end = System.nanoTime() + PAUSE_MILLIS * 1_000_000L;
        try {
            for (long left = PAUSE_MILLIS; left > 0 && !closed; left = (end - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    /** Makes no process any more; one that is being made may still come. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Returns when no process is being made; false if that takes longer than so many milliseconds. */
    boolean awaitEnd(long millis) {
        return Threads.join(filler, millis);
    }

    /** For tests: returns when nothing is being made. */
    synchronized void awaitFull() throws InterruptedException {
        while (ready.size() < target) {
            wait();
        }
    }
}
