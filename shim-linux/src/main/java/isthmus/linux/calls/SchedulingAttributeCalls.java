package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.memory.GuestMemory;
import isthmus.linux.task.Task;
import isthmus.linux.task.TaskAttributes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** sched_setattr(2) and sched_getattr(2). */
public final class SchedulingAttributeCalls {
    private static final String KEPT = "checked and kept, but the host schedules as it likes; SCHED_DEADLINE: EPERM";

    public static final List<SystemCall> ROWS = List.of(
            SystemCall.partial(
                    314,
                    "sched_setattr",
                    KEPT,
                    (t, a) -> setattr(t, a.i(0), a.n(1), a.i(2)),
                    ArgType.PID,
                    ArgType.ADDRESS,
                    ArgType.HEX),
            SystemCall.partial(
                    315,
                    "sched_getattr",
                    KEPT,
                    (t, a) -> getattr(t, a.i(0), a.n(1), a.i(2), a.i(3)),
                    ArgType.PID,
                    ArgType.ADDRESS,
                    ArgType.SIZE,
                    ArgType.HEX));

    /** Bytes of a struct sched_attr in its first and in its present form. */
    private static final int FIRST_SIZE = 48, PRESENT_SIZE = 56, LARGEST_SIZE = 4096;

    private static final long RESET_ON_FORK = 1, KEEP_POLICY = 8, KEEP_PARAMS = 16, KNOWN_FLAGS = 0x7f;
    private static final int SCHED_DEADLINE = 6;

    private SchedulingAttributeCalls() {}

    private static long setattr(Task task, int pid, long address, int flags) {
        PrctlCalls.refuseIf(address == 0 || pid < 0 || flags != 0);
        GuestMemory memory = task.memory();
        int given = memory.readInt(address);
        int size = given == 0 ? FIRST_SIZE : given;
        if (size < FIRST_SIZE || size > LARGEST_SIZE) {
            memory.writeInt(address, PRESENT_SIZE);
            throw Errno.E2BIG.exception();
        }
        byte[] bytes = memory.readBytes(address, size);
        for (int i = PRESENT_SIZE; i < size; i++) {
            if (bytes[i] != 0) {
                memory.writeInt(address, PRESENT_SIZE);
                throw Errno.E2BIG.exception();
            }
        }
        apply(task, Processes.task(task, pid), ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        return 0;
    }

    private static void apply(Task task, Task target, ByteBuffer attributes) {
        TaskAttributes now = target.attributes();
        long options = attributes.getLong(8);
        int policy = (options & KEEP_POLICY) != 0 ? now.policy : attributes.getInt(4);
        PrctlCalls.refuseIf(policy < 0 || (options & ~KNOWN_FLAGS) != 0);
        if (policy == SCHED_DEADLINE) {
            throw Errno.EPERM.exception();
        }
        boolean keep = (options & KEEP_PARAMS) != 0;
        int nice = keep ? now.nice : Math.max(-20, Math.min(19, attributes.getInt(16)));
        int priority = keep ? now.realtimePriority : attributes.getInt(20);
        boolean hasNice = policy == SchedulingCalls.SCHED_OTHER || policy == SchedulingCalls.SCHED_BATCH;
        if (hasNice && nice < now.nice && !SchedulingCalls.mayRaise(task, target, nice)) {
            throw Errno.EPERM.exception();
        }
        SchedulingCalls.change(task, target, policy, priority, (options & RESET_ON_FORK) != 0);
        if (hasNice) {
            now.nice = nice;
        }
    }

    private static long getattr(Task task, int pid, long address, int size, int flags) {
        PrctlCalls.refuseIf(address == 0 || pid < 0 || flags != 0 || size < FIRST_SIZE || size > LARGEST_SIZE);
        TaskAttributes of = Processes.task(task, pid).attributes();
        int bytes = Math.min(size, PRESENT_SIZE);
        ByteBuffer b = ByteBuffer.allocate(PRESENT_SIZE).order(ByteOrder.LITTLE_ENDIAN);
        b.putInt(0, bytes);
        b.putInt(4, of.policy);
        b.putLong(8, of.resetOnFork ? RESET_ON_FORK : 0);
        b.putInt(16, SchedulingCalls.isRealTime(of.policy) ? 0 : of.nice);
        b.putInt(20, of.realtimePriority);
        b.putInt(52, bytes == PRESENT_SIZE ? 1024 : 0); // sched_util_max: no cap
        task.memory().write(address, b.array(), 0, bytes);
        return 0;
    }
}
