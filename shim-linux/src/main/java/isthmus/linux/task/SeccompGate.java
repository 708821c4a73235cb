package isthmus.linux.task;

import isthmus.core.Errno;
import isthmus.core.south.Registers;
import isthmus.linux.calls.Args;
import isthmus.linux.seccomp.SeccompFilter;
import isthmus.linux.signal.SigInfo;
import isthmus.linux.signal.Signal;
import java.util.function.LongSupplier;

/** What becomes of a system call of a task that has seccomp filters. */
final class SeccompGate {
    private static final int MAX_ERRNO = 4095;

    private SeccompGate() {}

    static long carryOut(Task task, long number, Args args, LongSupplier call) {
        long pointer = task.addressSpace().patcher().toGuest(task.registers().get(Registers.RIP));
        int answer = task.seccomp().judge(number, pointer, args);
        int data = answer & SeccompFilter.DATA;
        switch (answer & SeccompFilter.ACTION) {
            case SeccompFilter.ALLOW, SeccompFilter.LOG -> {
                return call.getAsLong();
            }
            case SeccompFilter.ERRNO -> {
                return -Math.min(data, MAX_ERRNO);
            }
            case SeccompFilter.TRAP -> {
                task.signals().force(SigInfo.ofSystemCall(pointer, (int) number, data));
                return number;
            }
            case SeccompFilter.TRACE, SeccompFilter.USER_NOTIF -> {
                return Errno.ENOSYS.result();
            }
            case SeccompFilter.KILL_THREAD -> {
                if (task.seccomp().mode() == 1) {
                    task.kernel().tree().exitProcess(task.group(), Signal.SIGKILL);
                } else if (task.group().tasks().length == 1) {
                    task.kernel().tree().exitProcess(task.group(), Signal.SIGSYS);
                } else {
                    task.leave(Signal.SIGSYS);
                }
                return 0;
            }
            default -> {
                task.kernel().tree().exitProcess(task.group(), Signal.SIGSYS);
                return 0;
            }
        }
    }
}
