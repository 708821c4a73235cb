package isthmus.platform.linux;

import isthmus.core.south.HostException;
import java.util.ArrayDeque;

/** Keeps a few stub processes ready, so that fork and exec need not wait for one. */
final class StubPool {
    private static final int READY = 3;
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
            } catch (HostException | com.sun.jna.LastErrorException e) {
                return; // the next take() meets the same refusal and reports it
            }
            if (process == null) {
                return;
            }
            synchronized (this) {
                ready.add(process);
            }
        }
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
