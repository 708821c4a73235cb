package isthmus.platform.linux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the host says of one thread of a stub. */
final class HostTask {
    /** Stopped by a signal, or by a tracer; uninterruptible, as while memory comes from disk or in a frozen control group. */
    private static final String KEPT_FROM_RUNNING = "TtD";

    private HostTask() {}

    /**
     * Whether nothing keeps a thread from running, by its state in /proc/PID/task/TID/stat (proc(5)). True if it is gone, which
     * is found by other ways.
     */
    static boolean mayRun(int pid, int tid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/task/" + tid + "/stat"), ISO_8859_1);
            int name = stat.lastIndexOf(')'); // which may have any bytes
            return name < 0 || name + 2 >= stat.length() || KEPT_FROM_RUNNING.indexOf(stat.charAt(name + 2)) < 0;
        } catch (IOException e) {
            return true;
        }
    }
}
