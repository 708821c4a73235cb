package isthmus.platform.linux;

import com.sun.jna.LastErrorException;
import java.nio.charset.StandardCharsets;

/** The processor time of one thread of a stub, from the host's scheduler statistics (schedstat in proc(5)); keeps its file open. */
final class CpuTime {
    private static final int O_RDONLY_CLOEXEC = 0x80000;

    private final String path;
    private final byte[] text = new byte[64];
    private int fd = -1;
    private boolean closed;

    CpuTime(int pid, int tid) {
        path = "/proc/" + pid + "/task/" + tid + "/schedstat\0";
    }

    /** Nanoseconds on a processor; 0 if the thread is gone or the host keeps no such numbers. */
    long nanos() {
        return number(0);
    }

    /** Nanoseconds that it was ready to run and other threads had the processors; 0 as above. */
    long waitedNanos() {
        return number(1);
    }

    private synchronized long number(int index) {
        if (closed) {
            return 0;
        }
        try {
            if (fd < 0) {
                fd = Libc.open(path.getBytes(StandardCharsets.US_ASCII), O_RDONLY_CLOEXEC);
            }
            int length = (int) Libc.pread(fd, text, text.length, 0);
            int at = 0;
            for (int spaces = 0; at < length && spaces < index; at++) {
                spaces += text[at] == ' ' ? 1 : 0;
            }
            long nanos = 0;
            for (; at < length && text[at] >= '0' && text[at] <= '9'; at++) {
                nanos = nanos * 10 + text[at] - '0';
            }
            return nanos;
        } catch (LastErrorException e) {
            return 0;
        }
    }

    synchronized void close() {
        closed = true;
        if (fd >= 0) {
            Libc.close(fd);
            fd = -1;
        }
    }
}
