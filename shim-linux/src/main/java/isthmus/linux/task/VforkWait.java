package isthmus.linux.task;

import java.util.concurrent.locks.LockSupport;

/** A parent's wait for a vfork(2) child to leave the shared memory by execve(2) or exit. */
final class VforkWait {
    private volatile boolean done;
    private final Thread parent = Thread.currentThread();

    /** The child has left. */
    void finish() {
        done = true;
        LockSupport.unpark(parent);
    }

    /** Waits for the child, or for the end of the parent. No other signal cuts it short, as in Linux. */
    void await(Task task) {
        task.thread().aboutToBlock();
        while (!done && !task.signals().isDying()) {
            LockSupport.park(this);
        }
    }
}
