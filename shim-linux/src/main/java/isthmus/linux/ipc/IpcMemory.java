package isthmus.linux.ipc;

import isthmus.core.Errno;
import java.util.concurrent.atomic.AtomicLong;

/** What the objects of a namespace take from the kernel's own memory, which no limit of Linux bounds well. Thread-safe. */
public final class IpcMemory {
    /** Bytes. */
    static final long LIMIT = 64L << 20;

    private final AtomicLong used = new AtomicLong();

    /** ENOMEM if there is not so much left. */
    public void charge(long bytes) {
        if (used.addAndGet(bytes) > LIMIT) {
            used.addAndGet(-bytes);
            throw Errno.ENOMEM.exception();
        }
    }

    public void release(long bytes) {
        used.addAndGet(-bytes);
    }
}
