package isthmus.linux;

import isthmus.core.south.HostException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The kernel's threads, one for each task that lives; kept for a while when a task has ended. */
final class TaskThreads {
    private static final long STACK_BYTES = 512 << 10;
    private static final long KEPT_SECONDS = 20;

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, KEPT_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), TaskThreads::thread);

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(null, work, "task", STACK_BYTES, false);
        thread.setDaemon(true);
        return thread;
    }

    /** HostException if the host has no thread to give. */
    void run(Runnable task) {
        try {
            threads.execute(task);
        } catch (OutOfMemoryError e) {
            throw new HostException(
                    "The host could not start another thread; see ulimit -u, and the limit of tasks of its control group.",
                    e);
        }
    }

    void close() {
        threads.shutdown();
    }
}
