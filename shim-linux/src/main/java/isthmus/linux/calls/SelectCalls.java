package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.files.FdTable;
import isthmus.core.memory.GuestMemory;
import isthmus.core.poll.PollSet;
import isthmus.core.wait.PollEvents;
import isthmus.core.wait.Sleeper;
import isthmus.linux.task.Task;
import java.util.List;

/** select(2) and pselect6. */
public final class SelectCalls {
    public static final List<SystemCall> ROWS = List.of(
            SystemCall.full(
                    23,
                    "select",
                    SelectCalls::select,
                    ArgType.INT,
                    ArgType.ADDRESS,
                    ArgType.ADDRESS,
                    ArgType.ADDRESS,
                    ArgType.TIMEVAL_IN),
            SystemCall.full(
                    270,
                    "pselect6",
                    SelectCalls::pselect6,
                    ArgType.INT,
                    ArgType.ADDRESS,
                    ArgType.ADDRESS,
                    ArgType.ADDRESS,
                    ArgType.TIMESPEC_IN,
                    ArgType.ADDRESS));

    private static final int ERROR_OR_GONE = PollEvents.POLLERR | PollEvents.POLLHUP;
    /** What each of the three sets asks for, and what counts as its event. */
    private static final int[] MEANING = {
        PollEvents.READABLE | PollEvents.POLLRDBAND | ERROR_OR_GONE,
        PollEvents.WRITABLE | PollEvents.POLLWRBAND | PollEvents.POLLERR,
        PollEvents.POLLPRI
    };

    /** Descriptors below this are looked at, open or not; a process that a shell started has a table of this size. */
    private static final int LEAST_CAPACITY = 256;

    private SelectCalls() {}

    private static long select(Task task, Args args) {
        long timeout = args.n(4);
        long nanos = timeout == 0 ? Long.MAX_VALUE : Timeouts.timeval(task.memory(), timeout);
        long deadline = timeout == 0 ? Sleeper.FOREVER : Timeouts.deadline(nanos);
        try {
            return select(task, args, deadline);
        } finally {
            Timeouts.writeBack(task.memory(), timeout, deadline, nanos, true);
        }
    }

    private static long pselect6(Task task, Args args) {
        GuestMemory memory = task.memory();
        long mask = args.n(5) == 0 ? 0 : memory.readLong(args.n(5));
        long size = args.n(5) == 0 ? 0 : memory.readLong(args.n(5) + 8);
        long timeout = args.n(4);
        long nanos = timeout == 0 ? Long.MAX_VALUE : Timeouts.timespec(memory, timeout);
        long deadline = timeout == 0 ? Sleeper.FOREVER : Timeouts.deadline(nanos);
        try {
            return task.signals().withMaskAt(mask, size, () -> select(task, args, deadline));
        } finally {
            Timeouts.writeBack(memory, timeout, deadline, nanos, false);
        }
    }

    private static long select(Task task, Args args, long deadline) {
        if (args.i(0) < 0) {
            throw Errno.EINVAL.exception();
        }
        FdTable files = task.files();
        int bits = Math.min(args.i(0), Math.max(files.capacity(), LEAST_CAPACITY));
        int words = (bits + 63) / 64;
        long[][] sets = new long[3][];
        for (int s = 0; s < 3; s++) {
            sets[s] = args.n(1 + s) == 0 ? new long[words] : read(task.memory(), args.n(1 + s), words, bits);
        }
        int[] fds = members(sets, words);
        try (PollSet polled = new PollSet(fds.length)) {
            for (int fd : fds) {
                polled.add(Descriptors.get(task, fd), interest(sets, fd));
            }
            polled.await(task.sleeper(), deadline);
            return writeBack(task.memory(), args, sets, fds, polled);
        }
    }

    private static long[] read(GuestMemory memory, long address, int words, int bits) {
        long[] set = new long[words];
        for (int w = 0; w < words; w++) {
            set[w] = memory.readLong(address + w * 8L);
        }
        if (bits % 64 != 0) {
            set[words - 1] &= (1L << bits % 64) - 1;
        }
        return set;
    }

    private static int[] members(long[][] sets, int words) {
        int count = 0;
        for (int w = 0; w < words; w++) {
            count += Long.bitCount(sets[0][w] | sets[1][w] | sets[2][w]);
        }
        int[] fds = new int[count];
        int next = 0;
        for (int w = 0; w < words; w++) {
            for (long left = sets[0][w] | sets[1][w] | sets[2][w]; left != 0; left &= left - 1) {
                fds[next++] = w * 64 + Long.numberOfTrailingZeros(left);
            }
        }
        return fds;
    }

    private static boolean contains(long[] set, int fd) {
        return (set[fd / 64] & 1L << fd) != 0;
    }

    private static int interest(long[][] sets, int fd) {
        int events = 0;
        for (int s = 0; s < 3; s++) {
            if (contains(sets[s], fd)) {
                events |= MEANING[s];
            }
        }
        return events;
    }

    private static long writeBack(GuestMemory memory, Args args, long[][] sets, int[] fds, PollSet polled) {
        long total = 0;
        for (int s = 0; s < 3; s++) {
            long[] result = new long[sets[s].length];
            for (int i = 0; i < fds.length; i++) {
                if (contains(sets[s], fds[i]) && (polled.events(i) & MEANING[s]) != 0) {
                    result[fds[i] / 64] |= 1L << fds[i];
                    total++;
                }
            }
            if (args.n(1 + s) != 0) {
                for (int w = 0; w < result.length; w++) {
                    memory.writeLong(args.n(1 + s) + w * 8L, result[w]);
                }
            }
        }
        return total;
    }
}
