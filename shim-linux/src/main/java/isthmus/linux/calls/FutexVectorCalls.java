package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.memory.GuestMemory;
import isthmus.core.wait.Sleeper;
import isthmus.linux.futex.FutexTable;
import isthmus.linux.futex.ManyFutexes;
import isthmus.linux.task.Task;
import isthmus.linux.time.Deadlines;
import java.util.ArrayList;
import java.util.List;

/** futex_waitv(2), of Linux 5.16. */
final class FutexVectorCalls {
    static final List<SystemCall> ROWS = List.of(SystemCall.full(
            449,
            "futex_waitv",
            FutexVectorCalls::waitv,
            ArgType.FUTEX_WORDS,
            ArgType.UNSIGNED,
            ArgType.HEX,
            ArgType.TIMESPEC_IN,
            ArgType.CLOCK_ID));

    private static final int CLOCK_REALTIME = 0, CLOCK_MONOTONIC = 1;
    /** FUTEX_32, FUTEX_PRIVATE_FLAG; FUTEX_WAITV_MAX. */
    private static final int SIZE_32 = 2, SIZE_MASK = 3, PRIVATE = 128, MOST = 128;
    /** Bytes of {@code struct futex_waitv}. */
    private static final int ENTRY = 24;

    private FutexVectorCalls() {}

    private static long waitv(Task task, Args args) {
        int count = args.i(1);
        refuseIf(args.i(2) != 0 || Integer.compareUnsigned(count, MOST) > 0 || count == 0 || args.n(0) == 0);
        long deadline = args.n(3) == 0 ? Sleeper.FOREVER : deadline(task, args.n(3), args.i(4));
        return task.kernel().futexes().many().await(task, words(task, args.n(0), count), deadline);
    }

    private static void refuseIf(boolean wrong) {
        if (wrong) {
            throw Errno.EINVAL.exception();
        }
    }

    private static long deadline(Task task, long address, int clock) {
        refuseIf(clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC);
        long nanos = Timeouts.timespec(task.memory(), address);
        return clock == CLOCK_REALTIME
                ? Deadlines.ofRealtime(task.kernel().clocks(), nanos)
                : Deadlines.ofMonotonic(task.kernel().clocks(), nanos);
    }

    private static List<ManyFutexes.Word> words(Task task, long address, int count) {
        GuestMemory memory = task.memory();
        long[] values = new long[count];
        long[] addresses = new long[count];
        int[] flags = new int[count];
        for (int i = 0; i < count; i++) {
            long entry = address + (long) ENTRY * i;
            values[i] = memory.readLong(entry);
            addresses[i] = memory.readLong(entry + 8);
            flags[i] = memory.readInt(entry + 16);
            refuseIf((flags[i] & ~(SIZE_MASK | PRIVATE)) != 0 || memory.readInt(entry + 20) != 0);
            refuseIf((flags[i] & SIZE_MASK) != SIZE_32 || values[i] >>> 32 != 0);
        }
        List<ManyFutexes.Word> words = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            boolean own = (flags[i] & PRIVATE) != 0;
            words.add(new ManyFutexes.Word(FutexTable.key(task, addresses[i], own), addresses[i], (int) values[i]));
        }
        return words;
    }
}
