package isthmus.platform.windows;

import isthmus.core.handoff.Slot;

/** The two events with which a kernel thread and a stub's thread wake each other. */
final class Events {
    private final long wakesStub = create();
    private final long wakesKernel;

    /** Guarded by this: Windows gives the number of a handle that was closed to another soon, of whatever it is. */
    private boolean closing, closed;

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
        slot.putLong(Layout.STUB_EVENT, duplicate(process, wakesStub, Nt.SYNCHRONIZE));
        slot.putLong(Layout.KERNEL_EVENT, duplicate(process, wakesKernel, Nt.EVENT_MODIFY_STATE));
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

    /** Waits until the stub wakes the kernel, the process ends, or a time has passed: in units of 100 ns, negative. */
    void await(long process, long[] timeout) {
        synchronized (this) {
            if (closing) {
                return;
            }
            waiting++;
        }
        try {
            Nt.NtWaitForMultipleObjects(2, new long[] {wakesKernel, process}, Nt.WAIT_ANY, (byte) 0, timeout);
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
