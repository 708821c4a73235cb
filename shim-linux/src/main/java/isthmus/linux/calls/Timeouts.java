package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.memory.GuestMemory;
import isthmus.core.poll.PollSet;
import isthmus.core.wait.Sleeper;

/** Time-outs of waiting calls: {@code struct timespec} and {@code struct timeval} in guest memory, and deadlines. */
final class Timeouts {
    private static final long SECOND = 1_000_000_000L;

    private Timeouts() {}

    /** Nanoseconds of the timespec, at most {@link Long#MAX_VALUE}; EINVAL if it is not a valid one. */
    static long timespec(GuestMemory memory, long address) {
        return nanos(memory.readLong(address), memory.readLong(address + 8));
    }

    /** The same for select(2)'s timeval, whose microseconds may exceed a second. */
    static long timeval(GuestMemory memory, long address) {
        long seconds = memory.readLong(address);
        long micros = memory.readLong(address + 8);
        return nanos(seconds + micros / 1_000_000, micros % 1_000_000 * 1000);
    }

    private static long nanos(long seconds, long nanos) {
        if (seconds < 0 || nanos < 0 || nanos >= SECOND) {
            throw Errno.EINVAL.exception();
        }
        return seconds >= Long.MAX_VALUE / SECOND ? Long.MAX_VALUE : seconds * SECOND + nanos;
    }

    /** The deadline of a waiting time in nanoseconds that starts now; {@link PollSet#NOW} for 0. */
    static long deadline(long nanos) {
        if (nanos == 0) {
            return PollSet.NOW;
        }
        long deadline = System.nanoTime() + nanos;
        // More than a hundred years is for ever, and keeps the subtraction of deadlines from overflowing.
        return nanos > Long.MAX_VALUE / 2 || deadline == Sleeper.FOREVER ? Sleeper.FOREVER : deadline;
    }

    /** For poll(2) and epoll_wait(2): negative is for ever. */
    static long deadlineOfMillis(int millis) {
        return millis < 0 ? Sleeper.FOREVER : deadline(millis * 1_000_000L);
    }

    /** What is left of {@code nanos} at {@code deadline}. */
    static long left(long deadline, long nanos) {
        if (deadline == PollSet.NOW) {
            return 0;
        }
        return deadline == Sleeper.FOREVER ? nanos : Math.max(0, deadline - System.nanoTime());
    }

    /** What select(2) and ppoll(2) do at their end: the time left goes to {@code address}, if that can be written. */
    static void writeBack(GuestMemory memory, long address, long deadline, long nanos, boolean timeval) {
        if (address == 0 || deadline == PollSet.NOW) {
            return;
        }
        try {
            if (timeval) {
                writeTimeval(memory, address, left(deadline, nanos));
            } else {
                writeTimespec(memory, address, left(deadline, nanos));
            }
        } catch (ErrnoException e) {
            // as Linux, which allows for a constant time-out in read-only memory
        }
    }

    static void writeTimespec(GuestMemory memory, long address, long nanos) {
        memory.writeLong(address, nanos / SECOND);
        memory.writeLong(address + 8, nanos % SECOND);
    }

    static void writeTimeval(GuestMemory memory, long address, long nanos) {
        memory.writeLong(address, nanos / SECOND);
        memory.writeLong(address + 8, nanos % SECOND / 1000);
    }
}
