package isthmus.core.socket;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.wait.Sleeper;
import isthmus.core.wait.WaitQueue;
import java.util.function.LongSupplier;

/** What setsockopt(2) sets and only a look at it, or the calls themselves, need. Each field may be changed by any thread. */
public final class SocketOptions {
    /** net.core.wmem_default and rmem_default; wmem_max and rmem_max. */
    private static final int DEFAULT_BUFFER = 212_992, MAXIMUM_BUFFER = 4 << 20;

    private static final int MINIMUM_SEND = 4608, MINIMUM_RECEIVE = 2304;

    private volatile int sendBuffer = DEFAULT_BUFFER;
    private volatile int receiveBuffer = DEFAULT_BUFFER;
    /** SO_RCVTIMEO and SO_SNDTIMEO in nanoseconds. */
    public volatile long receiveTimeout = Sleeper.FOREVER;

    public volatile long sendTimeout = Sleeper.FOREVER;
    /** SO_RCVLOWAT. */
    public volatile int lowWater = 1;
    /** SO_PASSCRED. */
    public volatile boolean passCredentials;
    /** Options that unix sockets keep but do not heed, by number; bits 0 to 63. */
    private volatile long remembered;

    public volatile int priority;
    /** SO_LINGER: on or off, and seconds. */
    public volatile boolean linger;

    public volatile int lingerSeconds;

    public int sendBuffer() {
        return sendBuffer;
    }

    public int receiveBuffer() {
        return receiveBuffer;
    }

    /** SO_SNDBUF: doubled, as Linux does for its overhead; {@code forced} goes beyond the maximum. */
    public void setSendBuffer(int bytes, boolean forced) {
        sendBuffer = Math.max(MINIMUM_SEND, limited(bytes, forced) * 2);
    }

    public void setReceiveBuffer(int bytes, boolean forced) {
        receiveBuffer = Math.max(MINIMUM_RECEIVE, limited(bytes, forced) * 2);
    }

    private static int limited(int bytes, boolean forced) {
        // As Linux, where the comparison is of unsigned numbers: a negative size is a very large one.
        int limit = forced ? Integer.MAX_VALUE / 2 : MAXIMUM_BUFFER;
        return bytes < 0 ? forced ? 0 : limit : Math.min(bytes, limit);
    }

    /** Waits as SO_RCVTIMEO or SO_SNDTIMEO says, in nanoseconds; a call with a time-out is not restarted (signal(7)). */
    static long await(Sleeper sleeper, WaitQueue queue, int mask, long timeout, LongSupplier attempt) {
        if (timeout == Sleeper.FOREVER) {
            return sleeper.until(queue, mask, Sleeper.FOREVER, attempt);
        }
        try {
            return sleeper.until(queue, mask, System.nanoTime() + timeout, attempt);
        } catch (ErrnoException e) {
            throw e.errno() == Errno.ERESTARTSYS ? Errno.EINTR.exception() : e;
        }
    }

    public boolean remembers(int option) {
        return (remembered & 1L << option) != 0;
    }

    public synchronized void remember(int option, boolean on) {
        remembered = on ? remembered | 1L << option : remembered & ~(1L << option);
    }
}
