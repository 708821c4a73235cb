package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.memory.GuestMemory;
import isthmus.linux.task.Task;
import isthmus.linux.time.ClockIds;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Reading clocks; nobody may set one. */
public final class ClockCalls {
    private static final String NOT_SET = "clocks can be read but not set (EPERM)";

    public static final List<SystemCall> ROWS = List.of(
            SystemCall.full(96, "gettimeofday", ClockCalls::gettimeofday, ArgType.TIMEVAL_OUT, ArgType.ADDRESS),
            SystemCall.partial(159, "adjtimex", NOT_SET, (task, args) -> adjust(task, args.n(0)), ArgType.ADDRESS),
            SystemCall.partial(
                    164, "settimeofday", NOT_SET, ClockCalls::settimeofday, ArgType.TIMEVAL_IN, ArgType.ADDRESS),
            SystemCall.full(201, "time", ClockCalls::time, ArgType.ADDRESS),
            SystemCall.partial(
                    227, "clock_settime", NOT_SET, ClockCalls::settime, ArgType.CLOCK_ID, ArgType.TIMESPEC_IN),
            SystemCall.full(228, "clock_gettime", ClockCalls::gettime, ArgType.CLOCK_ID, ArgType.TIMESPEC_OUT),
            SystemCall.full(229, "clock_getres", ClockCalls::getres, ArgType.CLOCK_ID, ArgType.TIMESPEC_OUT),
            SystemCall.partial(
                    305, "clock_adjtime", NOT_SET, ClockCalls::clockAdjtime, ArgType.CLOCK_ID, ArgType.ADDRESS));

    private static final long SECOND = 1_000_000_000L;
    /** {@code struct timex}, and the places of its fields (adjtimex(2)). */
    private static final int TIMEX_BYTES = 208, MAX_ERROR = 24, EST_ERROR = 32, STATUS = 40, CONSTANT = 48;

    private static final int PRECISION = 56, TOLERANCE = 64, TIME = 72, TICK = 88;
    /** The clock is not synchronised: the state of a Linux without a time service. */
    private static final int STA_UNSYNC = 0x40, TIME_ERROR = 5;

    private static final int ADJ_OFFSET_SS_READ = 0xa001;
    private static final long ERROR_MICROS = 16_000_000, TOLERANCE_SCALED = 32_768_000, TICK_MICROS = 10_000;

    private ClockCalls() {}

    private static long gettime(Task task, Args args) {
        Timeouts.writeTimespec(task.memory(), args.n(1), ClockIds.read(task, args.i(0)));
        return 0;
    }

    private static long getres(Task task, Args args) {
        long resolution = ClockIds.resolution(task, args.i(0));
        if (args.n(1) != 0) {
            Timeouts.writeTimespec(task.memory(), args.n(1), resolution);
        }
        return 0;
    }

    private static long settime(Task task, Args args) {
        if (args.i(0) != ClockIds.CLOCK_REALTIME) {
            throw Errno.EINVAL.exception();
        }
        Timeouts.timespec(task.memory(), args.n(1));
        throw Errno.EPERM.exception();
    }

    private static long gettimeofday(Task task, Args args) {
        GuestMemory memory = task.memory();
        if (args.n(0) != 0) {
            Timeouts.writeTimeval(memory, args.n(0), task.kernel().clocks().realtime());
        }
        if (args.n(1) != 0) {
            memory.writeLong(args.n(1), 0); // a time zone of UTC
        }
        return 0;
    }

    private static long settimeofday(Task task, Args args) {
        GuestMemory memory = task.memory();
        if (args.n(0) != 0 && Long.compareUnsigned(memory.readLong(args.n(0) + 8), 1_000_000) > 0) {
            throw Errno.EINVAL.exception();
        }
        if (args.n(1) != 0) {
            memory.readLong(args.n(1));
        }
        throw Errno.EPERM.exception();
    }

    private static long time(Task task, Args args) {
        long seconds = task.kernel().clocks().realtime() / SECOND;
        if (args.n(0) != 0) {
            task.memory().writeLong(args.n(0), seconds);
        }
        return seconds;
    }

    private static long clockAdjtime(Task task, Args args) {
        int id = args.i(0);
        if (id != ClockIds.CLOCK_REALTIME) {
            ClockIds.read(task, id);
            throw Errno.EOPNOTSUPP.exception();
        }
        return adjust(task, args.n(1));
    }

    private static long adjust(Task task, long address) {
        GuestMemory memory = task.memory();
        byte[] timex = memory.readBytes(address, TIMEX_BYTES);
        ByteBuffer fields = ByteBuffer.wrap(timex).order(ByteOrder.LITTLE_ENDIAN);
        int modes = fields.getInt(0);
        if (modes != 0 && modes != ADJ_OFFSET_SS_READ) {
            throw Errno.EPERM.exception();
        }
        java.util.Arrays.fill(timex, 8, TIMEX_BYTES, (byte) 0);
        long now = task.kernel().clocks().realtime();
        fields.putLong(MAX_ERROR, ERROR_MICROS)
                .putLong(EST_ERROR, ERROR_MICROS)
                .putInt(STATUS, STA_UNSYNC)
                .putLong(CONSTANT, 2)
                .putLong(PRECISION, 1)
                .putLong(TOLERANCE, TOLERANCE_SCALED)
                .putLong(TIME, now / SECOND)
                .putLong(TIME + 8, now % SECOND / 1000)
                .putLong(TICK, TICK_MICROS);
        memory.write(address, timex);
        return TIME_ERROR;
    }
}
