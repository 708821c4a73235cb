package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.south.Registers;
import isthmus.linux.task.Task;
import java.util.List;

/** arch_prctl(2). */
public final class ArchPrctlCalls {
    public static final List<SystemCall> ROWS = List.of(SystemCall.partial(
            158,
            "arch_prctl",
            "GS is the platform's own: ARCH_SET_GS is refused with EINVAL unless it sets 0; CPUID faulting is refused with ENODEV",
            (t, a) -> archPrctl(t, a.i(0), a.n(1)),
            ArgType.ARCH_PRCTL_CODE,
            ArgType.ADDRESS));

    private static final int ARCH_SET_GS = 0x1001, ARCH_SET_FS = 0x1002, ARCH_GET_FS = 0x1003, ARCH_GET_GS = 0x1004;
    private static final int ARCH_GET_CPUID = 0x1011, ARCH_SET_CPUID = 0x1012;

    private ArchPrctlCalls() {}

    private static long archPrctl(Task task, int code, long address) {
        switch (code) {
            case ARCH_SET_FS -> {
                if (Long.compareUnsigned(address, task.kernel().platform().guestAddressLimit()) >= 0) {
                    throw Errno.EPERM.exception();
                }
                task.registers().set(Registers.FS_BASE, address);
            }
            case ARCH_GET_FS ->
                task.memory().writeLong(address, task.registers().get(Registers.FS_BASE));
            case ARCH_SET_GS -> {
                if (address != 0) {
                    throw Errno.EINVAL.exception();
                }
            }
            case ARCH_GET_GS -> task.memory().writeLong(address, 0);
            case ARCH_GET_CPUID -> {
                return 1;
            }
            case ARCH_SET_CPUID -> throw Errno.ENODEV.exception();
            default -> throw Errno.EINVAL.exception();
        }
        return 0;
    }
}
