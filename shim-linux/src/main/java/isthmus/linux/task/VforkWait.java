package isthmus.linux.task;

/** A parent's wait for a vfork(2) child to leave the shared memory by execve(2) or exit. Its state is guarded by its monitor (a leaf). */
final class VforkWait {
    private boolean done;

    /** The child has left. */
    synchronized void finish() {
        done = true;
        notifyAll();
    }

    /** Makes the parent look whether it has been killed. */
    synchronized void wake() {
        notifyAll();
    }

    /** Waits for the child, or for the end of the parent. No other signal cuts it short, as in Linux. */
    synchronized void await(Task parent) {
        boolean interrupted = false;
        while (!done && !parent.isExitRequested()) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
