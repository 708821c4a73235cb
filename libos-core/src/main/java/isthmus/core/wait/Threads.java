package isthmus.core.wait;

/** Waiting for threads of the kernel. */
public final class Threads {
    private Threads() {}

    /** Returns when it has ended; an interrupt meanwhile is kept for later. */
    public static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
