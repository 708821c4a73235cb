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

    /** The same, but it returns at the latest after so many milliseconds. Returns whether the thread has ended. */
    public static boolean join(Thread thread, long millis) {
        boolean interrupted = false;
        long end = System.nanoTime() + millis * 1_000_000;
        for (long left = millis; left > 0 && thread.isAlive(); left = (end - System.nanoTime()) / 1_000_000) {
            try {
                thread.join(left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}
