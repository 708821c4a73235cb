package isthmus.app.watch;

import java.lang.management.ManagementFactory;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/**
 * Says what the threads do shortly before this JVM is ended by a limit of its time, and when it does not end although all
 * tests have. {@code isthmus.test.seconds} is that limit, counted from the JVM's start; without it there is no watch.
 * {@code winetest/run} sets it, and shows what is printed between the marks.
 */
public final class Watchdog implements TestExecutionListener {
    private static final int LIMIT = Integer.getInteger("isthmus.test.seconds", 0);
    /** So long before the limit; half of a limit that is shorter than twice that. */
    private static final int BEFORE_LIMIT = 30;
    /** So long a JVM may take to end. */
    private static final int TO_END = 60;

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        long uptime = ManagementFactory.getRuntimeMXBean().getUptime();
        watch((LIMIT - Math.min(BEFORE_LIMIT, LIMIT / 2)) * 1000L - uptime, "before the limit of " + LIMIT + " s");
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        watch(TO_END * 1000L, TO_END + " s after the last test");
    }

    private static void watch(long millis, String when) {
        if (LIMIT == 0) {
            return;
        }
        Thread thread = new Thread(
                () -> {
                    try {
                        Thread.sleep(Math.max(0, millis));
                    } catch (InterruptedException e) {
                        return;
                    }
                    System.err.println("=== threads " + when + "\n" + ThreadDump.text() + "=== end of threads");
                },
                "watchdog");
        thread.setDaemon(true);
        thread.start();
    }
}
