package isthmus.platform.windows;

import isthmus.core.handoff.Slot;

/** The two events with which a kernel thread and a stub's thread wake each other. */
final class Events {
    private final long wakesStub = create();
    private final long wakesKernel;

    /** Guarded by this: Windows gives the number of a handle that was closed to another soon, of whatever it is. */
    private boolean closing, closed;

    /** Handles in the stub's process. */
    private final long[] given = new long[2];

    /** Guarded by this: threads that wait. */
    private int waiting;

    Events() {
        long made = 0;
        try {
            made = create();
        } finally {
            if (made == 0) {
                Nt.NtClose(wakesStub);
            }
        }
        wakesKernel = made;
    }

    private static long create() {
        long[] handle = new long[1];
        Nt.check(Nt.NtCreateEvent(handle, Nt.EVENT_ALL_ACCESS, 0, Nt.SYNCHRONIZATION_EVENT, (byte) 0), "make an event");
        return handle[0];
    }

    /** Gives a stub's process what it needs of them, and puts its handles into the slot. */
    void giveTo(long process, Slot slot) {
        given[0] = duplicate(process, wakesStub, Nt.SYNCHRONIZE);
        given[1] = duplicate(process, wakesKernel, Nt.EVENT_MODIFY_STATE);
        slot.putLong(Layout.STUB_EVENT, given[0]);
        slot.putLong(Layout.KERNEL_EVENT, given[1]);
    }

    /** Takes them from a stub's process, where no thread will use them. */
    void takeBack(long process) {
        for (int i = 0; i < given.length; i++) {
            if (given[i] != 0) { // a process that has ended has no handles, and says so
                long[] moved = new long[1];
                int how = Nt.DUPLICATE_CLOSE_SOURCE | Nt.DUPLICATE_SAME_ACCESS;
                if (Nt.NtDuplicateObject(process, given[i], Nt.THIS_PROCESS, moved, 0, 0, how) >= 0) {
                    Nt.NtClose(moved[0]);
                }
                given[i] = 0;
            }
        }
    }

    private static long duplicate(long process, long event, int access) {
        long[] handle = new long[1];
        Nt.check(
                Nt.NtDuplicateObject(Nt.THIS_PROCESS, event, process, handle, access, 0, 0),
                "give an event to a guest process");
        return handle[0];
    }

    void wakeStub() {
        set(wakesStub);
    }

    void wakeKernel() {
        set(wakesKernel);
    }

    private synchronized void set(long event) {
        if (!closed) {
            Nt.NtSetEvent(event, 0);
        }
    }

    /**
     * Waits until the stub wakes the kernel, the process ends, or a time has passed: in units of 100 ns, negative. Returns whether
     * the process has ended.
     */
    boolean await(long process, long[] timeout) {
        synchronized (this) {
            if (closing) {
                return false;
            }
            waiting++;
        }
        try {
            long[] both = {wakesKernel, process};
            return Nt.NtWaitForMultipleObjects(2, both, Nt.WAIT_ANY, (byte) 0, timeout) == 1;
        } finally {
            synchronized (this) {
                waiting--;
            }
        }
    }

    /** Returns when nobody uses them any more, nor the handle of the process, which has ended. */
    void close() {
        while (!tryClose()) {
            Thread.onSpinWait(); // who waits is on its way out: the process has ended
        }
    }

    private synchronized boolean tryClose() {
        if (closed) {
            return true;
        }
        closing = true; // nobody begins to wait any more
        if (waiting > 0) {
            Nt.NtSetEvent(wakesKernel, 0);
            return false;
        }
        closed = true;
        Nt.NtClose(wakesStub);
        Nt.NtClose(wakesKernel);
        return true;
    }
}
