package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.memory.AddressSpace;
import isthmus.linux.task.Task;
import java.lang.invoke.VarHandle;
import java.util.List;

/** membarrier(2): every other thread that runs guest code is made to leave it once. */
public final class BarrierCalls {
    public static final List<SystemCall> ROWS = List.of(SystemCall.partial(
            324,
            "membarrier",
            "no commands for restartable sequences",
            (t, a) -> membarrier(t, a.i(0), a.i(1)),
            ArgType.INT,
            ArgType.HEX,
            ArgType.INT));

    private static final int QUERY = 0, GLOBAL = 1, GLOBAL_EXPEDITED = 2, REGISTER_GLOBAL_EXPEDITED = 4;
    private static final int PRIVATE_EXPEDITED = 8, REGISTER_PRIVATE_EXPEDITED = 16;
    private static final int PRIVATE_SYNC_CORE = 32, REGISTER_PRIVATE_SYNC_CORE = 64;
    private static final int ALL = 0x7f;

    private BarrierCalls() {}

    private static long membarrier(Task task, int command, int flags) {
        PrctlCalls.refuseIf(flags != 0);
        switch (command) {
            case QUERY -> {
                return ALL;
            }
            case GLOBAL -> all(task, false);
            case GLOBAL_EXPEDITED -> all(task, true);
            case PRIVATE_EXPEDITED -> own(task, REGISTER_PRIVATE_EXPEDITED);
            case PRIVATE_SYNC_CORE -> own(task, REGISTER_PRIVATE_SYNC_CORE);
            case REGISTER_GLOBAL_EXPEDITED, REGISTER_PRIVATE_EXPEDITED, REGISTER_PRIVATE_SYNC_CORE ->
                task.group().setBarrierRegistrations(task.group().barrierRegistrations() | command);
            default -> throw Errno.EINVAL.exception();
        }
        return 0;
    }

    private static void all(Task task, boolean onlyRegistered) {
        VarHandle.fullFence();
        for (Task other : task.kernel().tree().pids().tasks()) {
            boolean meant = !onlyRegistered || (other.group().barrierRegistrations() & REGISTER_GLOBAL_EXPEDITED) != 0;
            if (other != task && meant) {
                other.awaitGuestReturn();
            }
        }
    }

    private static void own(Task task, int registration) {
        if ((task.group().barrierRegistrations() & registration) == 0) {
            throw Errno.EPERM.exception();
        }
        VarHandle.fullFence();
        AddressSpace space = task.addressSpace();
        for (Task other : task.kernel().tree().pids().tasks()) {
            if (other != task && other.addressSpace() == space) {
                other.awaitGuestReturn();
            }
        }
    }
}
