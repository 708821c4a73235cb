package isthmus.platform.windows;

import isthmus.core.south.GuestProcess;
import isthmus.core.south.GuestThread;
import isthmus.core.south.HostException;
import isthmus.core.south.SharedSegment;

/** The life of a guest in a {@link StubProcess}. */
final class WindowsGuestProcess implements GuestProcess {
    /** The next guest does not unmap more blocks of single pages for the last one. */
    private static final int MOST_TO_EMPTY = 32;

    final StubProcess stub;
    private final GuestMap map;

    private volatile boolean ran;
    /** Guards that a host process which may serve another guest already is not killed. Nothing that waits is done under it. */
    private final Object lifeLock = new Object();

    private volatile boolean closed;

    WindowsGuestProcess(StubProcess stub) {
        this.stub = stub;
        this.map = stub.map;
    }

    @Override
    public void map(long address, SharedSegment segment, int offset, long bytes, int protection) {
        synchronized (map) {
            map.map(address, segment, offset, bytes, protection);
        }
    }

    @Override
    public void protect(long address, long bytes, int protection) {
        synchronized (map) {
            map.protect(address, bytes, protection);
        }
    }

    @Override
    public void unmap(long address, long bytes) {
        synchronized (map) {
            map.unmap(address, bytes);
        }
    }

    /** A process that has not run yet makes its changes when it starts. */
    @Override
    public void flush() {
        if (ran && !closed) {
            apply(null);
        }
    }

    /** Makes the changes before a thread of this process runs; it is stopped. */
    void beforeResume(WindowsGuestThread thread) {
        synchronized (map) {
            ran = true;
            apply(thread);
            thread.enters();
        }
    }

    private void apply(WindowsGuestThread caller) {
        synchronized (map) {
            if (!map.hasChanges()) {
                return;
            }
            try {
                stub.apply(caller);
            } catch (HostException e) {
                stub.kill("its memory map could not be changed: " + e.getMessage());
            }
        }
    }

    @Override
    public GuestThread newThread() {
        synchronized (map) {
            return stub.takeThread(this);
        }
    }

    @Override
    public boolean isAlive() {
        return !closed && stub.isAlive();
    }

    /** Without the map's lock, which is held while a thread makes changes. */
    @Override
    public void kill() {
        synchronized (lifeLock) {
            if (!closed) {
                stub.kill();
            }
        }
    }

    /** Ends the host process, or leaves it to another guest: to make one takes much longer than to empty it, if it is not full of pages. */
    @Override
    public void close() {
        boolean full;
        synchronized (map) {
            if (closed) {
                return;
            }
            synchronized (lifeLock) {
                closed = true;
            }
            map.clear();
            full = map.singlePageViews() > MOST_TO_EMPTY;
        }
        if (full || !stub.isReusable() || !stub.platform.takeBack(stub)) {
            stub.platform.bury(stub);
        }
    }
}
