package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.wait.Sleeper;
import isthmus.linux.signal.SigInfo;
import isthmus.linux.task.Task;
import java.util.List;

/** Waiting for signals. */
public final class SignalWaitCalls {
    public static final List<SystemCall> ROWS = List.of(
            SystemCall.full(34, "pause", (task, args) -> waitForSignal(task)),
            SystemCall.full(
                    128,
                    "rt_sigtimedwait",
                    SignalWaitCalls::rtSigtimedwait,
                    ArgType.SIGNAL_SET,
                    ArgType.SIGINFO,
                    ArgType.TIMESPEC_IN,
                    ArgType.SIZE),
            SystemCall.full(130, "rt_sigsuspend", SignalWaitCalls::rtSigsuspend, ArgType.SIGNAL_SET, ArgType.SIZE));

    private SignalWaitCalls() {}

    private static long waitForSignal(Task task) {
        Sleeper sleeper = task.sleeper();
        do {
            sleeper.prepare();
        } while (sleeper.pause(Sleeper.FOREVER) != Sleeper.Outcome.INTERRUPTED);
        throw Errno.ERESTARTNOHAND.exception();
    }

    private static long rtSigsuspend(Task task, Args args) {
        SignalActionCalls.checkSetSize(args.n(1));
        task.signals().suspendMask(task.memory().readLong(args.n(0)));
        return waitForSignal(task);
    }

    private static long rtSigtimedwait(Task task, Args args) {
        SignalActionCalls.checkSetSize(args.n(3));
        long set = task.memory().readLong(args.n(0));
        long nanos = args.n(2) == 0 ? Long.MAX_VALUE : Timeouts.timespec(task.memory(), args.n(2));
        SigInfo info = task.signals().await(set, nanos != 0, nanos == 0 ? 0 : Timeouts.deadline(nanos));
        if (args.n(1) != 0) {
            task.memory().write(args.n(1), info.encode());
        }
        return info.signo();
    }
}
