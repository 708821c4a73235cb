package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.files.Credentials;
import isthmus.core.memory.GuestMemory;
import isthmus.linux.task.CpuTimes;
import isthmus.linux.task.Limit;
import isthmus.linux.task.ResourceLimits;
import isthmus.linux.task.Task;
import java.util.List;

/** Resource limits and usage: getrlimit(2), prlimit(2), getrusage(2), times(2). */
public final class LimitCalls {
    public static final List<SystemCall> ROWS = List.of(
            SystemCall.full(
                    97,
                    "getrlimit",
                    (t, a) -> getrlimit(t, a.i(0), a.n(1)),
                    ArgType.RLIMIT_RESOURCE,
                    ArgType.RLIMIT_OUT),
            SystemCall.full(
                    160,
                    "setrlimit",
                    (t, a) -> setrlimit(t, a.i(0), a.n(1)),
                    ArgType.RLIMIT_RESOURCE,
                    ArgType.RLIMIT_IN),
            SystemCall.full(
                    302,
                    "prlimit64",
                    (t, a) -> prlimit(t, a.i(0), a.i(1), a.n(2), a.n(3)),
                    ArgType.PID,
                    ArgType.RLIMIT_RESOURCE,
                    ArgType.RLIMIT_IN,
                    ArgType.RLIMIT_OUT),
            SystemCall.full(98, "getrusage", (t, a) -> getrusage(t, a.i(0), a.n(1)), ArgType.INT, ArgType.ADDRESS),
            SystemCall.full(100, "times", (t, a) -> times(t, a.n(0)), ArgType.ADDRESS));

    private static final int RUSAGE_SELF = 0, RUSAGE_CHILDREN = -1, RUSAGE_THREAD = 1;
    /** fs.nr_open. */
    private static final long NR_OPEN = 1 << 20;
    /** Bytes of a struct rusage. */
    static final int RUSAGE_BYTES = 144;
    /** Clock ticks are 10 ms. */
    private static final long TICK_NANOS = 10_000_000;

    private LimitCalls() {}

    private static void checkResource(int resource) {
        if (resource < 0 || resource >= ResourceLimits.COUNT) {
            throw Errno.EINVAL.exception();
        }
    }

    private static long getrlimit(Task task, int resource, long address) {
        checkResource(resource);
        write(task.memory(), address, task.group().limits().get(resource));
        return 0;
    }

    private static void write(GuestMemory memory, long address, Limit limit) {
        memory.writeLong(address, limit.soft());
        memory.writeLong(address + 8, limit.hard());
    }

    private static Limit read(GuestMemory memory, long address) {
        return new Limit(memory.readLong(address), memory.readLong(address + 8));
    }

    private static long setrlimit(Task task, int resource, long address) {
        Limit wanted = read(task.memory(), address);
        checkResource(resource);
        change(task, task, resource, wanted);
        return 0;
    }

    private static long prlimit(Task task, int pid, int resource, long newAddress, long oldAddress) {
        Limit wanted = newAddress == 0 ? null : read(task.memory(), newAddress);
        Task target = Processes.task(task, pid);
        if (target != task) {
            checkOther(task.credentials(), target.credentials());
        }
        checkResource(resource);
        Limit old = target.group().limits().get(resource);
        if (wanted != null) {
            change(task, target, resource, wanted);
        }
        if (oldAddress != 0) {
            write(task.memory(), oldAddress, old);
        }
        return 0;
    }

    private static void checkOther(Credentials mine, Credentials other) {
        boolean same = mine.uid() == other.euid()
                && mine.uid() == other.suid()
                && mine.uid() == other.uid()
                && mine.gid() == other.egid()
                && mine.gid() == other.sgid()
                && mine.gid() == other.gid();
        if (!same && !mine.has(Credentials.CAP_SYS_RESOURCE)) {
            throw Errno.EPERM.exception();
        }
    }

    private static void change(Task task, Task target, int resource, Limit wanted) {
        if (Long.compareUnsigned(wanted.soft(), wanted.hard()) > 0) {
            throw Errno.EINVAL.exception();
        }
        if (resource == ResourceLimits.RLIMIT_NOFILE && Long.compareUnsigned(wanted.hard(), NR_OPEN) > 0) {
            throw Errno.EPERM.exception();
        }
        ResourceLimits limits = target.group().limits();
        synchronized (limits) { // so that two raises of the hard limit do not pass each other
            boolean raises =
                    Long.compareUnsigned(wanted.hard(), limits.get(resource).hard()) > 0;
            if (raises && !task.credentials().has(Credentials.CAP_SYS_RESOURCE)) {
                throw Errno.EPERM.exception();
            }
            boolean atOnce = resource == ResourceLimits.RLIMIT_CPU && wanted.soft() == 0;
            limits.set(resource, atOnce ? new Limit(1, wanted.hard()) : wanted);
        }
        if (resource == ResourceLimits.RLIMIT_CPU) {
            target.group().timers().cpuLimitChanged();
        }
    }

    private static long getrusage(Task task, int who, long address) {
        task.sampleTimes();
        if (who != RUSAGE_CHILDREN) {
            task.group().sampleResident(task.addressSpace());
        }
        CpuTimes times = switch (who) {
            case RUSAGE_SELF -> task.group().times();
            case RUSAGE_CHILDREN -> task.group().waitedChildren().copy();
            case RUSAGE_THREAD -> task.times().copy();
            default -> throw Errno.EINVAL.exception();
        };
        if (who == RUSAGE_THREAD) {
            times.seenResident(task.group().maxResident());
        }
        writeUsage(task.memory(), address, times);
        return 0;
    }

    /** A struct rusage (getrusage(2)); what Linux does not maintain either is zero. */
    static void writeUsage(GuestMemory memory, long address, CpuTimes times) {
        byte[] bytes = new byte[RUSAGE_BYTES];
        java.nio.ByteBuffer b = java.nio.ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        putTime(b, 0, times.user());
        putTime(b, 16, times.system());
        b.putLong(32, times.maxResident() >> 10);
        b.putLong(64, times.minorFaults());
        b.putLong(72, times.majorFaults());
        b.putLong(88, times.blocksIn());
        b.putLong(96, times.blocksOut());
        b.putLong(128, times.voluntarySwitches());
        b.putLong(136, times.involuntarySwitches());
        memory.write(address, bytes);
    }

    private static void putTime(java.nio.ByteBuffer b, int at, long nanos) {
        b.putLong(at, nanos / 1_000_000_000L);
        b.putLong(at + 8, nanos % 1_000_000_000L / 1000);
    }

    private static long times(Task task, long address) {
        if (address != 0) {
            task.sampleTimes();
            CpuTimes own = task.group().times();
            CpuTimes children = task.group().waitedChildren();
            GuestMemory memory = task.memory();
            memory.writeLong(address, own.user() / TICK_NANOS);
            memory.writeLong(address + 8, own.system() / TICK_NANOS);
            memory.writeLong(address + 16, children.user() / TICK_NANOS);
            memory.writeLong(address + 24, children.system() / TICK_NANOS);
        }
        return task.kernel().clocks().monotonic() / TICK_NANOS;
    }
}
