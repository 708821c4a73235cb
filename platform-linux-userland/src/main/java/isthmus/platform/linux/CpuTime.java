package isthmus.platform.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The processor time of a stub's threads, from the host's scheduler statistics (proc(5)). */
final class CpuTime {
    private CpuTime() {}

    /** Nanoseconds on a processor; 0 if the thread is gone or the host keeps no such numbers. */
    static long ofThread(int pid, int tid) {
        try {
            String line = Files.readString(Path.of("/proc/" + pid + "/task/" + tid + "/schedstat"));
            return Long.parseLong(line.substring(0, line.indexOf(' ')));
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            return 0;
        }
    }
}
