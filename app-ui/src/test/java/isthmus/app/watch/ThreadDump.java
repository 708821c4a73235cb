package isthmus.app.watch;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the threads of this JVM do. */
public final class ThreadDump {
    private ThreadDump() {}

    /**
     * Those that run something of ours, and the main thread, with their whole stacks and the locks that they hold and wait for;
     * the calling thread is left out.
     */
    public static String text() {
        String self = Thread.currentThread().getName();
        return Stream.of(ManagementFactory.getThreadMXBean().dumpAllThreads(true, true))
                .filter(thread -> !thread.getThreadName().equals(self) && isOurs(thread))
                .map(ThreadDump::text)
                .collect(Collectors.joining());
    }

    private static boolean isOurs(ThreadInfo thread) {
        return thread.getThreadName().equals("main")
                || Stream.of(thread.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().startsWith("isthmus."));
    }

    /** {@link ThreadInfo#toString()} shows eight frames only. Below those JUnit's own are left out. */
    private static String text(ThreadInfo thread) {
        StringBuilder text = new StringBuilder(thread.toString());
        StackTraceElement[] frames = thread.getStackTrace();
        for (int i = 8; i < frames.length; i++) {
            if (!frames[i].getClassName().startsWith("org.junit.")) {
                text.append("\tat ").append(frames[i]).append('\n');
            }
        }
        return text.toString();
    }
}
