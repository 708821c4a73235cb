package isthmus.platform.linux;

import isthmus.core.south.HostException;
import java.util.ArrayDeque;

/** Keeps a few stub processes ready, so that fork and exec need not wait for one. */
final class StubPool {
    private static final int READY = 3;
    /** When the host has refused a process, so long nobody asks it without need. */
    private static final long PAUSE_MILLIS = 1000;

    private final LinuxPlatform platform;

    /** Guarded by this. */
    private final ArrayDeque<LinuxGuestProcess> ready = new ArrayDeque<>();

    private boolean closed;

    StubPool(LinuxPlatform platform) {
        this.platform = platform;
        Thread filler = new Thread(this::fill, "isthmus-stub-pool");
        filler.setDaemon(true);
        filler.start();
    }

    LinuxGuestProcess take() {
        LinuxGuestProcess process;
        synchronized (this) {
            process = ready.poll();
            notifyAll();
        }
        if (process == null) {
            process = platform.makeProcess();
        }
        if (process == null) {
            throw new HostException("The run has ended.");
        }
        return process;
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
            LinuxGuestProcess process;
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
                ready.add(process);
            }
        }
    }

    /** False when the pool is closed. */
    private synchronized boolean pause() {
        try {
            if (!closed) {
                wait(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            return false;
        }
        return !closed;
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
